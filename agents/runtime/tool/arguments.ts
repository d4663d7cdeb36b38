import { z } from "zod";
import { type MetricId, metricIds } from "../metrics/metric.ts";

/** An id of any plant's: which ones there are, the data store says. */
export const id = z.string().min(1).max(100);
export const order = id.nullable().describe("work order, such as WO-1042; null when none is named");
/** Words that stand for a line, by the tool that takes them. */
export const lineWords: Readonly<Record<string, string>> = {
  release_order: "earliest",
  line_status: "all",
  line_load: "all",
  shift_report: "all",
  planned_work: "all",
  output: "all",
  metric_value: "all",
  metric_trend: "all",
  metric_cause: "all",
  set_alert: "all",
  inspection_status: "all",
  what_if_shift: "all",
};
export const isLineWord = (line: string): boolean => Object.values(lineWords).includes(line);
const noLineWord = `(?!(${[...new Set(Object.values(lineWords))].join("|")})$)`;
export const line = (word: string) =>
  id
    .regex(new RegExp(`^(${word}$|${noLineWord})`))
    .nullable()
    .describe(`line, such as SMT-2, or ${word}; null when a line is meant but not named`);
export const namedLine = (meaning: string) =>
  id
    .regex(new RegExp(`^${noLineWord}`))
    .nullable()
    .describe(meaning);
export const material = id.nullable().describe("material, such as MAT-00123; null when none is named");
export const product = id.nullable().describe("product, such as RRU-5201; null when none is named");
export const unit = z
  .string()
  .regex(/^SN-\d{1,20}$/)
  .nullable()
  .describe("serial number of a unit, such as SN-10420007; null when none is named");
export const metric = z
  .enum(metricIds)
  .nullable()
  .describe("the governed metric that is asked about; null when none is meant");
/** The most pieces of one inquiry, hours of a stop and days of a delay that are answered. */
export const mostPieces = 100_000;
export const mostHours = 168;
export const mostDays = 60;
/** As long as a trigger of a playbook may last. */
export const mostMinutesDown = mostHours * 60;
export const pieces = z.int().min(1).max(mostPieces).nullable().describe("pieces; null when not said");
export const span = (most: number, meaning: string) =>
  z.number().gt(0).max(most).nullable().describe(`${meaning}; null when not said`);

/** Arguments that a tool may take; each one has a meaning of its own, the same in every tool. */
export interface ToolArguments {
  /** A governed metric. */
  readonly metric?: MetricId | null | undefined;
  readonly order?: string | null | undefined;
  readonly line?: string | null | undefined;
  readonly material?: string | null | undefined;
  readonly proposal?: string | null | undefined;
  /** A run of a robot cell. */
  readonly run?: string | null | undefined;
  readonly product?: string | null | undefined;
  /** A serial number. */
  readonly unit?: string | null | undefined;
  /** A vehicle, tool, lot, paper or person. */
  readonly thing?: string | null | undefined;
  /** Pieces. */
  readonly quantity?: number | null | undefined;
  /** How long a line stands still. */
  readonly hours?: number | null | undefined;
  /** Several orders, with commas between them. */
  readonly orders?: string | null | undefined;
  /** How long a line has to be down before somebody is told. */
  readonly minutes?: number | null | undefined;
  /** How much later than expected. */
  readonly days?: number | null | undefined;
  /** Until when something is asked for, lasts or does not come: a day of the plant's calendar, "2026-11-27", or "2026-11-27T15:00". */
  readonly by?: string | null | undefined;
  /** What is asked, where a sentence goes on from the one before and does not say it all. */
  readonly words?: string | null | undefined;
}

/** What one argument of a call may be. */
export type ToolArgument = NonNullable<ToolArguments[keyof ToolArguments]> | null;
