import type { Bilingual } from "../../services/core/errors.ts";
import { amountsAsRead, amountsAsWritten } from "../../services/core/said-amount.ts";
import { daysAsWritten, spansAsRead, timesAsRead } from "../../services/core/said-time.ts";
import type { ToolResult } from "./context.ts";
import type { Evidence, ToolArguments } from "./tool.ts";

const figures = /[A-Z]{2,}(?:-[A-Z0-9]+)+|\d+(?:[.:-]\d+)*/g;

const figuresIn = (text: string): string[] => text.match(figures) ?? [];
/** In the house's notation, also of what was said already. */
const asWritten = (text: string): string => daysAsWritten(amountsAsWritten(text));

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
    for (const figure of [...figuresIn(value), ...figuresIn(asWritten(value))]) known.add(figure);
  };
  for (const item of evidence) {
    add(item.id);
    if (item.label) add(item.label);
    for (const [name, value] of Object.entries(item.facts)) add(`${name} ${value}`);
  }
  for (const value of also) add(value);
  // How many things were found is evidence too.
  add(String(evidence.length));
  return figuresIn(asWritten(text)).filter((figure) => !known.has(figure));
};

/** What is said in place of an answer that its evidence does not hold. */
const unsaid: Bilingual = { zh: "结果见下方依据。", en: "See the evidence below." };

/** What is told as a text of its own and may be an id of nothing but digits. */
const idsOf = (evidence: readonly Evidence[], args: ToolArguments): ReadonlySet<string> =>
  new Set(
    [
      ...evidence.flatMap(({ id, label, facts }) => [id, label, ...Object.values(facts)]),
      ...Object.values(args),
    ].flatMap((value) => (typeof value === "string" ? value.split(",") : [])),
  );

/**
 * What may be said of what was found: its own words, provided that the evidence holds every figure of them, with moments, lengths
 * of time and amounts as people read them; and what the evidence does not hold.
 */
export const groundedText = (
  result: ToolResult,
  args: ToolArguments,
): { readonly text: Bilingual; readonly invented: readonly string[] } => {
  const invented = (["zh", "en"] as const).flatMap((language) => inventedBy(result, args, language));
  if (invented.length > 0) return { text: unsaid, invented };
  const { zh, en } = result.text;
  // A document is quoted as it is written.
  const isQuoted = result.evidence.some(({ kind }) => kind === "document");
  const ids = idsOf(result.evidence, args);
  const amounts = (text: string) => (isQuoted ? text : amountsAsRead(text, ids));
  const spans = isQuoted ? zh : spansAsRead(zh);
  return { text: { zh: timesAsRead(amounts(spans), "zh"), en: timesAsRead(amounts(en), "en") }, invented };
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
