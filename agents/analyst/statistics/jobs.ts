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

const sharesOf = (jobs: readonly SuspectedJob[]): SharesOfScrap => {
  let [pieces, scrap, allPieces, allScrap] = [0, 0, 0, 0];
  for (const job of jobs) {
    pieces += job.share * job.pieces;
    scrap += job.share * job.scrap;
    allPieces += job.pieces;
    allScrap += job.scrap;
  }
  return { pieces, scrap, rate: scrap / pieces, otherRate: (allScrap - scrap) / (allPieces - pieces) };
};

/** As many random orders as are looked at, and of those that differ as much as many as are enough to know the chance. */
const [mostOrders, enough] = [50_000, 25];

/**
 * The share of scrap of jobs with something suspected beside that of jobs without it, and the chance that it is so much higher where the
 * suspected has nothing to do with it. Scrap comes in jobs, by a tool or a shift, so that the pieces of a job are no witnesses of their own:
 * it is the jobs that are put in random orders (a permutation test, ended early where the chance is plainly large: Besag and Clifford 1991).
 * The same jobs give the same chance.
 */
export const scrapBeside = (jobs: readonly SuspectedJob[]): SharesOfScrap & { readonly chance: number } => {
  const told = sharesOf(jobs);
  const gap = told.rate - told.otherRate;
  const shares = jobs.map(({ share }) => share).sort((a, b) => b - a);
  const suspected = shares.filter((share) => share > 0).length;
  const [pieces, scrap] = jobs.reduce(([p, s], job) => [p + job.pieces, s + job.scrap], [0, 0]);
  const shuffled = [...jobs];
  const random = xoroshiro128plus(20_261_121);
  let [as, orders] = [0, 0];
  while (orders < mostOrders && as < enough) {
    orders += 1;
    let [own, bad] = [0, 0];
    // Whichever jobs come first are taken for the suspected ones.
    for (let index = 0; index < suspected; index += 1) {
      const other = uniformInt(random, index, shuffled.length - 1);
      [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
      own += shares[index]! * shuffled[index]!.pieces;
      bad += shares[index]! * shuffled[index]!.scrap;
    }
    if (bad / own - (scrap - bad) / (pieces - own) >= gap - 1e-12) as += 1;
  }
  return { ...told, chance: (as + 1) / (orders + 1) };
};
