import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A job, and the share of its pieces that had what is suspected, 0 to 1. */
export interface SuspectedJob {
  readonly pieces: number;
  readonly scrap: number;
  readonly share: number;
}

export interface SharesOfScrap {
  /** Pieces and scrap of what is suspected, and its share of scrap and the share of all others; undefined where one has no pieces. */
  readonly pieces: number;
  readonly scrap: number;
  readonly rate: number;
  readonly otherRate: number;
}

/** As many random orders as are looked at, and of those that differ as much as many as are enough to know the chance. */
const [mostOrders, enough] = [50_000, 25];

/** A job by its place among all of them, and the share of its pieces that had what is suspected. */
export interface Suspicion {
  readonly index: number;
  readonly share: number;
}

/**
 * Gives for what is suspected the share of scrap of the jobs that had it beside that of those without it, and the chance that it is so much
 * higher where the suspected has nothing to do with it. Scrap comes in jobs, by a tool or a shift, so that the pieces of a job are no
 * witnesses of their own: it is the jobs that are put in random orders (a permutation test, ended early where the chance is plainly large:
 * Besag and Clifford 1991). The same jobs give the same chance. What is suspected of the same jobs shares what is reckoned of all of them.
 */
export const scrapAmong = (jobs: readonly Omit<SuspectedJob, "share">[]) => {
  const allMade = Float64Array.from(jobs, ({ pieces }) => pieces);
  const allLost = Float64Array.from(jobs, (job) => job.scrap);
  const [allPieces, allScrap] = [allMade, allLost].map((all) => all.reduce((sum, one) => sum + one, 0)) as [
    number,
    number,
  ];

  const toldOf = (suspected: readonly Suspicion[]): SharesOfScrap => {
    let [pieces, scrap] = [0, 0];
    for (const { index, share } of suspected) {
      pieces += share * allMade[index]!;
      scrap += share * allLost[index]!;
    }
    return { pieces, scrap, rate: scrap / pieces, otherRate: (allScrap - scrap) / (allPieces - pieces) };
  };

  const chanceOf = (suspected: readonly Suspicion[], { rate, otherRate }: SharesOfScrap): number => {
    const gap = rate - otherRate;
    const shares = suspected.map(({ share }) => share).sort((a, b) => b - a);
    const [made, lost] = [allMade.slice(), allLost.slice()];
    const random = xoroshiro128plus(20_261_121);
    let [as, orders] = [0, 0];
    while (orders < mostOrders && as < enough) {
      orders += 1;
      let [own, bad] = [0, 0];
      // Whichever jobs come first are taken for the suspected ones.
      for (let index = 0; index < shares.length; index += 1) {
        const other = uniformInt(random, index, made.length - 1);
        const [ownMade, ownLost] = [made[other]!, lost[other]!];
        made[other] = made[index]!;
        lost[other] = lost[index]!;
        made[index] = ownMade;
        lost[index] = ownLost;
        own += shares[index]! * ownMade;
        bad += shares[index]! * ownLost;
      }
      if (bad / own - (allScrap - bad) / (allPieces - own) >= gap - 1e-12) as += 1;
    }
    return (as + 1) / (orders + 1);
  };
  return { toldOf, chanceOf };
};

/** The same of jobs that are looked at once. */
export const scrapBeside = (jobs: readonly SuspectedJob[]): SharesOfScrap & { readonly chance: number } => {
  const { toldOf, chanceOf } = scrapAmong(jobs);
  const suspected = jobs.flatMap(({ share }, index) => (share > 0 ? [{ index, share }] : []));
  const told = toldOf(suspected);
  return { ...told, chance: chanceOf(suspected, told) };
};
