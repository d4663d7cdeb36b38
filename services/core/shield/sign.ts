import type { Place } from "./families.ts";

/** One sign of a family: holds against a reading that was folded, within one sentence. */
export interface Sign {
  readonly pattern: RegExp;
  /** The sentence is honest after all. */
  readonly unless?: RegExp;
  /** Places where it holds; unless it is said, everywhere that its family is looked for. */
  readonly in?: readonly Place[];
}

/** What stands within a sentence between two words that belong together, at most so many letters. */
const gap = (most: number): string => `[^.。!?！？;；\\n]{0,${most}}?`;

/** A sign's pattern from its parts: alternatives within a part, anything within reach between two parts. */
export const near = (most: number, ...parts: readonly string[]): RegExp =>
  new RegExp(parts.map((part) => `(?:${part})`).join(gap(most)), "u");
