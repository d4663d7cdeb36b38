import type { Measurement } from "./case.ts";
import { isFailing } from "./level.ts";

/** A test that a unit failed. */
export interface Failure {
  readonly station: string;
  readonly measurements: readonly Measurement[];
}

/** A repair, with the failure that it answered and whether it held; null while that is not known. */
export interface Answered extends Failure {
  readonly verified: boolean | null;
}

const failing = ({ measurements }: Failure): readonly string[] =>
  measurements.filter(isFailing).map(({ step }) => step);

/** The same steps fail; where no step is known to have failed, it is the same station. */
const isAlike = (one: Failure, other: Failure): boolean => {
  const [a, b] = [failing(one), failing(other)];
  return a.length > 0 && b.length > 0 ? a.some((step) => b.includes(step)) : one.station === other.station;
};

/** Whether a failure is of the fault that was repaired before: that repair was in vain, or the same steps fail once more. */
export const isSameFault = (earlier: readonly Answered[], failure: Failure): boolean =>
  earlier.at(-1)?.verified === false || earlier.some((one) => isAlike(one, failure));

/** A unit's repairs, in order, parted by the faults that they were of: a unit mended for good may fail later of something else. */
export const episodesOf = <Repair extends Answered>(repairs: readonly Repair[]): Repair[][] => {
  const episodes: Repair[][] = [];
  for (const repair of repairs) {
    const open = episodes.at(-1);
    if (open && isSameFault(open, repair)) open.push(repair);
    else episodes.push([repair]);
  }
  return episodes;
};
