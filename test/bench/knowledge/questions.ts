import { readFileSync } from "node:fs";
import { join } from "node:path";

export const questionKinds = [
  "fact",
  "lookup",
  "compute",
  "formula",
  "procedure",
  "cross",
  "unanswerable",
  "two",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

export interface BenchQuestion {
  readonly kind: QuestionKind;
  readonly text: string;
  /** What the answer has to hold, figures with their units. */
  readonly expected: readonly string[];
  /** Documents that it has to cite. */
  readonly documents: readonly string[];
  /** Not looked at while anything was tuned. */
  readonly heldOut: boolean;
}

/** The questions about the demonstration documents; every third one of a kind is held out. */
export const benchQuestions = (): BenchQuestion[] => {
  const counts = new Map<string, number>();
  return readFileSync(join(import.meta.dirname, "questions.txt"), "utf8")
    .split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"))
    .map((line) => {
      const [kind = "", text = "", expected = "", documents = ""] = line
        .split("|")
        .map((part) => part.trim());
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      const list = (part: string) =>
        part
          .split(";")
          .map((one) => one.trim())
          .filter(Boolean);
      return {
        kind: kind as QuestionKind,
        text,
        expected: list(expected),
        documents: list(documents),
        heldOut: count % 3 === 2,
      };
    });
};

/** Equal figures have equal texts: 2.0 is 2, and no space stands between a figure and its unit. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(\d),(\d{3})/g, "$1$2")
    .replace(/\d+\.\d+/g, (figure) => String(Number(figure)))
    .replace(/[~〜]/g, "~")
    .replace(/\s+/g, "");

/** Whether a text holds an expected one; a figure is held only as a whole. */
export const holds = (text: string, expected: string): boolean => {
  const [whole, part] = [plain(text), plain(expected)];
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
    const before = whole[at - 1] ?? "";
    const after = whole[at + part.length] ?? "";
    if (!(/^[\d]/.test(part) && /[\d.]/.test(before)) && !(/\d$/.test(part) && /^\d/.test(after)))
      return true;
  }
  return false;
};
