import type { Fact, Named, Run, Text } from "./model.ts";

type Part = Fact | Named | Text | readonly Run[] | string;

const isFact = (part: Part): part is Fact => typeof part === "object" && "source" in part;

const runsOf = (part: Part, language: "zh" | "en"): readonly Run[] => {
  if (typeof part === "string" || isFact(part)) return [part];
  if (Array.isArray(part)) return part;
  const own = (part as Named | Text)[language];
  return Array.isArray(own) ? own : [own as Fact];
};

const tag =
  (language: "zh" | "en") =>
  (words: TemplateStringsArray, ...parts: readonly Part[]): readonly Run[] =>
    words.flatMap((word, index) => {
      const part = parts[index];
      return [...(word === "" ? [] : [word]), ...(part === undefined ? [] : runsOf(part, language))];
    });

/** A sentence in Chinese with its facts; of what has both languages, the Chinese. */
export const zh = tag("zh");
/** The same in English. */
export const en = tag("en");

export const told = (chinese: readonly Run[], english: readonly Run[]): Text => ({
  zh: chinese,
  en: english,
});

/** The words of a sentence as one reads them. */
export const plain = (runs: readonly Run[]): string =>
  runs.map((run) => (typeof run === "string" ? run : run.text)).join("");
