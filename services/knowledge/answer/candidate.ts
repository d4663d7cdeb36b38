import type { LibraryDocument } from "../library.ts";
import { type Context, holdsUnit } from "./context.ts";
import { type Question, type Unit, withAsked } from "./question.ts";

/** Where in a document something stands, and the words to mark there. */
export interface Spot {
  readonly document: LibraryDocument;
  readonly block: number;
  readonly row?: number;
  readonly column?: number;
  readonly quote: string;
}

/** Something that may answer; every word and figure of it is the document's, or worked out from them as told. */
export interface Candidate {
  readonly kind: "sentence" | "cell" | "row" | "column" | "computed" | "formula" | "steps";
  /** In the words of the document. */
  readonly text: string;
  /** The figure or words that were asked for, with their unit. */
  readonly value?: string;
  readonly steps?: readonly string[];
  readonly spots: readonly Spot[];
  /** 0 to 1. */
  readonly score: number;
}

const unnamed = 0.65;
/** A question about something that no document speaks of is answered by none. */
const unspoken = 0.8;

/** Something that does not speak of an id of the question answers it only where its document is for everything. */
export const idFactor = (
  { ids, unknown }: Question,
  document: LibraryDocument,
  contexts: readonly Context[],
): number => {
  const scope = [...document.products, ...document.lines].map((id) => id.toLowerCase());
  const missing = ids.filter(
    (id) =>
      !scope.includes(id) &&
      !contexts.some((context) => holdsUnit(context, { kind: "term", term: id, weight: 1 })),
  );
  return unnamed ** missing.length * unspoken ** Math.max(0, unknown - missing.length);
};

/** Likeness in meaning from which it speaks for something by itself, and how much the greatest does. */
const tellingMeaning = 0.5;
const meaningWeight = 0.9;
const mostByMeaning = 0.95;

/** How far words of a question that stand there and likeness in meaning speak for the same thing: either is enough, together they are more. */
export const claimOf = (words: number, meaning: number): number => {
  const telling = Math.max(0, (meaning - tellingMeaning) / (1 - tellingMeaning));
  return 1 - (1 - words) * (1 - Math.min(mostByMeaning, meaningWeight * telling));
};

/** What remains of a claim by how well it is the kind of thing that is asked for. */
export const kindFactor = (fits: number): number => 0.6 + 0.4 * fits;

/** The words of a question that a text and what it stands in hold: `all` with its headings, `own` without them. */
export const wordsOf = (question: Question, all: number, own: number, fits: number): number =>
  (2 * withAsked(question, all, fits) + withAsked(question, own, fits)) / 3;

/** What remains of a claim for each of the plant's terms, and each name, that neither a text nor what it stands in speaks of. */
const missedTerm = 0.8;

export const missedFactor = (units: readonly Unit[], contexts: readonly Context[]): number =>
  missedTerm **
  units.filter(
    (unit) => (unit.kind === "concept" || unit.name) && !contexts.some((context) => holdsUnit(context, unit)),
  ).length;
