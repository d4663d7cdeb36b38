import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { type MetricId, rangeOf, type TimeDimension } from "../../runtime/metrics/metric.ts";
import { dayOf, momentOfDay } from "../../runtime/spoken/periods/calendar.ts";
import { askFigure, isComparable } from "../figures/ask.ts";
import { type Cell, gridOf } from "../figures/grid.ts";
import { linesOf } from "../figures/lines.ts";
import { type FigureSource, readingOf } from "../figures/reading.ts";
import { shiftsOf } from "../figures/shifts.ts";
import { individualLimits } from "../statistics/control.ts";
import { type AlertRule, eachLine, filterOf } from "./rule.ts";

/** Windows that the control limits of a figure are taken of. */
const baseline = 28;

/** By what the windows of a rule follow each other: one of a shift looks at that shift of each day. */
const grainOf = ({ period, shift }: AlertRule): TimeDimension =>
  period === "day" && shift ? "shift" : period;

/** The windows of a rule that end since some days before a moment, each of them whole: also those that go on, over midnight too. */
const windowsSince = async (
  source: FigureSource,
  rule: AlertRule,
  now: Date,
  days: number,
): Promise<Cell[]> => {
  const first = momentOfDay(dayOf(now) - days);
  const cells = gridOf({
    // A night begins on the day before.
    from: momentOfDay(dayOf(now) - days - 1),
    to: momentOfDay(dayOf(now) + 2),
    by: grainOf(rule),
    shift: filterOf(rule).shift,
    shifts: await readingOf(source).once("shifts", shiftsOf),
    eachShift: true,
  });
  return cells.filter(({ from, to }) => to > first.getTime() && from < now.getTime());
};

const isOver = ({ to }: Cell, now: Date): boolean => to <= now.getTime();

/** Days that as many windows of a rule begin on. */
const daysOf = ({ period }: AlertRule, count: number): number =>
  Math.ceil(count / (period === "hour" ? 24 : 1)) + 1;

/** The last whole windows of a rule before a moment, the latest one last. */
export const windowsBefore = async (
  source: FigureSource,
  rule: AlertRule,
  now: Date,
  count: number,
): Promise<Cell[]> =>
  (await windowsSince(source, rule, now, daysOf(rule, count)))
    .filter((one) => isOver(one, now))
    .slice(-count);

/** A window of a rule, and what its figure was. */
export interface Watched {
  readonly line: string | undefined;
  readonly window: Cell;
  readonly value: number;
  /** The threshold or limit that was passed, or would have been. */
  readonly bound: number;
  readonly isBreach: boolean;
  /** Far enough on the right side that an alert is over. */
  readonly isBack: boolean;
}

/** By so much of the bound a figure has to be back before an alert is over, so that one at the edge is raised once. */
export const hysteresis = 0.02;

/**
 * How a figure stands to the bound of its rule, or to limits taken of the figures before it; undefined for too few of them. What
 * lies beyond all that the metric can be is never asked of it: 100 % is back of any bound, and so is no downtime.
 */
export const judge = (
  rule: AlertRule,
  value: number,
  past: readonly number[],
): Omit<Watched, "line" | "window"> | undefined => {
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

/** The figures of a rule in windows that follow each other; for control limits each is held against those before it. */
const watch = async (source: FigureSource, rule: AlertRule, windows: readonly Cell[]): Promise<Watched[]> => {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return [];
  const reading = readingOf(source);
  const { filter: own, ...asked } = {
    filter: filterOf(rule),
    metric: rule.metric as MetricId,
    split: grainOf(rule),
    eachShift: true,
    from: new Date(first.from),
    to: new Date(last.to),
  };
  const isOfEach = rule.line === eachLine;
  const lines = isOfEach ? [...(await linesOf(reading, own)).keys()] : [undefined];
  // What all lines did is read at once, and each of them takes its own of it.
  if (isOfEach) await askFigure(reading, { ...asked, filter: { shift: own.shift } });
  const watched: Watched[] = [];
  for (const line of lines) {
    const filter = line ? { ...own, lines: [line], kind: undefined } : own;
    const { parts } = await askFigure(reading, { ...asked, filter });
    const byKey = new Map(parts.map((part) => [part.key, part]));
    const past: number[] = [];
    for (const window of windows) {
      const part = byKey.get(window.key);
      if (part?.value === undefined) continue;
      const judged = judge(rule, part.value, past.slice(-baseline));
      // A window without planned work, or only partly known, breaks no rule by how little there is, and is back of none.
      const counts = isComparable(part);
      if (counts) past.push(part.value);
      if (judged && (counts || (rule.condition === "above" && judged.isBreach)))
        watched.push({ line, window, ...judged });
    }
  }
  return watched;
};

/** The windows in which a rule was broken, the latest first. */
export const breachesOf = async (
  source: FigureSource,
  rule: AlertRule,
  windows: readonly Cell[],
): Promise<Watched[]> => (await watch(source, rule, windows)).filter(({ isBreach }) => isBreach).reverse();

/** Days that are looked back over for windows that ended while nobody looked. */
const mostDaysMissed = 7;
const daysMissed = (now: Date, judgedUntil: Date | null): number =>
  judgedUntil ? Math.min(mostDaysMissed, dayOf(now) - dayOf(judgedUntil)) : 0;

/** The whole windows of a rule that nobody has judged yet, and the one before them; of one that nobody looked at yet, the last. */
export const windowsOf = async (
  source: FigureSource,
  rule: AlertRule,
  now: Date,
  judgedUntil: Date | null,
): Promise<Cell[]> => {
  const days = daysMissed(now, judgedUntil) + daysOf(rule, 2);
  const over = (await windowsSince(source, rule, now, days)).filter((one) => isOver(one, now));
  const first = judgedUntil ? over.findIndex(({ to }) => to > judgedUntil.getTime()) : over.length - 1;
  return over.slice(first < 0 ? -1 : Math.max(0, first - (judgedUntil ? 1 : 0)));
};

/** What a rule says at a moment of the windows that nobody has judged yet, in the order of their time. */
export interface Look {
  readonly found: readonly Watched[];
  /** Until when all windows are judged; undefined where none is over yet. */
  readonly judgedUntil: Date | undefined;
}

/**
 * Looks at the windows of a rule that ended since it was looked at last, and again at the last one, of which reports may come
 * late. Of what adds up the one that is going on may be above its threshold before it ends.
 *
 * @param judgedUntil Where the last look ended; a rule that nobody looked at yet begins with the last whole window.
 */
export const watchNow = async (
  source: FigureSource,
  rule: AlertRule,
  now: Date,
  judgedUntil: Date | null,
): Promise<Look> => {
  const reading = readingOf(source);
  const { condition, metric } = rule;
  const learnt = condition === "limits" ? baseline : 0;
  const windows = await windowsSince(reading, rule, now, daysMissed(now, judgedUntil) + daysOf(rule, learnt));
  const over = windows.filter((one) => isOver(one, now));
  const [last, current] = [over.at(-1), windows.find((one) => !isOver(one, now))];
  const since = Math.max(
    judgedUntil?.getTime() ?? Number.POSITIVE_INFINITY,
    momentOfDay(dayOf(now) - mostDaysMissed).getTime(),
  );
  const isNew = (one: Cell) => one.to > since || one === last;
  const first = over.findIndex(isNew);
  const ended = await watch(reading, rule, over.slice(Math.max(0, first - learnt)));
  const goesOn = current && condition === "above" && metricOf(metric as MetricId).type === "simple";
  const early = goesOn ? await watch(reading, rule, [{ ...current, to: now.getTime() }]) : [];
  return {
    found: [
      ...ended.filter(({ window }) => isNew(window)),
      ...early.filter(({ isBreach }) => isBreach).map((one) => ({ ...one, window: current! })),
    ],
    judgedUntil: last && new Date(last.to),
  };
};
