import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plantZone } from "../../../services/core/zone.ts";

/** When the questions are asked: a Wednesday, by the plant's clock. */
export const askedAt = (): Date => plantZone().momentOf("2026-11-25", "10:30");

/** A question and the structured query that it means. */
export interface Question {
  readonly text: string;
  readonly held: boolean;
  readonly tool: "value" | "trend" | "cause" | "alert";
  readonly metric: string;
  /** As written: lines, kind, product, family, shift, split, top, order, period, compare, above, below, limits, window, role. */
  readonly query: Readonly<Record<string, string>>;
}

const questionOf = (line: string): Question => {
  const [text = "", query = ""] = line.replace(/^\* /, "").split(" | ");
  const [tool, metric = "", ...rest] = query.split(" ");
  return {
    text,
    held: line.startsWith("* "),
    tool: tool as Question["tool"],
    metric,
    query: Object.fromEntries(rest.map((part) => part.split("=") as [string, string])),
  };
};

export const questions: readonly Question[] = readFileSync(join(import.meta.dirname, "questions.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map(questionOf);

/** A moment as a question writes it: "11-20", "11-20T08:00", "2026-01-01", "now". */
const momentOf = (text: string): Date => {
  if (text === "now") return askedAt();
  const [day = "", time] = text.split("T");
  return plantZone().momentOf(day.length === 5 ? `2026-${day}` : day, time);
};

/** "from~to" as two moments. */
export const periodOf = (text: string): { readonly from: Date; readonly to: Date } => {
  const [from, to] = text.split("~").map(momentOf) as [Date, Date];
  return { from, to };
};
