/** A group of places that may share a cause, with what was found there now and before. */
export interface Candidate {
  readonly key: string;
  /** Places looked at now and before: boards times the group's places on each. */
  readonly looked: number;
  readonly lookedBefore: number;
  /** Numbers of the defects of now. */
  readonly defects: readonly number[];
  /** Boards that these are on, and boards with such a defect before. */
  readonly found: number;
  readonly foundBefore: number;
}

export interface Cluster {
  readonly key: string;
  readonly defects: readonly number[];
  /** Boards that these are on, and how many are to be expected by what was found before. */
  readonly found: number;
  readonly expected: number;
  /** That so many or more come by chance. */
  readonly chance: number;
  /** Other groups that explain nine in ten of the same defects about as well. */
  readonly alternatives: readonly string[];
}

const lanczos = [
  76.180_091_729_471_46, -86.505_320_329_416_78, 24.014_098_240_830_91, -1.231_739_572_450_155,
  0.001_208_650_973_866_179, -0.000_005_395_239_384_953,
];
/** The logarithm of the gamma function (Lanczos 1964, six terms; relative error below 2e-10). */
const logGamma = (x: number): number => {
  const base = x + 5.5;
  const series = lanczos.reduce((sum, term, index) => sum + term / (x + 1 + index), 1.000_000_000_190_015);
  return (x + 0.5) * Math.log(base) - base + Math.log((2.506_628_274_631_000_7 * series) / x);
};

/**
 * The chance of `count` or more defects where the rate of a place is Gamma(shape, 1 / amount): a negative binomial tail, summed
 * upwards from `count` so that small chances stay exact.
 */
export const atLeast = (count: number, shape: number, amount: number, looked: number): number => {
  if (count <= 0) return 1;
  const share = looked / (amount + looked);
  let term = Math.exp(
    logGamma(shape + count) -
      logGamma(shape) -
      logGamma(count + 1) +
      shape * Math.log1p(-share) +
      count * Math.log(share),
  );
  let sum = 0;
  for (let at = count; at < count + 10_000; at += 1) {
    sum += term;
    term *= ((shape + at) / (at + 1)) * share;
    if (term < sum * 1e-12) break;
  }
  return Math.min(1, sum);
};

interface Prior {
  readonly shape: number;
  /** Places that the prior is worth. */
  readonly amount: number;
}

const [leastShape, mostShape] = [0.5, 50];

/**
 * How the rates of groups differ from each other, from what was found before, as a Gamma distribution by moments (empirical Bayes). So a
 * group that is new is held against its like, and one that is called often all the time against itself.
 */
export const priorOf = (candidates: readonly Candidate[]): Prior => {
  const known = candidates.filter(({ lookedBefore }) => lookedBefore > 0);
  const [groups, before] = known.length > 0 ? [known, true] : [candidates, false];
  const looked = (one: Candidate) => (before ? one.lookedBefore : one.looked);
  const found = (one: Candidate) => (before ? one.foundBefore : one.found);
  const all = groups.reduce((sum, one) => sum + looked(one), 0);
  // Half a board more than there were: a rate is never nought.
  const mean = (groups.reduce((sum, one) => sum + found(one), 0) + 0.5) / Math.max(1, all);
  const spread = groups.reduce((sum, one) => sum + (found(one) - mean * looked(one)) ** 2 - found(one), 0);
  const squares = groups.reduce((sum, one) => sum + (mean * looked(one)) ** 2, 0);
  const shape = spread > 0 ? Math.min(mostShape, Math.max(leastShape, squares / spread)) : mostShape;
  return { shape, amount: shape / mean };
};

const leastBoards = 3;
const alike = 0.9;
const aboutAsWell = 0.8;

/** How much better a raised rate of the group explains what was found than the usual one does (Kulldorff 1997). */
const clarity = (found: number, expected: number): number =>
  found > expected ? found * Math.log(found / expected) - (found - expected) : 0;

/** Boards with a defect, a place looked at, over all groups: what a group explains is measured by it, so that groups of any kind are compared alike. */
const usualRate = (candidates: readonly Candidate[]): number => {
  const sum = (of: (one: Candidate) => number) => candidates.reduce((all, one) => all + of(one), 0);
  const before = sum(({ lookedBefore }) => lookedBefore);
  return before > 0
    ? (sum(({ foundBefore }) => foundBefore) + 0.5) / before
    : (sum(({ found }) => found) + 0.5) /
        Math.max(
          1,
          sum(({ looked }) => looked),
        );
};

/**
 * Groups in which far more was found than by chance, the clearest first. What is counted are boards: the bridged pins of one part, and all
 * that is wrong with one spoilt board, have one cause and are one witness. Of each group the chance is that of a negative binomial with the
 * group's own rate before (Gamma-Poisson); of many the false ones are held to `rate` by Benjamini and Hochberg (1995), which holds
 * for groups that overlap, as these do, since their counts rise together (Benjamini and Yekutieli 2001). What one cluster explains is
 * taken out before the next is looked for, so that a worn feeder is told once and not again by each of its places. Which of the groups
 * that hold is told first is decided by how much it explains, not by its chance alone: half of a worn feeder's defects are on the first
 * board of a panel, too.
 *
 * @param candidates In the order in which they are to be taken where two explain the same.
 * @param boardOf The board that a defect is on.
 * @param tests Groups that were looked at in all, those of other kinds of defects among them.
 */
export const findClusters = (
  candidates: readonly Candidate[],
  boardOf: (defect: number) => string,
  priorFor: (candidate: Candidate) => Prior,
  tests: number,
  rate = 0.01,
): Cluster[] => {
  const usual = usualRate(candidates);
  const found: Cluster[] = [];
  const taken = new Set<number>();
  for (;;) {
    const judged = candidates
      .filter(({ found: boards }) => boards >= leastBoards)
      .map((candidate) => {
        const defects = candidate.defects.filter((defect) => !taken.has(defect));
        const boards = new Set(defects.map(boardOf)).size;
        const { shape, amount } = priorFor(candidate);
        const [own, places] = [shape + candidate.foundBefore, amount + candidate.lookedBefore];
        const expected = (own / places) * candidate.looked;
        return {
          ...{ candidate, defects, boards, expected },
          clarity: clarity(boards, Math.max(expected, usual * candidate.looked)),
          chance: atLeast(boards, own, places, candidate.looked),
        };
      })
      .sort((a, b) => a.chance - b.chance);
    const last = judged.findLastIndex(({ chance }, index) => chance <= (rate * (index + 1)) / tests);
    const [best] = judged
      .slice(0, last + 1)
      .filter(({ boards }) => boards >= leastBoards)
      .sort(
        (a, b) => b.clarity - a.clarity || candidates.indexOf(a.candidate) - candidates.indexOf(b.candidate),
      );
    if (!best) return found;
    const own = new Set(best.defects);
    const alternatives = judged.filter(({ candidate, defects, clarity: other }) => {
      const shared = defects.filter((defect) => own.has(defect)).length;
      return (
        candidate !== best.candidate &&
        other >= aboutAsWell * best.clarity &&
        shared >= alike * own.size &&
        shared >= alike * defects.length
      );
    });
    found.push({
      key: best.candidate.key,
      defects: best.defects,
      found: best.boards,
      expected: best.expected,
      chance: best.chance,
      alternatives: alternatives.map(({ candidate }) => candidate.key),
    });
    for (const defect of best.defects) taken.add(defect);
  }
};
