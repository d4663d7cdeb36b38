import { convert, leadingUnit, numberOf } from "../../core/units.ts";
import type { Knowledge, SearchOptions } from "../knowledge.ts";
import { inWritingOf } from "../search/colloquial.ts";
import { conceptSpans, conceptsIn } from "../search/expand.ts";
import { glossary } from "../search/glossary.ts";
import { queryTerms, withoutAsking } from "../search/terms.ts";
import { type Answer, ask } from "./answer.ts";
import { contextOf } from "./context.ts";
import { completed, isFollowUp, saidOf } from "./follow-up.ts";

/** Between the sentences of a conversation that are one question together. */
export const goingOn = " ／ ";

interface Quantity {
  readonly text: string;
  readonly value: number;
  readonly unit: string;
}

/** Figures of a sentence that are part of no id, with their units. */
const quantitiesIn = (text: string): readonly Quantity[] =>
  [...text.matchAll(/(?<![\p{L}\d.-])(\d+(?:\.\d+)?)(?![\d.]|-\d)(\s*[^\d\s，,。;；?？]*)/gu)].map(
    ([, value, behind]) => {
      const unit = leadingUnit(behind!.trim());
      return {
        text: unit ? `${value}${behind!.match(/^\s*/)![0]}${unit}` : value!,
        value: numberOf(value!),
        unit,
      };
    },
  );

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

/** All that a sentence may ask which goes on from a question. */
const continued = (said: string, before: string): readonly string[] => {
  const own = inWritingOf(saidOf(said));
  const question = inWritingOf(before);
  return [
    ...new Set([
      ...withFigure(own, question),
      completed(said, question),
      ...subjectOf(question).map((subject) => `${subject} ${own}`),
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

/** The answer to a sentence that may go on from a question, and the question that it came to. */
export const askOn = async (
  knowledge: Knowledge,
  said: string,
  before: string,
  told: Answer,
  options: SearchOptions,
): Promise<{ readonly answer: Answer; readonly question: string }> => {
  const goesOn = isFollowUp(said) || said.length <= mostOfPart;
  const read = (question: string) =>
    ask(knowledge, question, options).then((answer) => ({ answer, question }));
  const [{ answer: alone }, ...tried] = await Promise.all([read(said), ...continued(said, before).map(read)]);
  const [best] = tried
    .filter(
      ({ answer }) =>
        answer.answered && answer.score >= leastOn && !isSame(answer, told) && speaksOf(answer, said),
    )
    .sort((a, b) => b.answer.score - a.answer.score);
  const isSure = alone.score >= sure || alone.things >= leastThings;
  const standsAlone =
    !isFollowUp(said) &&
    (alone.score >= sure || !goesOn) &&
    alone.answered &&
    !alone.conflicting &&
    isSure &&
    alone.score >= (best?.answer.score ?? 0) - 0.05;
  if (standsAlone) return { answer: alone, question: said };
  if (best) return onlyNew(best, told);
  return { answer: none(alone), question: said };
};

/** The same for a conversation of sentences, each of which goes on from the ones before. */
export const askThread = async (
  knowledge: Knowledge,
  sentences: readonly string[],
  options: SearchOptions,
): Promise<Answer> => {
  const [first = "", ...rest] = sentences;
  let question = first;
  let answer = await ask(knowledge, first, options);
  for (const said of rest) ({ answer, question } = await askOn(knowledge, said, question, answer, options));
  return answer;
};
