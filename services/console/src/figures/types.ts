import type { Bilingual } from "../lib/language.ts";
import { type Leave, leaveFields } from "../lib/leave.ts";

export interface Metric {
  readonly id: string;
  readonly name: Bilingual;
  readonly meaning: Bilingual;
  readonly unit: string;
  readonly digits: number | null;
  readonly better: "higher" | "lower" | null;
  readonly formulaText: Bilingual;
  readonly standard: string | null;
  readonly limit: Bilingual | null;
  readonly dimensions: readonly string[];
}

export interface Point {
  readonly key: string;
  readonly name: Bilingual;
  readonly value: number | null;
  readonly isPartial: boolean;
  readonly isBeyond: boolean;
}

export interface Trend {
  readonly by: string;
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly points: readonly Point[];
  readonly changes: readonly { readonly key: string; readonly before: number; readonly after: number }[];
}

export interface Part {
  readonly key: string;
  readonly name: Bilingual;
  readonly value: number | null;
}

export interface Figure {
  readonly value: number | null;
  readonly amounts: readonly { readonly label: Bilingual; readonly value: Bilingual }[];
  readonly parts: readonly Part[];
}

export interface CauseRow {
  readonly label: Bilingual;
  readonly by: string;
  readonly key: string;
  readonly depth: number;
  readonly effect: number;
  readonly before: number | null;
  readonly now: number | null;
  readonly metric: Pick<Metric, "unit" | "digits"> | null;
}

export interface Explained {
  readonly before: number | null;
  readonly now: number | null;
  readonly change: number;
  /** So much it changes of itself; null where too little is on record. */
  readonly usual: number | null;
  readonly causes: readonly CauseRow[];
  readonly stops: readonly {
    readonly line: string;
    readonly from: string;
    readonly minutes: number;
    readonly reason: string;
  }[];
  readonly lots: readonly {
    readonly lot: string;
    readonly product: string;
    readonly rate: number;
    readonly otherRate: number;
  }[];
  readonly companions: readonly {
    readonly metric: string;
    readonly name: Bilingual;
    readonly rho: number;
    readonly lead: number;
  }[];
}

export interface AlertRule {
  readonly id: string;
  readonly text: Bilingual;
  readonly metric: string;
}

/** A rule that watches. */
export interface ActiveRule extends AlertRule {
  readonly leave: Leave;
}

export interface Alert {
  readonly id: string;
  readonly text: Bilingual;
  readonly rule: AlertRule;
  readonly line: string;
  readonly raisedAt: string;
  readonly clearedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly leave: Leave;
}

/** The figures of the tiles. */
export const tileMetrics = [
  "oee",
  "availability",
  "effectiveness",
  "quality",
  "fpy",
  "output",
  "downtime",
  "on_time",
  "lead_time",
  "energy_per_unit",
] as const;

const args = "metric: $m, from: $from, to: $to";
export const metricsQuery = `query Metrics {
  metrics { id name { zh en } meaning { zh en } unit digits better formulaText { zh en } standard limit { zh en } dimensions }
  lines { id process name { zh en } }
  recorded { from }
}`;

/** One request for all tiles: of each its value, the value before, and its series. A filter goes only where it is known. */
export const tilesQuery = (
  ids: readonly string[],
  filtered: ReadonlySet<string>,
  part: "values" | "series",
): string => {
  const fields = ids.map((id) => {
    const filter = filtered.has(id) ? ", filter: $filter" : "";
    return part === "series"
      ? `${id}: figureTrend(metric: "${id}", from: $from, to: $to${filter}) { by points { key value isPartial isBeyond } }`
      : `${id}: figure(metric: "${id}", from: $from, to: $to${filter}) { value }
  ${id}_before: figure(metric: "${id}", from: $beforeFrom, to: $from${filter}) { value }`;
  });
  const before = part === "values" ? ", $beforeFrom: DateTime!" : "";
  return `query Tiles($from: DateTime!, $to: DateTime!${before}, $filter: FigureFilter) { ${fields.join("\n  ")} }`;
};

export const trendQuery = `query Trend($m: String!, $from: DateTime!, $to: DateTime!, $beforeFrom: DateTime!, $filter: FigureFilter) {
  trend: figureTrend(${args}, filter: $filter) {
    by mean lower upper points { key name { zh en } value isPartial isBeyond } changes { key before after } }
  before: figureTrend(metric: $m, from: $beforeFrom, to: $from, filter: $filter) { points { key name { zh en } value isPartial isBeyond } }
  figure(${args}, filter: $filter) { value amounts { label { zh en } value { zh en } } }
}`;

export const splitQuery = `query Split($m: String!, $from: DateTime!, $to: DateTime!, $beforeFrom: DateTime!, $filter: FigureFilter, $split: FigureDimension!) {
  now: figure(${args}, filter: $filter, split: $split) { parts { key name { zh en } value } }
  before: figure(metric: $m, from: $beforeFrom, to: $from, filter: $filter, split: $split) { parts { key value } }
}`;

export const causeQuery = `query Cause($m: String!, $from: DateTime!, $to: DateTime!, $beforeFrom: DateTime!, $filter: FigureFilter) {
  figureCause(${args}, beforeFrom: $beforeFrom, beforeTo: $from, filter: $filter) {
    before now change usual
    causes { label { zh en } by key depth effect before now metric { unit digits } }
    stops { line from minutes reason }
    lots { lot product rate otherRate }
    companions { metric name { zh en } rho lead }
  }
}`;

export const alertsQuery = `query Alerts($first: Int!) {
  alerts(first: $first) { id text { zh en } line raisedAt clearedAt acknowledgedBy leave ${leaveFields} rule { id metric text { zh en } } }
  alertRules { id metric text { zh en } leave ${leaveFields} }
}`;
export const acknowledgeMutation =
  "mutation Acknowledge($id: ID!, $key: String!) { acknowledgeAlert(id: $id, idempotencyKey: $key) { id } }";
export const endRuleMutation =
  "mutation EndRule($id: ID!, $key: String!) { endAlertRule(id: $id, idempotencyKey: $key) { id } }";
export const setRuleMutation = `mutation SetRule($metric: String!, $line: String, $condition: AlertCondition!, $threshold: Float, $period: AlertPeriod!, $key: String!) {
  setAlertRule(metric: $metric, line: $line, condition: $condition, threshold: $threshold, period: $period, idempotencyKey: $key) { id }
}`;
