import type { Language } from "../lib/language.ts";
import { decimal } from "../lib/numbers.ts";
import type { Metric, Trend } from "./types.ts";

type Told = Pick<Metric, "unit" | "digits">;

const digitsOf: Readonly<Record<string, number>> = {
  "%": 1,
  h: 1,
  min: 1,
  orders: 1,
  "kWh/piece": 3,
  DPMO: 1,
};
const unitsZh: Readonly<Record<string, string>> = {
  pieces: "件",
  h: "小时",
  min: "分钟",
  times: "次",
  orders: "个工单",
  "kWh/piece": "kWh/件",
  repairs: "次",
};
const unitsEn: Readonly<Record<string, string>> = {
  pieces: "pcs",
  times: "",
  repairs: "",
  "kWh/piece": "kWh/pc",
};

/** A number of a metric to the places that it is told with. */
export const numberOf = ({ unit, digits }: Told, value: number | null | undefined): string =>
  decimal(value, digits ?? digitsOf[unit] ?? 0);

/** A measured value to four digits, as far as they say something. */
export const shortValue = (value: number): string => String(Number(value.toPrecision(4)));

/** Its unit as it stands behind the number. */
export const unitOf = ({ unit }: Told, language: Language): string =>
  (language === "zh" ? unitsZh[unit] : unitsEn[unit]) ?? unit;

/** "78.2 %" */
export const toldValue = (metric: Told, value: number | null | undefined, language: Language): string =>
  value === null || value === undefined
    ? "–"
    : `${numberOf(metric, value)} ${unitOf(metric, language)}`.trim();

/** A difference with its sign; of shares in points of percent. */
export const changeOf = (metric: Told, change: number, language: Language): string => {
  const unit = metric.unit === "%" ? (language === "zh" ? "个百分点" : "pt") : unitOf(metric, language);
  const sign = change > 0 ? "+" : change < 0 ? "−" : "±";
  return `${sign}${numberOf(metric, Math.abs(change))} ${unit}`.trim();
};

/** The formula, where the meaning is more than that in words. */
export const formulaBeside = (meaning: string, formula: string): string | undefined => {
  const bare = (text: string) => text.replaceAll(/\s+/g, "").toLowerCase();
  return bare(meaning) === bare(formula) ? undefined : formula;
};

/** Whether a course or the one before has any value: of none a chart would be an empty frame, and nobody would know what is wrong. */
export const tellsAnything = (...courses: readonly Pick<Trend, "points">[]): boolean =>
  courses.some(({ points }) => points.some(({ value }) => value !== null));
