import type { Answer, Citation } from "../../services/knowledge/answer/answer.ts";
import { askThread, goingOn } from "../../services/knowledge/answer/ask-on.ts";
import type { Knowledge } from "../../services/knowledge/knowledge.ts";
import type { ToolContext, ToolHandler, ToolResult } from "../runtime/context.ts";
import { rolesOf } from "../runtime/roles.ts";
import type { Evidence } from "../runtime/tool.ts";
import { foreignNote } from "./foreign-note.ts";

/** Letters of a passage that are shown where nothing answers. */
const mostLetters = 160;

/** A place that is cited, with what the answer says of it. */
const evidenceOf = (
  { number, documentId, revision, title, locator, quote }: Citation,
  { parts }: Answer,
  now: Date,
): Evidence => ({
  kind: "document",
  id: documentId,
  label: title,
  facts: {
    revision,
    place: locator,
    quote,
    said:
      parts.find(({ citations, kind }) => citations.includes(number) && kind !== "sentence")?.text ?? null,
    citation: number,
  },
  source: `knowledge_document [${number}]`,
  at: now.toISOString(),
});

const marks = (citations: readonly number[]): string =>
  [...new Set(citations)].map((number) => `[${number}]`).join("");

const said = ({ parts, conflicting }: Answer, language: "zh" | "en"): string => {
  const told = parts.map(({ text, citations }) => `${text} ${marks(citations)}`).join("\n");
  if (!conflicting) return told;
  return language === "zh" ? `文件说法不一致：\n${told}` : `The documents differ:\n${told}`;
};

const cut = (text: string): string => (text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text);

const answerTo = async (knowledge: Knowledge, { db, text, actorId }: ToolContext): Promise<Answer> =>
  askThread(knowledge, text.split(goingOn), { roles: await rolesOf(db, actorId) });

/** What was asked in the same sentence, and no document answers. */
const notFound = ({ missing = [] }: Answer, language: "zh" | "en"): string => {
  if (missing.length === 0) return "";
  const questions = missing.join(language === "zh" ? "；" : "; ");
  return language === "zh"
    ? `\n现行文件里没有答案的：${questions}`
    : `\nThe documents in force do not answer: ${questions}`;
};

const told = (answer: Answer, now: Date): ToolResult => ({
  text: {
    zh: `${said(answer, "zh")}${foreignNote(answer, "zh")}${notFound(answer, "zh")}`,
    en: `${said(answer, "en")}${foreignNote(answer, "en")}${notFound(answer, "en")}`,
  },
  evidence: answer.citations.map((citation) => evidenceOf(citation, answer, now)),
});

/** A sentence about fewer things than this meets its like in some document by chance. */
const leastThings = 2;

/** The answer to a sentence that was not asked of the documents; only one that they surely give. */
export const answerOf = async (
  knowledge: Knowledge,
  context: ToolContext,
  least: number,
): Promise<ToolResult | undefined> => {
  const answer = await answerTo(knowledge, context);
  return answer.answered && answer.score >= least && answer.things >= leastThings
    ? told(answer, context.clock.now())
    : undefined;
};

/** What the documents say to the sentence itself, with the places it stands in; nothing that they do not say. */
export const createAskKnowledge =
  (knowledge: Knowledge): ToolHandler =>
  async (context) => {
    const now = context.clock.now();
    const answer = await answerTo(knowledge, context);
    if (answer.answered) return told(answer, now);
    const near = answer.nearest.slice(0, 2);
    const list = near.map(({ documentId, text: passage }) => `${documentId}: ${cut(passage)}`).join("\n");
    return {
      text: {
        zh: near.length > 0 ? `现行文件里没有答案。最接近的段落：\n${list}` : "现行文件里没有答案。",
        en:
          near.length > 0
            ? `The documents in force do not answer this. What comes nearest:\n${list}`
            : "The documents in force do not answer this.",
      },
      evidence: near.map(
        ({ documentId, title, revision, locator, text: passage }): Evidence => ({
          kind: "document",
          id: documentId,
          label: title,
          facts: { revision, place: locator, quote: cut(passage) },
          source: "knowledge_document",
          at: now.toISOString(),
        }),
      ),
    };
  };
