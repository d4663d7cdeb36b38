import type { LibraryDocument } from "../library.ts";
import { conceptsIn } from "../search/expand.ts";
import { termsOf } from "../search/terms.ts";
import type { Context, Question } from "./question.ts";
import { holdsUnit } from "./question.ts";

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
  readonly kind: "sentence" | "cell" | "column" | "computed" | "formula" | "steps";
  /** In the words of the document. */
  readonly text: string;
  /** The figure or words that were asked for, with their unit. */
  readonly value?: string;
  readonly steps?: readonly string[];
  readonly spots: readonly Spot[];
  /** 0 to 1. */
  readonly score: number;
}

const known = new Map<string, Context>();
const mostKnown = 40_000;

/** What a text holds; remembered, for the same heads and sentences are held against many questions. */
export const contextOf = (text: string): Context => {
  let context = known.get(text);
  if (!context) {
    if (known.size >= mostKnown) known.clear();
    context = { terms: new Set(termsOf(text)), concepts: conceptsIn(text) };
    known.set(text, context);
  }
  return context;
};

const unnamed = 0.65;
/** A question about something that no document speaks of is answered by none. */
const unspoken = 0.8;
/** A word that stands nowhere weighs less: it may be another word for the same. */
const unheardWord = 0.88;

/** Something that does not speak of an id of the question answers it only where its document is for everything. */
export const idFactor = (
  { ids, unknown, unheard, language }: Question,
  document: LibraryDocument,
  contexts: readonly Context[],
): number => {
  const scope = [...document.products, ...document.lines].map((id) => id.toLowerCase());
  const missing = ids.filter(
    (id) =>
      !scope.includes(id) &&
      !contexts.some((context) => holdsUnit(context, { kind: "term", term: id, weight: 1 })),
  );
  return (
    unnamed ** missing.length *
    unspoken ** Math.max(0, unknown - missing.length) *
    (document.language === language ? unheardWord ** unheard : 1)
  );
};
