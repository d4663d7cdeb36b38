import type { Bilingual } from "../../services/core/errors.ts";
import { daysAsWritten, spansAsRead, timesAsRead } from "../../services/core/said-time.ts";
import type { ToolResult } from "./context.ts";
import type { Evidence, ToolArguments } from "./tool.ts";

const figures = /[A-Z]{2,}(?:-[A-Z0-9]+)+|\d+(?:[.:-]\d+)*/g;

const figuresIn = (text: string): string[] => text.match(figures) ?? [];

/**
 * The ids and numbers of a sentence that no evidence holds. A sentence with any is not shown: what an agent says must
 * be there to look up.
 */
export const ungroundedFigures = (
  text: string,
  evidence: readonly Evidence[],
  also: readonly string[] = [],
): string[] => {
  const known = new Set<string>();
  const add = (value: string) => {
    for (const figure of [...figuresIn(value), ...figuresIn(daysAsWritten(value))]) known.add(figure);
  };
  for (const item of evidence) {
    add(item.id);
    if (item.label) add(item.label);
    for (const [name, value] of Object.entries(item.facts)) add(`${name} ${value}`);
  }
  for (const value of also) add(value);
  // How many things were found is evidence too.
  add(String(evidence.length));
  return figuresIn(daysAsWritten(text)).filter((figure) => !known.has(figure));
};

/** What is said in place of an answer that its evidence does not hold. */
const unsaid: Bilingual = { zh: "结果见下方依据。", en: "See the evidence below." };

/**
 * What may be said of what was found: its own words, provided that the evidence holds every figure of them, with moments and lengths
 * of time as people read them; and what the evidence does not hold.
 */
export const groundedText = (
  result: ToolResult,
  args: ToolArguments,
): { readonly text: Bilingual; readonly invented: readonly string[] } => {
  const invented = (["zh", "en"] as const).flatMap((language) => inventedBy(result, args, language));
  if (invented.length > 0) return { text: unsaid, invented };
  const { zh, en } = result.text;
  // Documents are quoted.
  const isQuoted = result.evidence.some(({ kind }) => kind === "document");
  const read = timesAsRead(isQuoted ? zh : spansAsRead(zh), "zh");
  return { text: { zh: read, en: timesAsRead(en, "en") }, invented };
};

/** The same for what a tool answers: its rows and what it was asked count as evidence. */
export const inventedBy = (
  { text, rows = [], evidence }: ToolResult,
  args: ToolArguments,
  language: keyof Bilingual,
): string[] =>
  ungroundedFigures(text[language], evidence, [
    ...rows.map((row) => row.value),
    ...Object.values(args).map(String),
  ]);
