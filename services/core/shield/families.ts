/** Where a text comes in, or leaves: what a person says, a document, a name in master data, a machine's words, an answer. */
export const places = ["chat", "document", "record", "message", "answer"] as const;
export type Place = (typeof places)[number];

/** Where somebody may have said it, and where it lies until it is read. */
export const said = ["chat", "record", "message"] as const satisfies readonly Place[];
export const stored = ["document", "record", "message", "answer"] as const satisfies readonly Place[];

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
