/** Where a text comes in, or leaves: what a person says, a document, a name in master data, a machine's words, an answer. */
export const places = ["chat", "document", "record", "message", "answer"] as const;
export type Place = (typeof places)[number];

/** Texts that try to command the house or to get at what is not theirs (OWASP LLM01, LLM02, LLM07, of 2025). */
export const injectionFamilies = [
  "override",
  "persona",
  "leak",
  "approval",
  "marker",
  "authority",
  "address",
  "exfiltration",
] as const;

/** Wishes that nobody here sees to, whoever asks. */
export const conductFamilies = ["danger", "falsify", "personal", "insult", "distress", "violence"] as const;

export const families = [...injectionFamilies, ...conductFamilies] as const;
export type Family = (typeof families)[number];

/** One sign of a family: holds against a reading that was folded, within one sentence. */
export interface Rule {
  readonly family: Family;
  readonly pattern: RegExp;
  /** The sentence is honest after all. */
  readonly unless?: RegExp;
  /** Places where it holds; everywhere unless it is said. */
  readonly in?: readonly Place[];
}

/** What stands within a sentence between two words that belong together, at most so many signs. */
export const gap = (most: number): string => `[^.。!?！？;；\\n]{0,${most}}?`;

/** A rule's pattern from its parts: alternatives within a part, anything within reach between two parts. */
export const near = (most: number, ...parts: readonly string[]): RegExp =>
  new RegExp(parts.map((part) => `(?:${part})`).join(gap(most)), "u");
