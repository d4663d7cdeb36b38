import type { Bilingual } from "../../../services/core/errors.ts";
import { dimensionsOf, figureFrom, metricOf, sourcesOf, totalOf } from "../../runtime/metrics/catalogue.ts";
import type { Combination, Dimension, Measure, Metric } from "../../runtime/metrics/metric.ts";
import { factorShares, ratioShares } from "../statistics/decompose.ts";
import { askFigure, type Figure } from "./ask.ts";
import type { FigureFilter, FigureQuery, Stretch } from "./query.ts";
import { type FigureSource, type Reading, readingOf } from "./reading.ts";
import { partNames } from "./tell.ts";
import { usualChange } from "./usual.ts";

/** What made a figure change, by how much in the figure's own unit, and what that comes of in turn. */
export interface Cause {
  readonly label: Bilingual;
  /** What kind of part it is: a factor, a loss of time, a part of a dimension, or how much such a part weighs. */
  readonly by: "factor" | "loss" | "mix" | Dimension;
  readonly key: string;
  readonly effect: number;
  /** Of the effect the part that comes of weighing more or less, not of its own rate. */
  readonly mix?: number;
  /** Its own value before and now, in the unit of `metric`. */
  readonly metric?: Metric;
  readonly before?: number | undefined;
  readonly now?: number | undefined;
  readonly causes: readonly Cause[];
}

export interface Explained {
  readonly before: Figure;
  readonly now: Figure;
  readonly change: number;
  /** So much it changes of itself between such stretches; undefined where too little is on record to say so. */
  readonly usual: number | undefined;
  readonly causes: readonly Cause[];
}

/** Whether a change is no greater than those that come of themselves: then none of its parts is why. */
export const isUsual = ({ change, usual }: Pick<Explained, "change" | "usual">): boolean =>
  usual !== undefined && Math.abs(change) <= usual;

/** The two stretches that are held against each other, and what they are narrowed to. */
interface Between {
  readonly reading: Reading;
  readonly filter: FigureFilter;
  readonly before: Stretch;
  readonly now: Stretch;
}

const bothOf = async ({ reading, filter, before, now }: Between, metric: Metric, split?: Dimension) => {
  const query = (stretch: Stretch): FigureQuery => ({ metric: metric.id, filter, split, ...stretch });
  const [was, is] = await Promise.all([askFigure(reading, query(before)), askFigure(reading, query(now))]);
  return { was, is };
};

const byEffect = (causes: readonly Cause[]): Cause[] =>
  causes
    .filter(({ effect }) => Math.abs(effect) > 1e-9)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));

/** What each part of a dimension did to a figure. A product of factors has no parts of its own. */
const byDimension = async (between: Between, metric: Metric, split: Dimension): Promise<Cause[]> => {
  const { was, is } = await bothOf(between, metric, split);
  const keys = [...new Set([...was.parts, ...is.parts].map(({ key }) => key))];
  const [before, now] = [was, is].map(({ parts }) => new Map(parts.map((part) => [part.key, part.sums])));
  const pairs = keys.map((key) => ({ before: before!.get(key) ?? {}, now: now!.get(key) ?? {} }));
  const { part, whole, scale = 1 } = is.metric.of!;
  const nameOf = await partNames(between.reading.db, split, keys);
  const shares = whole
    ? ratioShares(
        pairs.map((pair) => ({
          before: { part: totalOf(pair.before, part), whole: totalOf(pair.before, whole) },
          now: { part: totalOf(pair.now, part), whole: totalOf(pair.now, whole) },
        })),
      )
    : pairs.map((pair) => ({ rate: totalOf(pair.now, part) - totalOf(pair.before, part), mix: 0 }));
  return byEffect(
    keys.map((key, index): Cause => {
      const { rate, mix } = shares[index]!;
      return {
        label: nameOf(key),
        by: split,
        key,
        effect: (rate + mix) * scale,
        ...(whole ? { mix: mix * scale } : {}),
        metric,
        before: figureFrom(metric, pairs[index]!.before),
        now: figureFrom(metric, pairs[index]!.now),
        causes: [],
      };
    }),
  );
};

const losses: readonly (readonly [Measure, Bilingual])[] = [
  ["adet", { zh: "停机与阻塞", en: "down or blocked" }],
  ["aust", { zh: "换线", en: "set-up" }],
  ["starved", { zh: "无任务等待", en: "without work" }],
  ["offline", { zh: "离线", en: "offline" }],
];

/** What each loss of time did to a ratio of production time to another time; they add up to the change. */
const byLoss = async (between: Between, metric: Metric): Promise<Cause[]> => {
  const { was, is } = await bothOf(between, metric);
  const whole = metric.of!.whole!;
  const [wholeBefore, wholeNow] = [totalOf(was.sums, whole), totalOf(is.sums, whole)];
  if (wholeBefore <= 0 || wholeNow <= 0) return [];
  const within = losses.filter(([measure]) => "pbt" in whole || measure in whole);
  const told = within.map(([measure, label]): Cause => {
    const [before, now] = [was.sums[measure] ?? 0, is.sums[measure] ?? 0];
    return {
      label,
      by: "loss",
      key: measure,
      effect: -(now / wholeNow - before / wholeBefore) * 100,
      metric: hours,
      before: before / 3_600,
      now: now / 3_600,
      causes: [],
    };
  });
  const change = (figureFrom(metric, is.sums) ?? 0) - (figureFrom(metric, was.sums) ?? 0);
  const rest = change - told.reduce((sum, { effect }) => sum + effect, 0);
  const unknown: Cause = {
    label: { zh: "没有状态记录", en: "no state on record" },
    by: "loss",
    key: "unknown",
    effect: rest,
    causes: [],
  };
  return byEffect([...told, ...(Math.abs(rest) > 0.05 ? [unknown] : [])]);
};

const hours = metricOf("downtime");

/** What each reason of downtime did, as a share of a time, or in hours where there is none. */
const byReason = async (between: Between, whole?: Combination, of?: Metric): Promise<Cause[]> => {
  const { was, is } = await bothOf(between, hours, "reason");
  const all = whole && of ? await bothOf(between, of) : undefined;
  const [wholeBefore, wholeNow] = all
    ? [totalOf(all.was.sums, whole!), totalOf(all.is.sums, whole!)]
    : [undefined, undefined];
  const keys = [...new Set([...was.parts, ...is.parts].map(({ key }) => key))];
  const nameOf = await partNames(between.reading.db, "reason", keys);
  const amount = (figure: Figure, key: string) =>
    figure.parts.find((part) => part.key === key)?.sums.adet ?? 0;
  return byEffect(
    keys.map((key): Cause => {
      const [before, now] = [amount(was, key), amount(is, key)];
      return {
        label: nameOf(key),
        by: "reason",
        key,
        effect:
          wholeBefore && wholeNow ? -(now / wholeNow - before / wholeBefore) * 100 : (now - before) / 3_600,
        metric: hours,
        before: before / 3_600,
        now: now / 3_600,
        causes: [],
      };
    }),
  );
};

/** How many causes of each step are followed further: those that did most in the direction of the change. */
const followed = 2;

const scaled = (causes: readonly Cause[], factor: number): Cause[] =>
  causes.map((cause) => ({
    ...cause,
    effect: cause.effect * factor,
    ...(cause.mix === undefined ? {} : { mix: cause.mix * factor }),
    causes: scaled(cause.causes, factor),
  }));

/** Follows those causes further that did most in the direction of the change. */
const follow = async (
  causes: readonly Cause[],
  change: number,
  further: (cause: Cause) => Promise<readonly Cause[]>,
): Promise<Cause[]> => {
  const chosen = new Set(causes.filter(({ effect }) => effect * change > 0).slice(0, followed));
  return Promise.all(
    causes.map(async (cause) => (chosen.has(cause) ? { ...cause, causes: await further(cause) } : cause)),
  );
};

const weighs: Omit<Cause, "effect"> = {
  label: { zh: "占比变化", en: "its weight" },
  by: "mix",
  key: "mix",
  causes: [],
};

const isOfTime = ({ of }: Metric): boolean => of?.part.apt !== undefined && of.whole?.failures === undefined;

const ofLosses = async (between: Between, metric: Metric, change: number): Promise<Cause[]> =>
  follow(await byLoss(between, metric), change, async ({ key }) =>
    key === "adet" ? byReason(between, metric.of!.whole, metric) : [],
  );

const oneLine = ({ filter: { lines } }: Between): boolean => lines?.length === 1;

/** Dimensions that a figure is taken apart by, the one that tells most to a person first. */
const order: readonly Dimension[] = ["line", "reason", "product"];

/**
 * The dimension in which one part explains most of a change; of dimensions that tell about as much, the first. Of the time
 * of lines the line comes first, then its reasons: what it had in hand when it stood still is seldom why.
 */
const mostTelling = async (between: Between, metric: Metric, change: number) => {
  const { lines, product } = between.filter;
  const known = dimensionsOf(metric);
  const left = order.filter(
    (one) =>
      known.includes(one) && !(one === "line" && lines?.length === 1) && !(one === "product" && product),
  );
  const isOfLines = sourcesOf(metric).some((source) => source === "work" || source === "stops");
  const looked = isOfLines ? left.filter((one) => one !== "product").slice(0, 1) : left;
  const told = await Promise.all(
    looked.map(async (dimension) => {
      const parts = await byDimension(between, metric, dimension);
      const most = Math.max(0, ...parts.map(({ effect }) => effect / change));
      return { dimension, parts, most };
    }),
  );
  const top = Math.max(...told.map(({ most }) => most));
  return told.find(({ most }) => most >= 0.8 * top);
};

/** What a figure's change comes of. */
const causesOf = async (between: Between, metric: Metric, change: number, depth = 3): Promise<Cause[]> => {
  if (metric.factors) {
    const { was, is } = await bothOf(between, metric);
    const factors = metric.factors.map(metricOf);
    const shares = factorShares(
      factors.map((one) => (figureFrom(one, was.sums) ?? 0) / 100),
      factors.map((one) => (figureFrom(one, is.sums) ?? 0) / 100),
    );
    const told = factors.map((one, index): Cause => {
      const [before, now] = [figureFrom(one, was.sums), figureFrom(one, is.sums)];
      return {
        label: one.name,
        by: "factor",
        key: one.id,
        effect: shares[index]! * 100,
        metric: one,
        before,
        now,
        causes: [],
      };
    });
    return follow(byEffect(told), change, async (cause) => {
      const own = cause.now! - cause.before!;
      if (Math.abs(own) < 1e-9) return [];
      return scaled(await causesOf(between, cause.metric!, own, depth - 1), cause.effect / own);
    });
  }
  if (isOfTime(metric) && oneLine(between)) return ofLosses(between, metric, change);
  if (depth <= 0) return [];
  const best = await mostTelling(between, metric, change);
  if (!best) return [];
  const { dimension, parts } = best;
  return follow(parts, change, async ({ key, effect, mix = 0, before, now }) => {
    // Of a part that was not there before, or is no more, nothing of its own has changed.
    if (before === undefined || now === undefined || dimension === "reason" || depth <= 1) return [];
    const own = now - before;
    if (Math.abs(own) < 1e-9) return [];
    const filter: FigureFilter = {
      ...between.filter,
      ...(dimension === "line" ? { lines: [key], kind: undefined } : {}),
      ...(dimension === "product" ? { product: key } : {}),
    };
    const further = await causesOf({ ...between, filter }, metric, own, depth - 1);
    // What lies below made its own value what it is; that it weighs more or less than before lies beside that.
    return further.length === 0
      ? []
      : byEffect([...scaled(further, (effect - mix) / own), { ...weighs, effect: mix }]);
  });
};

/**
 * Explains why a figure changed from one stretch to another: factors of a product (Shapley), parts of a ratio by rate and mix
 * (Kitagawa), losses of time, reasons. The effects of one step add up to the change that they explain, without a rest.
 *
 * @throws MillwrightError FIGURE_NOT_KEPT.
 */
export const explainChange = async (
  source: FigureSource,
  metric: Metric,
  filter: FigureFilter,
  { before, now }: { readonly before: Stretch; readonly now: Stretch },
): Promise<Explained> => {
  const reading = readingOf(source);
  const between: Between = { reading, filter, before, now };
  const { was, is } = await bothOf(between, metric);
  const change = (is.value ?? 0) - (was.value ?? 0);
  const isKnown = was.value !== undefined && is.value !== undefined;
  if (!isKnown || Math.abs(change) <= 1e-9)
    return { before: was, now: is, change, usual: undefined, causes: [] };
  const [usual, causes] = await Promise.all([
    usualChange(reading, metric, filter, { before, now }),
    causesOf(between, metric, change),
  ]);
  return { before: was, now: is, change, usual, causes };
};
