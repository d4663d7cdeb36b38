import type { Bilingual } from "../../../services/core/errors.ts";

/** Ids of the governed metrics; a model is trained on them, so that they stay as they are. */
export const metricIds = [
  "output",
  "scrap",
  "quality",
  "fpy",
  "oee",
  "availability",
  "effectiveness",
  "utilisation",
  "downtime",
  "failures",
  "mtbf",
  "mttr",
  "on_time",
  "lead_time",
  "wip",
  "energy",
  "energy_per_unit",
  "setup_time",
  "repairs",
  "third_repairs",
  "promise_deviation",
  "plan_adherence",
  "kit_ready",
  "dpmo",
  "aoi_fpy",
  "false_calls",
  "aoi_defects",
  "first_time_fix",
] as const;
export type MetricId = (typeof metricIds)[number];

/** What a metric can be split by and narrowed to. */
const dimensions = [
  "line",
  "kind",
  "product",
  "family",
  "order",
  "customer",
  "shift",
  "hour",
  "day",
  "week",
  "month",
  "reason",
  "material",
] as const;
export type Dimension = (typeof dimensions)[number];
const timeDimensions = ["hour", "shift", "day", "week", "month"] as const;
export type TimeDimension = (typeof timeDimensions)[number];
export const isTime = (dimension: Dimension): dimension is TimeDimension =>
  (timeDimensions as readonly string[]).includes(dimension);

const place = ["line", "kind"] as const;
const goods = ["product", "family", "order", "customer"] as const;

/** Where amounts are read from; each one has the dimensions that the data store keeps for it. */
export const sources = {
  made: [...place, ...goods, ...timeDimensions],
  time: [...place, ...timeDimensions],
  /** The time of a line by what it had in hand and why it stood. */
  work: [...place, ...goods, "reason", ...timeDimensions],
  /** Breakdowns of lines, each one whatever changed while it lasted. */
  stops: [...place, ...goods, "reason", ...timeDimensions],
  done: [...goods, ...timeDimensions],
  inProcess: [...goods, ...timeDimensions],
  energy: [...place, ...timeDimensions],
  repairs: [...place, ...goods, "reason", ...timeDimensions],
  planned: [...place, ...goods, ...timeDimensions],
  inspected: [...place, ...goods, ...timeDimensions],
  /** Calls of inspection machines; the reason is the kind of the defect, the material the part that it is at. */
  called: [...place, ...goods, "reason", "material", ...timeDimensions],
} as const satisfies Record<string, readonly Dimension[]>;
export type Source = keyof typeof sources;

/** Amounts that add up over lines, products and time, and where each is read from. Times in seconds, energy in kWh. */
export const measures = {
  good: "made",
  scrap: "made",
  /** Seconds that the pieces made take by the routing (planned run time per item times produced quantity). */
  planned: "made",
  /** Pieces of which the routing says no time on the line that made them. */
  untimed: "made",
  finalGood: "made",
  finalScrap: "made",
  /** ISO 22400-2 time elements: planned busy time and, within it, what the line did. */
  pbt: "time",
  apt: "work",
  /** Production at any other time: overtime of which the calendar does not know. */
  beside: "work",
  aust: "work",
  adet: "work",
  starved: "work",
  offline: "work",
  /** Breakdowns that began. */
  failures: "stops",
  /** Breakdowns that ended, and their seconds from beginning to end, planned busy time or not. */
  repaired: "stops",
  repairSeconds: "stops",
  completed: "done",
  onTime: "done",
  /** Completed orders whose first release is on record, and their seconds from there. */
  leadOrders: "done",
  leadSeconds: "done",
  promised: "done",
  deviationSeconds: "done",
  /** Seconds that orders were in process, summed over the orders; and the seconds looked at. */
  processSeconds: "inProcess",
  clockSeconds: "inProcess",
  kwh: "energy",
  repairs: "repairs",
  thirdRepairs: "repairs",
  /** First repairs of units whose outcome is known, and those that mended what had failed. */
  judgedFirst: "repairs",
  fixedFirst: "repairs",
  plannedStarts: "planned",
  keptStarts: "planned",
  /** Of jobs with a requisition. */
  kits: "planned",
  readyKits: "planned",
  /** Parts, placements and joints that AOI looked at, boards at their first AOI and those without a defect there. */
  opportunities: "inspected",
  aoiBoards: "inspected",
  aoiPassed: "inspected",
  aoiDefects: "called",
  verifiedCalls: "called",
  falseCalls: "called",
} as const satisfies Record<string, Source>;
export type Measure = keyof typeof measures;
export type Sums = { [Name in Measure]?: number };

/** A sum of measures, each with its factor. */
export type Combination = { readonly [Name in Measure]?: number };

export type MetricUnit =
  | "pieces"
  | "%"
  | "h"
  | "min"
  | "times"
  | "orders"
  | "kWh"
  | "kWh/piece"
  | "repairs"
  | "DPMO";

interface Reckoning {
  readonly part: Combination;
  readonly whole?: Combination;
  readonly scale?: number;
  /** Amounts that nothing is known with: where there are any, the part is not all of it. */
  readonly unknownWith?: Measure;
}

export interface Metric {
  readonly id: MetricId;
  readonly name: Bilingual;
  /** As people say it, beside its name. */
  readonly synonyms: { readonly zh: readonly string[]; readonly en: readonly string[] };
  /** What it tells, in a sentence. */
  readonly meaning: Bilingual;
  readonly unit: MetricUnit;
  /** Decimals that it is told with, where its unit does not say. */
  readonly digits?: number;
  /** Whether more of it is better; undefined where neither is. */
  readonly better: "higher" | "lower" | undefined;
  /** As in MetricFlow: a sum, a part of a sum, a value of other metrics, a level over time. */
  readonly type: "simple" | "ratio" | "derived" | "cumulative";
  /** In signs of its standard, or in words. */
  readonly formula: Bilingual;
  /** The standard that defines it. */
  readonly standard?: string;
  /** Of a metric that is no product of others. */
  readonly of?: Reckoning;
  /** The same of lines of several kinds, each of which a unit passes. */
  readonly ofSteps?: Reckoning;
  /** Metrics whose product it is. */
  readonly factors?: readonly MetricId[];
  /** What it comes of, in the tree of indicators. */
  readonly children: readonly MetricId[];
  /** What is known of it only in part, told with it. */
  readonly limit?: Bilingual;
}

/** A formula of nothing but the signs of a standard. */
export const signs = (formula: string): Bilingual => ({ zh: formula, en: formula });

/** The standard that names the time elements and ratios of lines. */
export const iso22400 = "ISO 22400-2";

/** What a metric can be at all; effectiveness may be beyond a hundred where a routing is too generous. */
export const rangeOf = ({ unit, id }: Metric): { readonly least: number; readonly most?: number } =>
  unit === "%" && id !== "effectiveness" ? { least: 0, most: 100 } : { least: 0 };

/** Whether a figure adds up over its parts, and has shares of a whole; what is divided by something has none. */
export const addsUp = ({ of }: Metric): boolean => of !== undefined && of.whole === undefined;
