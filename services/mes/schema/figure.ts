import type { ColumnType, Generated } from "kysely";
import type { ReplayJob } from "../../replay/job.ts";

/** What figures are summed from, made of the event stream; and rules that watch figures. */
export interface FigureTables {
  figure_due: FigureDueTable;
  figure_job: FigureJobTable;
  figure_made: FigureMadeTable;
  figure_span: FigureSpanTable;
  figure_stop: FigureStopTable;
  figure_done: { work_order_id: string; time: Date };
  energy_reading: EnergyReadingTable;
  measured_hour: MeasuredHourTable;
  measured_due: { station: string; hour: Date };
  measured_from: { sole: Generated<boolean>; time: Date };
  alert_rule: AlertRuleTable;
  alert: AlertTable;
}

/** What an event was about since it was looked at last. */
export interface FigureDueTable {
  kind: "job" | "line" | "order";
  subject: string;
  /** Time of the earliest of the events. */
  since: Date;
}

export interface FigureJobTable {
  id: string;
  work_order_id: string;
  product_id: string | null;
  line: string;
  segment: number | null;
  /** The last step of its order's routing. */
  is_final: boolean;
  /** By the plan in force when it was released; of a job from before the first plan, or that the plan does not know, its own. */
  planned_start: Generated<Date | null>;
  /** How it stood after its last event that was looked at, and when that was. */
  told: ColumnType<ReplayJob | null, string, string>;
  told_until: Date | null;
  released_at: Date | null;
  at_work_from: Date | null;
  at_work_to: Date | null;
}

/** Pieces that a report of a job told of beyond the one before. */
export interface FigureMadeTable {
  job_id: string;
  time: Date;
  line: string;
  work_order_id: string;
  product_id: string | null;
  is_final: boolean;
  good: number;
  scrap: number;
  /** Seconds that the pieces take by the routing. */
  planned_seconds: number | null;
}

/** What a line did without a change. */
export interface FigureSpanTable {
  line: string;
  from_time: Date;
  /** Null while it lasts. */
  to_time: Date | null;
  /** CFX station state; null while offline. */
  code: number | null;
  reason: string;
  work_order_id: string | null;
  product_id: string | null;
}

/** A time that a line was broken down: one, whatever its reason, its order or its connection did meanwhile. */
export interface FigureStopTable {
  line: string;
  from_time: Date;
  /** Null while it lasts. */
  to_time: Date | null;
  /** The last one that was told; empty where none was. */
  reason: string;
  /** In hand when it began. */
  work_order_id: string | null;
  product_id: string | null;
}

export interface EnergyReadingTable {
  line: string;
  /** Sparkplug device whose meter it is. */
  device: Generated<string>;
  hour: Date;
  /** Used within the hour. */
  kwh: number;
  /** What the meter showed last. */
  meter: number;
  read_at: Date;
}

export type AlertCondition = "above" | "below" | "limits";
export type AlertPeriod = "hour" | "shift" | "day";

export interface AlertRuleTable {
  id: string;
  /** A metric; or what is watched of a test step: cpk, ppk, drift, control. */
  metric: string;
  /** A line, * for each line for itself, null for all of them together. */
  line: string | null;
  /** Lines of a kind: SMT, ASM, BI, FT. */
  kind: string | null;
  product: string | null;
  /** Products by the letters of their ids. */
  family: string | null;
  shift: string | null;
  /** Of a rule that watches a step of the test of a product, and no metric: the line is the tester then. */
  step: Generated<string | null>;
  condition: AlertCondition;
  threshold: number | null;
  period: AlertPeriod;
  /** Who is told. */
  role: string;
  created_by: string;
  created_at: Date;
  is_active: Generated<boolean>;
  /** Until when its windows are judged; null before the first look. */
  judged_until: Date | null;
}

export interface AlertTable {
  id: string;
  rule_id: string;
  /** Of a rule for each line; empty for any other. */
  line: Generated<string>;
  raised_at: Date;
  /** When the window ends that it was raised for: only a later one clears it. */
  window_end: Date;
  value: number;
  /** The threshold or limit that was passed. */
  bound: number;
  cleared_at: Date | null;
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
}

/** What the first tests of units measured in an hour. */
export interface MeasuredHourTable {
  product_id: string;
  step: string;
  station: string;
  hour: Date;
  values: number;
  mean: number;
  /** Sum of the squares of the deviations from the mean. */
  squares: number;
  least: number;
  greatest: number;
  /** Between neighbours in time; the first value has one with the last of the hour before that had any. */
  ranges: number;
  range_sum: number;
  first_value: number;
  last_value: number;
  /** Values within their limits; without any their mean and squares are null. */
  inside: number;
  inside_mean: number | null;
  inside_squares: number | null;
  /** As the last test of the hour was held to them. */
  unit: string;
  lower_limit: number | null;
  upper_limit: number | null;
}
