import { inDigits } from "../search/colloquial.ts";
import { conceptsIn } from "../search/expand.ts";
import { folded, termsOf } from "../search/terms.ts";
import type { Unit } from "./question.ts";
import { holdsQuantity, type Range, rangesIn, worthInRanges } from "./range.ts";

/** What a text holds of the things that a question can speak of. */
export interface Context {
  readonly terms: ReadonlySet<string>;
  readonly concepts: ReadonlySet<number>;
  /** Folded. */
  readonly text: string;
  readonly ranges: () => readonly Range[];
}

const known = new Map<string, Context>();
const mostKnown = 40_000;

/** What a text holds; remembered, for the same heads and sentences are held against many questions. */
export const contextOf = (text: string): Context => {
  let context = known.get(text);
  if (!context) {
    if (known.size >= mostKnown) known.clear();
    let ranges: readonly Range[] | undefined;
    const plain = folded(text);
    context = {
      terms: new Set(termsOf(text)),
      concepts: conceptsIn(text),
      text: plain,
      ranges: () => {
        ranges ??= rangesIn(inDigits(plain));
        return ranges;
      },
    };
    known.set(text, context);
  }
  return context;
};

/** Letters that may stand between two that are one word shortened: 模温 for 模具温度. */
const mostBetween = 2;
/** What a shortened word is worth beside the whole one, and a kind beside the one that is asked of. */
const shortened = 0.8;

/** Whether a text has the letters of a Chinese word near one another in their order, or a single one. */
const abbreviates = (text: string, term: string): boolean => {
  if (!/^\p{Script=Han}{1,2}$/u.test(term)) return false;
  const [first, second] = [...term] as [string, string?];
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (second === undefined) return true;
    const between = text.slice(at + 1, at + 2 + mostBetween);
    const end = between.indexOf(second);
    if (end >= 0 && /^\p{Script=Han}*$/u.test(between.slice(0, end))) return true;
  }
  return false;
};

/** What one of several that are numbered is: AGV of AGV-1, in lower case; undefined of what bears a longer number. */
export const kindOfNumbered = (term: string): string | undefined => /^([a-z]{2,})-\d{1,2}$/.exec(term)?.[1];

/** What is said of a kind without any number is said of each of it: an emergency stop of the AGV, of AGV-1. */
const speaksOfKind = ({ terms, text }: Context, term: string): boolean => {
  const kind = kindOfNumbered(term);
  return kind !== undefined && terms.has(kind) && !new RegExp(`(?<![a-z])${kind}-?\\d`).test(text);
};

/** How far a text speaks of a thing of a question, 0 to 1. */
export const worthOf = (context: Context, unit: Unit): number => {
  const { terms, concepts, text, ranges } = context;
  if (unit.kind === "concept") return unit.concepts.some((one) => concepts.has(one)) ? 1 : 0;
  const { term, quantity } = unit;
  if (quantity) return holdsQuantity(text, quantity) ? 1 : worthInRanges(quantity, ranges());
  if (terms.has(term)) return 1;
  return abbreviates(text, term) || speaksOfKind(context, term) ? shortened : 0;
};

export const holdsUnit = (context: Context, unit: Unit): boolean => worthOf(context, unit) > 0;

/** Share of the question, by weight, that contexts cover; each counts as much as it says. */
export const covered = (
  units: readonly Unit[],
  contexts: readonly (readonly [Context, number])[],
): number => {
  let all = 0;
  let found = 0;
  for (const unit of units) {
    all += unit.weight;
    found += unit.weight * Math.max(0, ...contexts.map(([context, worth]) => worth * worthOf(context, unit)));
  }
  return all > 0 ? found / all : 0;
};
