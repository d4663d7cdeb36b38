import { conceptSpans } from "../search/expand.ts";
import { folded, isExact, queryTerms, withoutAsking } from "../search/terms.ts";
import { type Asked, askedOf } from "./asked.ts";
import { kindOfNumbered } from "./context.ts";
import type { Quantity } from "./quantity.ts";
import { quantitiesIn, type SaidQuantity } from "./said-quantities.ts";

/** One thing that a question speaks of: a term of the plant's language, whichever of its concepts is meant, or a word, id or figure. */
export type Unit =
  | { readonly kind: "concept"; readonly concepts: readonly number[]; readonly weight: number }
  | {
      readonly kind: "term";
      readonly term: string;
      readonly weight: number;
      /** Of a figure, with the unit that it is said in. */
      readonly quantity?: Quantity;
      /** A word that is the same in every language: the Latin letters of a Chinese question are a name. */
      readonly name?: boolean;
    };

export type Aggregate = "max" | "min" | "average" | "sum" | "count" | "list";

export interface Question {
  readonly text: string;
  readonly language: "zh" | "en";
  readonly units: readonly Unit[];
  /** Ids and part numbers: an answer that knows none of them is none. */
  readonly ids: readonly string[];
  readonly asked: Asked;
  readonly procedure: boolean;
  /** Things that no document speaks of at all. */
  readonly unknown: number;
  /** Words of its own language that no document holds. */
  readonly unheard: number;
}

const steps =
  /怎么(?!样|处理)|如何|怎样|步骤|流程|方法|有哪些|哪几种|\bhow (?:is|are|do|does|to|should)\b|\bsteps?\b|step by step|procedure|what is handed over/i;

/** Weight of a plant's term beside an id; other words weigh by their rarity, up to this. */
const conceptWeight = 3.5;
const mostWeight = 4;
const exactWeight = 5;

/** How a word's letters share its weight: two characters are one term, four are three. */
const perTerm = (run: string): number => {
  const letters = [...run].length;
  return letters <= 2 ? 1 : letters / 2 / (letters - 1);
};

/** Of a question in another language than the document, a word that is no term of the plant says little. */
const foreignWeight = 0.25;
/** What is left of a claim of which nothing is known in the other language. */
const leastShare = 0.6;

/** What a question speaks of as it can be found in documents of a language. */
export const unitsIn = ({ units, language }: Question, documents: "zh" | "en"): readonly Unit[] =>
  language === documents
    ? units
    : units.map((unit) =>
        unit.kind === "concept" || isExact(unit.term) || unit.name
          ? unit
          : { ...unit, weight: unit.weight * foreignWeight },
      );

/** What remains of a claim in another language, where little of the question is known there: what is left of it meets its like anywhere. */
export const knownShare = (question: Question, documents: "zh" | "en"): number => {
  if (question.language === documents) return 1;
  const weightOf = (units: readonly Unit[]) => units.reduce((sum, { weight }) => sum + weight, 0);
  const all = weightOf(question.units);
  return all > 0 ? leastShare + (1 - leastShare) * (weightOf(unitsIn(question, documents)) / all) : 1;
};

export interface Corpus {
  /** Rarity of a term among the documents' passages. */
  readonly idf: (term: string) => number;
  readonly knowsTerm: (term: string) => boolean;
  readonly knowsConcept: (concept: number) => boolean;
}

/** Words, and runs of Chinese, no part of which stands in any document. */
const unheardOf = (rest: string, knowsTerm: (term: string) => boolean): number => {
  const words = withoutAsking(rest).match(/\p{Script=Han}{2,}|[a-z]{4,}/gu) ?? [];
  return words.filter((word) => {
    const terms = queryTerms(word);
    return terms.length > 0 && !terms.some(knowsTerm);
  }).length;
};

/** Words that name one thing: Latin ones in a Chinese question, and those that are capitalised within an English one. */
const namesIn = (text: string, language: "zh" | "en"): ReadonlySet<string> =>
  new Set(
    (text.match(language === "zh" ? /[A-Za-z]{2,}/g : /(?<=[a-z,] )\p{Lu}[\p{L}]+/gu) ?? []).flatMap(
      queryTerms,
    ),
  );

/** The figures of a question by the terms that they are found by. */
const byTerm = (said: readonly SaidQuantity[]): ReadonlyMap<string, Quantity> =>
  new Map(said.map(({ value, unit }) => [String(value), { value, unit }]));

/** A question without the units of its figures, which are a part of them. */
const withoutUnits = (text: string, said: readonly SaidQuantity[]): string =>
  said.reduce(
    (rest, { text: figure, unit }) =>
      unit ? rest.replace(figure, `${figure.slice(0, -unit.length)} `) : rest,
    text,
  );

const isSingle = (term: string): boolean => /^\p{Script=Han}$/u.test(term);
/** A single character says little, and stands in many words. */
const singleWeight = 1;

export const readQuestion = (text: string, { idf, knowsTerm, knowsConcept }: Corpus): Question => {
  const said = quantitiesIn(folded(text));
  const { groups, rest } = conceptSpans(withoutUnits(folded(text), said));
  const terms = queryTerms(rest);
  const all = queryTerms(text);
  const exact = all.filter(isExact);
  const isPartOf = (term: string) =>
    exact.some((other) => other !== term && /[a-z]/.test(other) && other.split(/[-_/.]/).includes(term));
  const language = /\p{Script=Han}/u.test(text) ? "zh" : "en";
  const quantities = byTerm(said);
  const names = namesIn(text, language);
  const runs = withoutAsking(rest).match(/\p{Script=Han}+/gu) ?? [];
  const units: Unit[] = [
    ...groups.map((concepts): Unit => ({ kind: "concept", concepts, weight: conceptWeight })),
    ...exact
      .filter((term) => !isPartOf(term))
      .map((term): Unit => {
        const quantity = quantities.get(term);
        return { kind: "term", term, weight: exactWeight, ...(quantity ? { quantity } : {}) };
      }),
    ...terms
      .filter((term) => !isExact(term) && !isPartOf(term))
      .map((term): Unit => {
        const run = /^\p{Script=Han}/u.test(term) ? runs.find((one) => one.includes(term)) : undefined;
        if (isSingle(term)) return { kind: "term", term, weight: singleWeight };
        const weight = Math.min(mostWeight, idf(term)) * (run ? perTerm(run) : 1);
        return names.has(term) ? { kind: "term", term, weight, name: true } : { kind: "term", term, weight };
      }),
  ];
  return {
    text,
    language,
    units,
    ids: exact.filter((term) => /[a-z]/.test(term) && /-\d|\d{3,}/.test(term) && !isPartOf(term)),
    asked: askedOf(text),
    unheard: unheardOf(rest, knowsTerm),
    procedure: steps.test(text),
    unknown: units.filter((unit) =>
      unit.kind === "concept"
        ? !unit.concepts.some(knowsConcept)
        : isExact(unit.term) &&
          /[a-z]/.test(unit.term) &&
          !knowsTerm(unit.term) &&
          !knowsTerm(kindOfNumbered(unit.term) ?? unit.term),
    ).length,
  };
};

/** The kind of thing that is asked for is a part of the question too: what it weighs beside its words. */
const askedWeight = 3;

/** What is covered, with the kind that is asked for counted in where the question names one. @param fits From 0 to 1. */
export const withAsked = ({ asked, units }: Question, cover: number, fits: number): number => {
  if (!asked.head && !asked.unit) return cover;
  const all = units.reduce((sum, { weight }) => sum + weight, 0);
  return (cover * all + fits * askedWeight) / (all + askedWeight);
};
