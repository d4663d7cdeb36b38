import type { JobShop } from "./disjunctive.ts";
import { createThetaTree } from "./theta-tree.ts";

/** The earliest start and the latest end of every operation in any schedule that takes no longer than the target. */
export interface Windows {
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  /** Share of the room within the jobs that the machines take away, 0 to 1. */
  readonly taken: number;
}

/** Rounds at most; where everything hangs on everything each of them tightens a little. */
const mostRounds = 200;
/** Where machines narrow windows by less than this share, a round has to narrow one window in so many to be followed by another. */
const leastTaken = 0.1;
const worthwhile = 100;

/**
 * Time windows of a job shop against a target makespan, made as narrow as jobs and machines tell: along the jobs, and on
 * every machine by detectable precedences (Vilim 2004): an operation waits for all those that cannot come behind it.
 * Operations with a choice of machines count in their jobs only, with their shortest time. undefined: no schedule takes so
 * little. `patient` says whether to go on narrowing.
 */
export const windowsFor = (shop: JobShop, target: number, patient: () => boolean): Windows | undefined => {
  const { operations, machines, jobNext, jobPrevious, release } = shop;
  const { firstAlternative, alternativeMachine, alternativeDuration } = shop;
  const duration = new Float64Array(operations);
  const own: number[][] = Array.from({ length: machines }, () => []);
  for (let operation = 0; operation < operations; operation++) {
    const from = firstAlternative[operation]!;
    const until = firstAlternative[operation + 1]!;
    let shortest = alternativeDuration[from]!;
    for (let at = from + 1; at < until; at++) shortest = Math.min(shortest, alternativeDuration[at]!);
    duration[operation] = shortest;
    if (until - from === 1) own[alternativeMachine[from]!]!.push(operation);
  }
  const lanes = own.map((lane) => Int32Array.from(lane));

  const earliest = new Float64Array(operations);
  const latest = new Float64Array(operations).fill(target);
  const touched = new Uint8Array(machines).fill(1);
  let tightened = 0;
  const touch = (operation: number) => {
    tightened++;
    if (firstAlternative[operation + 1]! - firstAlternative[operation]! === 1)
      touched[alternativeMachine[firstAlternative[operation]!]!] = 1;
  };

  /** Along the jobs; false where a window has become too narrow. */
  const follow = (): boolean => {
    for (let operation = 0; operation < operations; operation++) {
      const before = jobPrevious[operation]!;
      const from =
        before < operations ? earliest[before]! + duration[before]! : release[before - operations - 1]!;
      if (from <= earliest[operation]!) continue;
      earliest[operation] = from;
      touch(operation);
    }
    for (let operation = operations - 1; operation >= 0; operation--) {
      const after = jobNext[operation]!;
      const until = after < operations ? latest[after]! - duration[after]! : target;
      if (until < latest[operation]!) {
        latest[operation] = until;
        touch(operation);
      }
      if (earliest[operation]! + duration[operation]! > latest[operation]!) return false;
    }
    return true;
  };

  const widest = lanes.reduce((most, { length }) => Math.max(most, length), 1);
  const tree = createThetaTree(widest);
  const place = new Int32Array(operations);
  const found = new Float64Array(widest);
  /** `sign` 1: later starts; -1: earlier ends, on the time axis turned round. */
  const wait = (lane: Int32Array, sign: 1 | -1) => {
    const head = sign === 1 ? earliest : latest;
    const rear = sign === 1 ? latest : earliest;
    const ready = (operation: number) => sign * head[operation]!;
    const lastStart = (operation: number) => sign * rear[operation]! - duration[operation]!;
    const byReady = lane.toSorted((a, b) => ready(a) - ready(b));
    for (const [at, operation] of byReady.entries()) place[operation] = at;
    const byLastStart = lane.toSorted((a, b) => lastStart(a) - lastStart(b));
    const byEnd = lane.toSorted((a, b) => ready(a) + duration[a]! - ready(b) - duration[b]!);
    tree.clear(lane.length);
    let next = 0;
    for (const [at, operation] of byEnd.entries()) {
      const end = ready(operation) + duration[operation]!;
      while (next < lane.length && lastStart(byLastStart[next]!) < end) {
        const before = byLastStart[next++]!;
        tree.put(place[before]!, ready(before), duration[before]!);
      }
      const inside = lastStart(operation) < end;
      if (inside) tree.take(place[operation]!);
      found[at] = tree.end();
      if (inside) tree.put(place[operation]!, ready(operation), duration[operation]!);
    }
    for (const [at, operation] of byEnd.entries()) {
      if (found[at]! <= ready(operation)) continue;
      head[operation] = sign * found[at]!;
      touch(operation);
    }
  };

  const room = () => {
    let sum = 0;
    for (let operation = 0; operation < operations; operation++)
      sum += latest[operation]! - earliest[operation]! - duration[operation]!;
    return sum;
  };

  if (!follow()) return undefined;
  const byJobs = room();
  const taken = () => (byJobs > 0 ? 1 - room() / byJobs : 0);
  for (let round = 0; round < mostRounds && patient(); round++) {
    tightened = 0;
    for (const [machine, lane] of lanes.entries()) {
      if (touched[machine] === 0 || !patient()) continue;
      touched[machine] = 0;
      wait(lane, 1);
      wait(lane, -1);
    }
    if (!follow()) return undefined;
    if (tightened === 0 || (tightened * worthwhile < operations && taken() < leastTaken)) break;
  }
  return { earliest, latest, taken: taken() };
};
