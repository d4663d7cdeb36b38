/** Boards that were looked at in a stretch, and the defects on them. */
export interface Subgroup {
  readonly key: string;
  readonly looked: number;
  readonly found: number;
}

/** Rules by which a point stands out. */
const signalRules = ["beyond3", "twoOf3", "fourOf5", "eightInRow", "sixRising"] as const;
export type SignalRule = (typeof signalRules)[number];

export interface ChartPoint extends Subgroup {
  /** Defects a board; undefined where nothing was looked at. */
  readonly value: number | undefined;
  readonly lower: number;
  readonly upper: number;
  readonly signals: readonly SignalRule[];
}

export interface AttributesChart {
  readonly mean: number | undefined;
  readonly points: readonly ChartPoint[];
}

/** How many of the last `span` scores up to an index lie beyond a bound on the side of that one. */
const beyond = (scores: readonly number[], index: number, span: number, bound: number): number => {
  const side = Math.sign(scores[index]!);
  return scores.slice(Math.max(0, index - span + 1), index + 1).filter((score) => score * side > bound)
    .length;
};

/**
 * Rules of Western Electric (1956), and the trend rule of Nelson (1984): one point beyond three sigma; two of three beyond two; four of
 * five beyond one, on one side; eight in a row on one side; six in a row that rise.
 */
const signalsAt = (scores: readonly number[], index: number): SignalRule[] => {
  const score = Math.abs(scores[index]!);
  const rising = scores.slice(Math.max(0, index - 5), index + 1);
  const rules: readonly (readonly [SignalRule, boolean])[] = [
    ["beyond3", score > 3],
    ["twoOf3", score > 2 && beyond(scores, index, 3, 2) >= 2],
    ["fourOf5", score > 1 && beyond(scores, index, 5, 1) >= 4],
    ["eightInRow", beyond(scores, index, 8, 0) === 8],
    ["sixRising", rising.length === 6 && rising.every((one, at) => at === 0 || one > rising[at - 1]!)],
  ];
  return rules.flatMap(([rule, holds]) => (holds ? [rule] : []));
};

/** Fewer points say nothing of how they vary beside a Poisson count. */
const leastForDispersion = 8;

/**
 * How much more the points vary than Poisson counts do, by the moving range of their scores (Laney, Improved control charts for
 * attributes, Quality Engineering 14, 2002); 1 at least: defects come together on boards and in lots, and never more evenly than by chance.
 */
const dispersionOf = (scores: readonly number[]): number => {
  if (scores.length < leastForDispersion) return 1;
  const ranges = scores.slice(1).map((score, index) => Math.abs(score - scores[index]!));
  return Math.max(1, ranges.reduce((sum, range) => sum + range, 0) / ranges.length / 1.128);
};

/**
 * A u′-chart, of defects a board where boards are not equally many: the mean over all, and three sigma about it for each point, of a
 * Poisson count (NIST/SEMATECH e-Handbook 6.3.3.1) times what the points vary more than one. Points without boards have no value and break no run.
 */
export const attributesChart = (groups: readonly Subgroup[]): AttributesChart => {
  const looked = groups.reduce((sum, group) => sum + group.looked, 0);
  if (looked === 0)
    return {
      mean: undefined,
      points: groups.map((group) => ({ ...group, value: undefined, lower: 0, upper: 0, signals: [] })),
    };
  const mean = groups.reduce((sum, group) => sum + group.found, 0) / looked;
  const known = groups.filter((group) => group.looked > 0);
  const counted = known.map((group) =>
    mean > 0 ? (group.found / group.looked - mean) / Math.sqrt(mean / group.looked) : 0,
  );
  const dispersion = dispersionOf(counted);
  const scores = counted.map((score) => score / dispersion);
  const points = groups.map((group): ChartPoint => {
    if (group.looked === 0) return { ...group, value: undefined, lower: 0, upper: 0, signals: [] };
    const reach = 3 * dispersion * Math.sqrt(mean / group.looked);
    return {
      ...group,
      value: group.found / group.looked,
      lower: Math.max(0, mean - reach),
      upper: mean + reach,
      signals: signalsAt(scores, known.indexOf(group)),
    };
  });
  return { mean, points };
};
