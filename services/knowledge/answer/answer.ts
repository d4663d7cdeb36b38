import { type Knowledge, type Passage, passageOf, type SearchOptions } from "../knowledge.ts";
import type { LibraryDocument } from "../library.ts";
import { locatorOf } from "../passages.ts";
import { inWritingOf } from "../search/colloquial.ts";
import type { Ranked } from "../search/rank.ts";
import { fitsAsked } from "./asked.ts";
import type { Candidate, Spot } from "./candidate.ts";
import { cellCandidates } from "./cell.ts";
import { columnCandidates } from "./column.ts";
import { computeCandidates } from "./compute.ts";
import { contextOf, holdsUnit } from "./context.ts";
import { formulaCandidates } from "./formula.ts";
import { type Question, readQuestion } from "./question.ts";
import { rowCandidates } from "./row.ts";
import { sentenceCandidates } from "./sentence.ts";
import { endsOf, halvesOf } from "./split.ts";
import { stepCandidates } from "./steps.ts";
import { type FoundTable, tablesOf } from "./tables.ts";
import { turnedBack, turnedOf } from "./turned.ts";

/** A place in a document that an answer rests on. */
export interface Citation {
  /** From 1, as [n] in the answer. */
  readonly number: number;
  readonly documentId: string;
  readonly revision: string;
  readonly title: string;
  readonly path: readonly string[];
  readonly locator: string;
  readonly block: number;
  readonly row: number | null;
  readonly column: number | null;
  /** The words to mark there. */
  readonly quote: string;
}

export interface AnswerPart {
  readonly kind: Candidate["kind"];
  /** In the words of the document, or worked out as told. */
  readonly text: string;
  readonly value: string | null;
  readonly steps: readonly string[];
  readonly citations: readonly number[];
}

export interface Answer {
  readonly answered: boolean;
  readonly parts: readonly AnswerPart[];
  readonly citations: readonly Citation[];
  /** Documents say different things: all of them are told. */
  readonly conflicting: boolean;
  /** Questions of the sentence that nothing answers, where another of them is answered. */
  readonly missing?: readonly string[];
  /** Passages that come nearest, whether or not they answer. */
  readonly nearest: readonly Passage[];
  /** 0 to 1: how much of the question the answer stands for. */
  readonly score: number;
  /** Things of the question that the documents speak of: one word alone meets its like anywhere. */
  readonly things: number;
}

/** Below it nothing is answered; set on the development questions of test/bench/knowledge, unanswerable ones among them. */
const leastScore = 0.6;
/** What comes so near to the best, from another document, is told beside it. */
const conflictGap = 0.05;
/** The same across languages, where less of a question can be found. */
const foreignGap = 0.15;
const mostNearest = 3;

const headingsAt = ({ blocks, title }: LibraryDocument, block: number): string[] => {
  const headings: { level: number; text: string }[] = [];
  for (const one of blocks.slice(0, block + 1)) {
    if (one.kind !== "heading") continue;
    while (headings.length > 0 && headings.at(-1)!.level >= one.level) headings.pop();
    headings.push(one);
  }
  return headings.map(({ text }) => text).filter((text) => text !== title);
};

const citationOf = ({ document, block, row, column, quote }: Spot, number: number): Citation => {
  const path = headingsAt(document, block);
  const at = document.blocks[block];
  const place = at?.kind === "table" && row !== undefined ? (at.rows[row]?.place ?? at.place) : at?.place;
  return {
    number,
    documentId: document.id,
    revision: document.revision,
    title: document.title,
    path,
    locator: locatorOf(place, path),
    block,
    row: row ?? null,
    column: column ?? null,
    quote,
  };
};

const documentOf = ({ spots }: Candidate): LibraryDocument => spots[0]!.document;
const saidValue = ({ value, text }: Candidate): string => (value ?? text).replace(/\s+/g, "");

/** What another document says to the same question, where it says something else. */
const contradicting = (
  question: Question,
  best: Candidate,
  others: readonly Candidate[],
): Candidate | undefined => {
  if (best.kind !== "sentence" && best.kind !== "cell") return undefined;
  if (!question.asked.figure || question.ids.length > 0) return undefined;
  // What differs has to speak of the same: the melting point of a paste says nothing against the heat of an iron.
  const spoken = contextOf(best.text);
  const things = question.units.filter((unit) => unit.kind === "concept" && holdsUnit(spoken, unit));
  const speaksOfAll = (text: string) =>
    things.length > 0 && things.every((unit) => holdsUnit(contextOf(text), unit));
  return others.find(
    (one) =>
      speaksOfAll(one.text) &&
      (one.kind === "sentence" || one.kind === "cell") &&
      documentOf(one).id !== documentOf(best).id &&
      one.score >=
        best.score - (documentOf(one).language === documentOf(best).language ? conflictGap : foreignGap) &&
      fitsAsked(question.asked, one.text) === 1 &&
      saidValue(one) !== saidValue(best),
  );
};

interface Found {
  readonly things: number;
  readonly best: Candidate | undefined;
  readonly beside: Candidate | undefined;
  readonly ranked: readonly Ranked[];
}

const put = (candidates: readonly Candidate[]): Pick<Answer, "parts" | "citations"> => {
  const citations: Citation[] = [];
  const parts = candidates.map(({ kind, text, value, steps, spots }): AnswerPart => {
    const numbers = spots.map((spot) => {
      const citation = citationOf(spot, citations.length + 1);
      citations.push(citation);
      return citation.number;
    });
    return { kind, text, value: value ?? null, steps: steps ?? [], citations: numbers };
  });
  return { parts, citations };
};

/** The row or block that something stands in. */
const placeOf = ({ spots: [spot] }: Candidate): string => `${spot!.document.id}/${spot!.block}/${spot!.row}`;

/** Everything that may answer, the best first; how each came about shows in its kind. */
const candidatesFor = (
  question: Question,
  ranked: readonly Ranked[],
  read: (text: string) => Question,
): Candidate[] => {
  const tables = tablesOf(ranked);
  const rowed = tables.map((table) => turnedOf(table) ?? table);
  /** What is found in tables in which each thing is a row. */
  const lookUp = (look: (table: FoundTable) => Candidate[]): Candidate[] =>
    rowed.flatMap((table) =>
      table.isTurned ? look(table).map((one) => ({ ...one, spots: one.spots.map(turnedBack) })) : look(table),
    );
  const formulas = formulaCandidates(question, ranked);
  const computed = lookUp((table) => computeCandidates(question, table, read));
  // Where something is to be worked out, what merely stands there is not meant.
  const standing = [...formulas, ...computed].some(({ score }) => score >= leastScore) ? 0.7 : 1;
  const cells = lookUp((table) => cellCandidates(question, table));
  const ofRow = Map.groupBy(cells, placeOf);
  const stands = [
    ...cells,
    ...lookUp((table) => columnCandidates(question, table)),
    // A row is told where none of its cells answers about as well.
    ...tables
      .flatMap((table) => rowCandidates(question, table))
      .filter((row) => !ofRow.get(placeOf(row))?.some(({ score }) => score > row.score * 0.85)),
    ...sentenceCandidates(question, ranked),
  ].map((one) => ({ ...one, score: one.score * standing }));
  return [...formulas, ...computed, ...stands, ...stepCandidates(question, ranked)].sort(
    (a, b) => b.score - a.score,
  );
};

/** Answers out of the documents in force: their own sentences, cells and steps, and figures worked out of them; nothing else. */
export const ask = async (knowledge: Knowledge, said: string, options: SearchOptions): Promise<Answer> => {
  const text = inWritingOf(await knowledge.spelled(said));
  const find = async (words: string): Promise<Found> => {
    const { library, ranked } = await knowledge.ranked(words, options);
    const corpus = {
      idf: library.lexical.idf,
      knowsTerm: library.lexical.knows,
      knowsConcept: (concept: number) => library.concepts.has(concept),
    };
    const read = (one: string) => readQuestion(one, corpus);
    const question = read(words);
    const things = question.units.length - question.unknown - question.unheard;
    // "Who are you?" speaks of nothing.
    if (question.units.length === 0) return { things, best: undefined, beside: undefined, ranked };
    const candidates = candidatesFor(question, ranked, read);
    const [best] = candidates;
    return { things, best, beside: best && contradicting(question, best, candidates), ranked };
  };
  const whole = await find(text);
  const { things } = whole;
  const nearest = whole.ranked.slice(0, mostNearest).map(passageOf);
  const rangeEnds = endsOf(text);
  const halves = await Promise.all((rangeEnds.length > 0 ? rangeEnds : halvesOf(text)).map(find));
  const both = halves.flatMap(({ best }) => (best && best.score >= leastScore ? [best] : []));
  const score = whole.best?.score ?? 0;
  // Two things asked in one sentence are answered one by one when each is answered better so.
  const places = new Set(both.map((one) => `${placeOf(one)}/${one.spots[0]!.column}`));
  // Both ends of a range stand in one row.
  const rows = new Set(both.map(placeOf));
  const isOfOneRow = rangeEnds.length === 0 || rows.size === 1;
  if (
    both.length === 2 &&
    places.size === 2 &&
    isOfOneRow &&
    Math.min(...both.map((one) => one.score)) > score - 0.03
  )
    return {
      answered: true,
      ...put(both),
      conflicting: false,
      nearest,
      things,
      score: Math.min(...both.map((one) => one.score)),
    };
  if (!whole.best || score < leastScore)
    return { answered: false, parts: [], citations: [], conflicting: false, nearest, score, things };
  const told = whole.beside ? [whole.best, whole.beside] : [whole.best];
  return { answered: true, ...put(told), conflicting: told.length > 1, nearest, score, things };
};
