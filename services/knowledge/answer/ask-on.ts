import { convert } from "../../core/units.ts";
import type { Knowledge, SearchOptions } from "../knowledge.ts";
import { inWritingOf } from "../search/colloquial.ts";
import { conceptSpans, conceptsIn } from "../search/expand.ts";
import { glossary } from "../search/glossary.ts";
import { queryTerms, withoutAsking } from "../search/terms.ts";
import { type Answer, ask } from "./answer.ts";
import { clausesOf } from "./clauses.ts";
import { contextOf } from "./context.ts";
import { completed, isFollowUp, saidOf } from "./follow-up.ts";
import { quantitiesIn } from "./said-quantities.ts";

/** Between the sentences of a conversation that are one question together. */
export const goingOn = " ／ ";

/** The question before with another figure of the same kind: 6分钟 in place of 5.5分钟, level 4 in place of 3. */
const withFigure = (said: string, before: string): readonly string[] => {
  const [own, ...more] = quantitiesIn(said);
  if (!own || more.length > 0) return [];
  const like = quantitiesIn(before).filter(({ unit }) =>
    own.unit ? unit !== "" && convert(1, own.unit, unit) !== undefined : unit === "",
  );
  return like.length === 1 ? [before.replace(like[0]!.text, own.text)] : [];
};

/** What a question is about, without what it asks of that: 散热器螺丝 of 散热器螺丝扭矩是多少. */
const subjectOf = (question: string): readonly string[] => {
  const english = /\b(?:for|of|on) (?:the |an? )?(.+?)[?.]?$/i.exec(question)?.[1];
  if (english) return [english];
  if (!/\p{Script=Han}/u.test(question))
    return conceptSpans(question)
      .groups.slice(0, 4)
      .map(([concept]) => glossary[concept!]!.en[0]!);
  const [words = "", ...more] = withoutAsking(question).trim().split(/\s+/);
  // Of several runs the first is spoken of; of one, the last term is what is asked.
  if (more.length > 0 && conceptsIn(words).size > 0) return [words];
  let subject = words;
  while (subject.length > 1 && conceptsIn(subject).size >= conceptsIn(words).size)
    subject = subject.slice(0, -1);
  const endsWithin = () => conceptSpans(subject).rest.trimEnd().endsWith(subject.at(-1)!);
  while (subject.length > 1 && endsWithin()) subject = subject.slice(0, -1);
  return subject.length > 1 && subject !== words ? [subject] : [];
};

/** The first of the plant's terms that a question speaks of: 腕带 of 腕带电阻上限多少. */
const firstTerm = (question: string): readonly string[] => {
  const words = withoutAsking(question).trim().split(/\s+/)[0] ?? "";
  for (let length = 2; length <= words.length; length++)
    if (conceptsIn(words.slice(0, length)).size > 0) return [words.slice(0, length)];
  return [];
};

/** The rows or blocks that an answer rests on. */
const placesOf = ({ citations }: Pick<Answer, "citations">): readonly string[] =>
  citations.map(({ documentId, block, row }) => `${documentId}/${block}/${row}`);

/** What tells the row from others that was told: AAU-5611 天线罩. Several rows, and it is not known which is meant. */
const rowTold = ({ parts, citations }: Answer): readonly string[] => {
  const rows = new Set(placesOf({ citations }));
  const [part] = parts;
  if (!part || rows.size > 1 || parts.some(({ kind }) => kind !== "cell")) return [];
  const keys = part.text.split(" = ")[0]!.split(" · ").slice(0, -1).join(" ");
  return keys ? [keys] : [];
};

/** A level or class that a question names: MSL 3. */
const levelOf = (question: string): readonly string[] =>
  /(?<![A-Za-z-])[A-Za-z]{2,} ?\d[ab]?(?![\d.A-Za-z])/.exec(question)?.slice(0, 1) ?? [];

/** All that a sentence may ask which goes on from a question. */
const continued = (said: string, before: string, told: Answer): readonly string[] => {
  const own = inWritingOf(saidOf(said));
  const question = inWritingOf(before);
  return [
    ...new Set([
      ...withFigure(own, question),
      completed(said, question),
      ...[...subjectOf(question), ...firstTerm(question), ...levelOf(question), ...rowTold(told)].map(
        (subject) => `${subject} ${own}`,
      ),
      `${own} ${question}`,
    ]),
  ];
};

/** An answer to the question before is none to this one: it has to speak of what was said now. */
const speaksOf = ({ parts, citations }: Answer, said: string): boolean => {
  // What was worked out, was by the words that ask for it.
  if (parts.every(({ kind }) => kind === "computed" || kind === "formula")) return true;
  const own = inWritingOf(saidOf(said));
  const { terms, concepts } = contextOf(
    [...parts.map(({ text }) => text), ...citations.map(({ quote }) => quote)].join(" "),
  );
  const asked = conceptSpans(own).groups;
  if (asked.length > 0) return asked.some((group) => group.some((one) => concepts.has(one)));
  return queryTerms(own).some((term) => terms.has(term));
};

/** Every word of it stands in what was told: class 2 beside class 3, in one sentence. */
const isAllIn = ({ parts }: Answer, said: string): boolean => {
  const { terms } = contextOf(parts.map(({ text }) => text).join(" "));
  const own = queryTerms(inWritingOf(saidOf(said)));
  return own.length > 1 && own.every((term) => terms.has(term));
};

/** Nothing but what kind of thing is asked for: 多少小时. */
const saysOnlyHow = (said: string): boolean => {
  const own = inWritingOf(saidOf(said));
  return queryTerms(own).length === 0 || /^多少(?:小时|分钟|秒|天|度|件|个|次|公斤|克)$/.test(own);
};

const isOfDocument = (answer: Answer, told: Answer): boolean =>
  told.answered &&
  answer.citations.some(({ documentId }) => told.citations.some((one) => one.documentId === documentId));
/** What stands in the same row or passage as what was told is more of it. */
const isBeside = (answer: Answer, told: Answer): boolean => {
  const before = placesOf(told);
  return (
    told.answered && new Set(before).size === 1 && placesOf(answer).every((place) => place === before[0])
  );
};
/** What an answer counts more for that stands beside the one before. */
const besideWeight = 0.15;

/** The same again is no answer to something else. */
const isSame = (answer: Answer, told: Answer): boolean =>
  told.answered && answer.parts.map(({ text }) => text).join() === told.parts.map(({ text }) => text).join();

/** What stands between the cells and the value of a part. */
const wordsOf = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.split(/ · | = /)));

/**
 * What was told before is not told again beside something new, and what is asked next is not of it: 天线罩的 after 散热器扭矩 is the
 * torque of the one and no more that of the other.
 */
export const onlyNew = (
  { answer, question }: { readonly answer: Answer; readonly question: string },
  told: Answer,
): { readonly answer: Answer; readonly question: string } => {
  const before = new Set(told.answered ? told.parts.map(({ text }) => text) : []);
  const parts = answer.parts.filter(({ text }) => !before.has(text));
  if (parts.length === 0 || parts.length === answer.parts.length) return { answer, question };
  const cited = [...new Set(parts.flatMap(({ citations }) => citations))];
  const kept = wordsOf(parts.map(({ text }) => text));
  const gone = [...wordsOf([...before])].filter((word) => !kept.has(word));
  return {
    question: gone.reduce((rest, word) => rest.replace(word, ""), question),
    answer: {
      ...answer,
      parts: parts.map((part) => ({
        ...part,
        citations: part.citations.map((one) => cited.indexOf(one) + 1),
      })),
      citations: cited.map((one, index) => ({ ...answer.citations[one - 1]!, number: index + 1 })),
      conflicting: answer.conflicting && parts.length > 1,
    },
  };
};

const none = (answer: Answer): Answer => ({
  ...answer,
  answered: false,
  parts: [],
  citations: [],
  conflicting: false,
});

/** A sentence about fewer things than this is answered by itself only by chance, unless it is answered so surely. */
const leastThings = 2;
const sure = 0.85;
/** A sentence of so few letters asks of what was told: 不合格怎么办. */
const mostOfPart = 8;
/** What goes on has to be answered so well. */
const leastOn = 0.6;

/** Of two answers to a few words, that it is more of what was told and not something of another place. */
const isMoreOf = (on: Answer, alone: Answer, told: Answer): boolean =>
  on.score >= alone.score - besideWeight &&
  (isBeside(on, told) || (isOfDocument(on, told) && !isOfDocument(alone, told)));

/** The answer to a sentence that may go on from a question, and the question that it came to. */
export const askOn = async (
  knowledge: Knowledge,
  said: string,
  before: string,
  told: Answer,
  options: SearchOptions,
): Promise<{ readonly answer: Answer; readonly question: string }> => {
  const goesOn = isFollowUp(said) || said.length <= mostOfPart;
  const read = async (question: string): Promise<Told> =>
    (await askClauses(knowledge, question, undefined, options)) ?? {
      answer: await ask(knowledge, question, options),
      question,
    };
  const worthOf = (answer: Answer) => answer.score + (isBeside(answer, told) ? besideWeight : 0);
  const [{ answer: alone }, ...tried] = await Promise.all([
    read(said),
    ...continued(said, before, told).map(read),
  ]);
  const [best] = tried
    .filter(
      ({ answer }) =>
        answer.answered &&
        answer.score >= leastOn &&
        (!isSame(answer, told) || isAllIn(answer, said)) &&
        (speaksOf(answer, said) || (isBeside(answer, told) && saysOnlyHow(said))),
    )
    .sort((a, b) => worthOf(b.answer) - worthOf(a.answer));
  const isSure = alone.score >= sure || alone.things >= leastThings;
  const standsAlone =
    !isFollowUp(said) &&
    (alone.score >= sure || !goesOn) &&
    alone.answered &&
    !alone.conflicting &&
    isSure &&
    alone.score >= (best?.answer.score ?? 0) - 0.05 &&
    !(goesOn && best && isMoreOf(best.answer, alone, told));
  if (standsAlone) return { answer: alone, question: said };
  if (best) return onlyNew(best, told);
  // What the same document says to it is of what was told.
  if (goesOn && alone.answered && !alone.conflicting && alone.score >= leastOn && isOfDocument(alone, told))
    return { answer: alone, question: said };
  return { answer: none(alone), question: said };
};

/** Answers to the parts of one sentence as one. */
const together = (answers: readonly Answer[]): Answer => {
  const citations = answers
    .flatMap((one) => one.citations)
    .map((one, index) => ({ ...one, number: index + 1 }));
  let before = 0;
  const parts = answers.flatMap((one) => {
    const from = before;
    before += one.citations.length;
    return one.parts.map((part) => ({ ...part, citations: part.citations.map((number) => number + from) }));
  });
  return {
    answered: true,
    parts,
    citations,
    conflicting: answers.some(({ conflicting }) => conflicting),
    nearest: answers[0]!.nearest,
    score: Math.min(...answers.map(({ score }) => score)),
    things: answers.reduce((sum, { things }) => sum + things, 0),
  };
};

interface Told {
  readonly answer: Answer;
  readonly question: string;
}

/**
 * What answers some of a sentence's questions, with those that nothing answers; undefined where the whole sentence is answered better
 * than they are.
 */
const withMissing = async (
  knowledge: Knowledge,
  said: string,
  { answers, missing }: { readonly answers: readonly Answer[]; readonly missing: readonly string[] },
  options: SearchOptions,
): Promise<Told | undefined> => {
  const whole = await ask(knowledge, said, options);
  const told = together(answers);
  const isOfThose = whole.parts.every(({ text }) => told.parts.some((part) => part.text === text));
  return isOfThose || whole.score <= told.score
    ? { answer: { ...told, missing }, question: said }
    : undefined;
};

/** A sentence that asks several things in clauses of their own, each as one that goes on; undefined where they are not answered one by one. */
const askClauses = async (
  knowledge: Knowledge,
  said: string,
  before: Told | undefined,
  options: SearchOptions,
): Promise<Told | undefined> => {
  const clauses = clausesOf(inWritingOf(said));
  if (clauses.length < 2) return undefined;
  const [answers, questions, missing]: [Answer[], string[], string[]] = [[], [], []];
  let last = before;
  for (const clause of clauses) {
    const told: Told = last
      ? await askOn(knowledge, clause, last.question, last.answer, options)
      : { answer: await ask(knowledge, clause, options), question: clause };
    if (!told.answer.answered) {
      missing.push(clause);
      continue;
    }
    last = told;
    answers.push(told.answer);
    questions.push(told.question);
  }
  // What a sentence is about its first question tells.
  if (missing.includes(clauses[0]!)) return undefined;
  if (missing.length > 0) return withMissing(knowledge, said, { answers, missing }, options);
  const texts = new Set(answers.map(({ parts }) => parts.map(({ text }) => text).join()));
  return texts.size === answers.length
    ? { answer: together(answers), question: questions.join("，") }
    : undefined;
};

/** The same for a conversation of sentences, each of which goes on from the ones before. */
export const askThread = async (
  knowledge: Knowledge,
  sentences: readonly string[],
  options: SearchOptions,
): Promise<Answer> => {
  let told: Told | undefined;
  // A few words that nothing answers leave what was talked of as it was.
  let before: Told | undefined;
  for (const sentence of sentences.length > 0 ? sentences : [""]) {
    const said = await knowledge.spelled(sentence);
    told =
      (await askClauses(knowledge, said, before, options)) ??
      (before
        ? await askOn(knowledge, said, before.question, before.answer, options)
        : { answer: await ask(knowledge, said, options), question: said });
    if (told.answer.answered || !before || said.length > mostOfPart) before = told;
  }
  return told!.answer;
};
