import type { Db } from "../../../services/mes/database.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { type MetricId, rangeOf } from "../../runtime/metrics/metric.ts";
import { dayOf, momentOfDay } from "../../runtime/spoken/periods/calendar.ts";
import { askFigure } from "../figures/ask.ts";
import { type Cell, gridOf } from "../figures/grid.ts";
import { shiftsOf } from "../figures/shifts.ts";
import { individualLimits } from "../statistics/control.ts";
import { type AlertRule, eachLine, filterOf } from "./rule.ts";

/** Windows that the control limits of a figure are taken of. */
const baseline = 28;

/** The last whole windows of a rule before a moment, the latest one last. */
export const windowsBefore = async (db: Db, rule: AlertRule, now: Date, count: number): Promise<Cell[]> => {
  const { period, shift } = rule;
  const back = period === "hour" ? Math.ceil(count / 24) + 1 : period === "shift" ? count : count + 1;
  const from = momentOfDay(dayOf(now) - back);
  const shifts = await shiftsOf(db);
  // A rule of one shift looks at that shift of each day.
  const by = period === "day" && shift ? ("shift" as const) : period;
  const { shift: only } = filterOf(rule);
  const cells = gridOf({ from, to: now, by, shift: only, shifts, eachShift: true });
  return cells.filter(({ to }) => to < now.getTime()).slice(-count);
};

/** A window of a rule, and what its figure was. */
export interface Watched {
  readonly line: string | undefined;
  readonly key: string;
  readonly value: number;
  /** The threshold or limit that was passed, or would have been. */
  readonly bound: number;
  readonly isBreach: boolean;
  /** Far enough on the right side that an alert is over. */
  readonly isBack: boolean;
}

/** By so much of the bound a figure has to be back before an alert is over, so that one at the edge is raised once. */
const hysteresis = 0.02;

/**
 * How a figure stands to the bound of its rule, or to limits taken of the figures before it; undefined for too few of them. What
 * lies beyond all that the metric can be is never asked of it: 100 % is back of any bound, and so is no downtime.
 */
export const judge = (
  rule: AlertRule,
  value: number,
  past: readonly number[],
): Omit<Watched, "line" | "key"> | undefined => {
  const range = rangeOf(metricOf(rule.metric as MetricId));
  const { least, most = Number.POSITIVE_INFINITY } = range;
  if (rule.condition === "limits") {
    const limits = individualLimits(past, range);
    if (!limits) return undefined;
    const { lower, upper } = limits;
    const margin = hysteresis * (upper - lower);
    const [above, below] = [lower > least ? margin : 0, upper < most ? margin : 0];
    return {
      value,
      bound: value < lower ? lower : upper,
      isBreach: value < lower || value > upper,
      isBack: value >= lower + above && value <= upper - below,
    };
  }
  const bound = rule.threshold ?? 0;
  const room = rule.condition === "below" ? most - bound : bound - least;
  const margin = Math.min(Math.abs(bound) * hysteresis, Math.max(0, room) / 2);
  return rule.condition === "below"
    ? { value, bound, isBreach: value < bound, isBack: value >= bound + margin }
    : { value, bound, isBreach: value > bound, isBack: value <= bound - margin };
};

const linesOf = async (db: Db, { kind }: AlertRule): Promise<string[]> => {
  const rows = await db
    .selectFrom("equipment")
    .select("id")
    .where("level", "=", "WorkCenter")
    .$if(kind !== null && kind !== undefined, (query) => query.where("process", "=", kind!))
    .orderBy("sort")
    .execute();
  return rows.map(({ id }) => id);
};

/** The figures of a rule in windows that follow each other; for control limits each is held against those before it. */
const watch = async (db: Db, rule: AlertRule, windows: readonly Cell[]): Promise<Watched[]> => {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return [];
  const lines = rule.line === eachLine ? await linesOf(db, rule) : [undefined];
  const watched: Watched[] = [];
  for (const line of lines) {
    const filter = filterOf(rule);
    const { parts } = await askFigure(db, {
      metric: rule.metric as MetricId,
      filter: line ? { ...filter, lines: [line], kind: undefined } : filter,
      split: rule.period === "day" && rule.shift ? "shift" : rule.period,
      eachShift: true,
      from: new Date(first.from),
      to: new Date(last.to),
    });
    const values = new Map(parts.map(({ key, value }) => [key, value]));
    const past: number[] = [];
    for (const { key } of windows) {
      const value = values.get(key);
      if (value === undefined) continue;
      const judged = judge(rule, value, past.slice(-baseline));
      past.push(value);
      if (judged) watched.push({ line, key, ...judged });
    }
  }
  return watched;
};

/** The windows in which a rule was broken, the latest first. */
export const breachesOf = async (db: Db, rule: AlertRule, windows: readonly Cell[]): Promise<Watched[]> =>
  (await watch(db, rule, windows)).filter(({ isBreach }) => isBreach).reverse();

/** The window that is going on: what adds up may be above its threshold before it ends. */
const current = async (db: Db, rule: AlertRule, now: Date): Promise<Watched[]> => {
  if (rule.condition !== "above" || metricOf(rule.metric as MetricId).type !== "simple") return [];
  const { shift } = filterOf(rule);
  const shifts = await shiftsOf(db);
  const by = rule.period === "day" && shift ? ("shift" as const) : rule.period;
  const cells = gridOf({ from: momentOfDay(dayOf(now)), to: now, by, shift, shifts, eachShift: true });
  return (await watch(db, rule, cells.slice(-1))).filter(({ isBreach }) => isBreach);
};

/** What a rule says now: of each line that it looks at, the last whole window, and the one that is going on where that is enough. */
export const watchNow = async (db: Db, rule: AlertRule, now: Date): Promise<Watched[]> => {
  const windows = await windowsBefore(db, rule, now, rule.condition === "limits" ? baseline + 1 : 1);
  const last = windows.at(-1)?.key;
  const whole = (await watch(db, rule, windows)).filter(({ key }) => key === last);
  const early = await current(db, rule, now);
  return [...whole, ...early];
};
