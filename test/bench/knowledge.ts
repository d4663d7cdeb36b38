import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Answer } from "../../services/knowledge/answer/answer.ts";
import { askThread } from "../../services/knowledge/answer/ask-on.ts";
import { blocksOf, listDocuments } from "../../services/knowledge/documents.ts";
import { createKnowledge, type Knowledge } from "../../services/knowledge/knowledge.ts";
import { chunksOf, type Plain, type PlainAnswer, plainDense, plainWords } from "./knowledge/plain.ts";
import { benchPlants } from "./knowledge/plants.ts";
import { type BenchQuestion, benchQuestions, holds, questionKinds } from "./knowledge/questions.ts";
import { openSetting } from "./knowledge/setting.ts";
import { percentile } from "./statistics.ts";
import { printTable } from "./table.ts";

/**
 * Questions about the demonstration documents: whether the answer holds the figure or words that are asked for and cites
 * the document they stand in; beside it, plain retrieval on the same text. `--dev` leaves out the questions that are held
 * out, `--show` prints what went wrong, `--plants` asks the documents of other plants instead.
 */
const { values } = parseArgs({
  options: {
    dev: { type: "boolean" },
    show: { type: "boolean" },
    scores: { type: "boolean" },
    only: { type: "string" },
    json: { type: "string" },
    plants: { type: "boolean" },
  },
});

const roles = ["process", "repair"];
const questions = benchQuestions().filter(
  ({ heldOut, kind }) => !(values.dev && heldOut) && (!values.only || values.only.split(",").includes(kind)),
);

/** An answer of this many letters quotes a passage, and answers nothing. */
const mostLetters = 400;

const isRight = (
  { kind, expected, documents }: BenchQuestion,
  { answered, parts, citations }: Answer,
): boolean => {
  if (kind === "unanswerable") return !answered;
  if (!answered) return false;
  const text = parts.map((part) => part.text).join("\n");
  if (kind !== "procedure" && text.length > mostLetters) return false;
  const cited = new Set(citations.map(({ documentId }) => documentId));
  return expected.every((one) => holds(text, one)) && documents.every((id) => cited.has(id));
};

const isPlainRight = (
  { kind, expected, documents }: BenchQuestion,
  best: PlainAnswer | undefined,
  least: number,
): boolean => {
  const answered = best !== undefined && best.score >= least;
  if (kind === "unanswerable") return !answered;
  return (
    answered &&
    expected.every((one) => holds(best.text, one)) &&
    documents.every((id) => best.document === id)
  );
};

type Right = ReadonlyMap<BenchQuestion, boolean>;
const share = (right: Right, of: (question: BenchQuestion) => boolean): string => {
  const some = [...right].filter(([question]) => of(question));
  const good = some.filter(([, is]) => is).length;
  return some.length === 0 ? "-" : `${good}/${some.length} ${((100 * good) / some.length).toFixed(1)} %`;
};

/** Whether a passage is one that the question can be answered from. */
const isSource = ({ expected, documents }: BenchQuestion, document: string, text: string): boolean =>
  documents.includes(document) && holds(text, expected[0]!.replace(/\s.*$/, ""));
const searched = (question: BenchQuestion) =>
  question.kind === "fact" || question.kind === "lookup" || question.kind === "cross";

const retrieval = (ranks: ReadonlyMap<BenchQuestion, number>) => {
  const list = [...ranks.values()];
  return {
    recall: list.filter((rank) => rank > 0 && rank <= 5).length / list.length,
    mrr: list.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / list.length,
  };
};

const ours = async (knowledge: Knowledge) => {
  const right = new Map<BenchQuestion, boolean>();
  const ranks = new Map<BenchQuestion, number>();
  const times: number[] = [];
  const scores: { kind: string; right: boolean; score: number }[] = [];
  await askThread(knowledge, ["warm up"], { roles });
  for (const question of questions) {
    const start = performance.now();
    const answer = await askThread(knowledge, [question.text], { roles });
    times.push(performance.now() - start);
    const is = isRight(question, answer);
    right.set(question, is);
    scores.push({ kind: question.kind, right: is, score: answer.score });
    if (values.show && !is)
      console.log(
        `✗ ${question.kind} ${question.text}\n    wanted ${question.expected.join("; ")} ${question.documents.join(", ")}\n    ${answer.score.toFixed(3)} ${answer.answered ? answer.parts.map(({ kind, text }, index) => `${kind}: ${text.slice(0, 200)} [${answer.citations[index]?.documentId}]`).join(" || ") : `none; nearest ${answer.nearest[0]?.documentId} ${answer.nearest[0]?.text.slice(0, 100)}`}`,
      );
    if (searched(question)) {
      const found = await knowledge.search(question.text, { roles, limit: 20 });
      ranks.set(
        question,
        found.findIndex(({ documentId, text }) => isSource(question, documentId, text)) + 1,
      );
    }
  }
  if (values.scores)
    for (const { kind, right: is, score } of scores.sort((a, b) => a.score - b.score))
      console.log(`${score.toFixed(3)} ${is ? "✓" : "✗"} ${kind}`);
  return { right, ...retrieval(ranks), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
};

/** The threshold below which it answers nothing is the best one on the questions that are not held out. */
const plain = async (find: Plain) => {
  const answers = new Map<BenchQuestion, readonly PlainAnswer[]>();
  const times: number[] = [];
  for (const question of questions) {
    const start = performance.now();
    answers.set(question, await find(question.text));
    times.push(performance.now() - start);
  }
  const limits = [...answers.values()].map(([best]) => best?.score ?? 0);
  const good = (least: number) =>
    [...answers].filter(([question, [best]]) => !question.heldOut && isPlainRight(question, best, least))
      .length;
  const least = limits.reduce((best, one) => (good(one) > good(best) ? one : best), 0);
  const ranks = new Map(
    [...answers]
      .filter(([question]) => searched(question))
      .map(([question, list]) => [
        question,
        list.findIndex(({ document, text }) => isSource(question, document, text)) + 1,
      ]),
  );
  return {
    right: new Map([...answers].map(([question, [best]]) => [question, isPlainRight(question, best, least)])),
    ...retrieval(ranks),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
  };
};

if (values.plants) {
  await benchPlants(values.show ?? false);
  process.exit(0);
}

const setting = await openSetting();
try {
  const { db, embed } = setting;
  const knowledge = createKnowledge({ db, embed, model: "millwright-e5" });
  await knowledge.prepare();
  const chunks = (
    await Promise.all(
      (
        await listDocuments(db, roles)
      ).map(async ({ id, revision }) => chunksOf(id, await blocksOf(db, id, revision))),
    )
  ).flat();
  const systems = {
    answers: await ours(knowledge),
    ...(values.show || values.scores
      ? {}
      : {
          "answers, words alone": await ours(createKnowledge({ db })),
          "plain RAG: chunks of 300, encoder": await plain(await plainDense(chunks, embed)),
          "BM25 alone: chunks of 300": await plain(plainWords(chunks)),
        }),
  };
  const head = ["", ...Object.keys(systems)];
  const rows = [
    ...questionKinds.map((kind) => [
      kind,
      ...Object.values(systems).map(({ right }) => share(right, (one) => one.kind === kind)),
    ]),
    ["development", ...Object.values(systems).map(({ right }) => share(right, ({ heldOut }) => !heldOut))],
    ["held out", ...Object.values(systems).map(({ right }) => share(right, ({ heldOut }) => heldOut))],
    ["all", ...Object.values(systems).map(({ right }) => share(right, () => true))],
    ["recall@5", ...Object.values(systems).map(({ recall }) => recall.toFixed(3))],
    ["MRR", ...Object.values(systems).map(({ mrr }) => mrr.toFixed(3))],
    ["p50, ms", ...Object.values(systems).map(({ p50 }) => p50.toFixed(1))],
    ["p95, ms", ...Object.values(systems).map(({ p95 }) => p95.toFixed(1))],
  ];
  console.log(`${questions.length} questions\n`);
  printTable(head, rows);
  if (values.json)
    await writeFile(
      values.json,
      `${JSON.stringify({ node: process.version, rows: [head, ...rows] }, null, 2)}\n`,
    );
} finally {
  await setting.close();
}
process.exit(0);
