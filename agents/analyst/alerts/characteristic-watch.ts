import { dayMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { chartedOf } from "../capability/charted.ts";
import { leastShift } from "../capability/drift.ts";
import { type Characteristic, studyOf } from "../capability/study.ts";
import type { Cell } from "../figures/grid.ts";
import type { Reading } from "../figures/reading.ts";
import type { ControlChart } from "../statistics/control-chart.ts";
import { hysteresis, type Look, type Watched, windowsOf } from "./breach.ts";
import { type CharacteristicRule, characteristicDays, isIndex } from "./characteristic.ts";
import { eachLine } from "./rule.ts";

type Judged = Omit<Watched, "line" | "window">;

/** Undefined where there are too few values for an index to be relied on by. */
const judgeIndex = (
  { metric, threshold }: CharacteristicRule,
  { capability }: Characteristic,
): Judged | undefined => {
  const index = isIndex(metric) ? capability[metric] : undefined;
  if (!index || capability.isFew) return undefined;
  const { value } = index;
  const bound = threshold ?? 0;
  return { value, bound, isBreach: value < bound, isBack: value >= bound + Math.abs(bound) * hysteresis };
};

const judgeDrift = ({ drift, isDriftKnown }: Characteristic): Judged | undefined => {
  if (!isDriftKnown) return undefined;
  const value = drift?.shift ?? 0;
  return { value, bound: leastShift * Math.sign(value), isBreach: drift !== undefined, isBack: !drift };
};

/**
 * Nelson (1984) wants his first four rules to be looked at always: together they are wrong once in a hundred points. The others he leaves to
 * those who look for something.
 */
const watchedRules: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** The last point of a window that stands out, and what it is beyond: a limit, or the centre line. */
const judgePoints = ({ values }: ControlChart, points: ControlChart["points"]): Judged | undefined => {
  const last = points.at(-1);
  if (!last) return undefined;
  const found = points.findLast(({ nelson }) => nelson.some((rule) => watchedRules.has(rule)));
  const { value, nelson } = found ?? last;
  const limit = value > values.centre ? values.upper : values.lower;
  const bound = found && !nelson.includes(1) ? values.centre : limit;
  return { value, bound, isBreach: found !== undefined, isBack: found === undefined };
};

const judgeCharts = async (
  db: Db,
  { product, step }: CharacteristicRule,
  station: string,
  windows: readonly Cell[],
): Promise<(Judged & { readonly window: Cell })[]> => {
  const to = new Date(windows.at(-1)!.to);
  const from = new Date(to.getTime() - characteristicDays * dayMs);
  const charted = await chartedOf(db, { from, to, product, step, station });
  const chart = charted?.chart;
  if (!chart) return [];
  const timeOf = (point: ControlChart["points"][number]) => charted.values[point.to]!.time.getTime();
  return windows.flatMap((window) => {
    const own = chart.points.filter((point) => timeOf(point) >= window.from && timeOf(point) < window.to);
    const judged = judgePoints(chart, own);
    return judged ? [{ ...judged, window }] : [];
  });
};

/**
 * What a rule of a characteristic says when a window has ended: of its values of the last four weeks by then. A chart's points are looked
 * at in each window since the last look and in the one before, of which tests may have come late. Between the ends of windows there is
 * nothing to look at.
 */
export const watchCharacteristic = async (
  reading: Reading,
  rule: CharacteristicRule,
  now: Date,
  judgedUntil: Date | null,
): Promise<Look> => {
  const { db } = reading;
  const { product, step, metric } = rule;
  const windows = await windowsOf(reading, rule, now, judgedUntil);
  const last = windows.at(-1);
  if (!last || (judgedUntil && last.to <= judgedUntil.getTime()))
    return { found: [], judgedUntil: undefined };
  const to = new Date(last.to);
  const from = new Date(to.getTime() - characteristicDays * dayMs);
  const station = rule.line && rule.line !== eachLine ? rule.line : undefined;
  const { together, apart } = await studyOf(db, { from, to, product, step, station });
  const judge = async (one: Characteristic) => {
    if (metric === "control") return one.station ? judgeCharts(db, rule, one.station, windows) : [];
    const judged = metric === "drift" ? judgeDrift(one) : judgeIndex(rule, one);
    return judged ? [{ ...judged, window: last }] : [];
  };
  const found: Watched[] = [];
  for (const one of rule.line === null ? together : apart) {
    const line = rule.line === eachLine ? (one.station ?? undefined) : undefined;
    found.push(...(await judge(one)).map((judged) => ({ ...judged, line })));
  }
  return { found, judgedUntil: to };
};
