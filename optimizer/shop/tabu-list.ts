import type { Selection } from "./disjunctive.ts";

/**
 * What a move may not bring back for a while: the order of two operations on a machine (Taillard 1994, Dell'Amico and
 * Trubian 1993) and an operation's alternative. Forbidding whole stretches in their places (Zhang, Li, Guan and Rao
 * 2007) was tried: the search ran in circles over stretches that overlap.
 */
export interface TabuList {
  /** From now until this step `first` may not come before `second` again. */
  readonly forbidOrder: (first: number, second: number, until: number) => void;
  readonly orderForbidden: (first: number, second: number, now: number) => boolean;
  /** The last step in which an alternative may not be taken. */
  readonly alternativeUntil: Int32Array;
}

/** Beyond this many pairs of operation and job some share an entry; that only forbids a little more. */
const mostEntries = 1 << 22;

export const createTabuList = ({ shop }: Selection): TabuList => {
  const { operations, jobs, jobOf } = shop;
  let entries = 1;
  while (entries < operations * jobs && entries < mostEntries) entries *= 2;
  const orderUntil = new Int32Array(entries);
  const alternativeUntil = new Int32Array(shop.alternativeMachine.length);
  // A machine sees most jobs once, so an operation and the other's job name a pair.
  const entryOf = (first: number, second: number) =>
    (Math.imul(first, jobs) + jobOf[second]!) & (entries - 1);
  return {
    alternativeUntil,
    forbidOrder: (first, second, until) => {
      orderUntil[entryOf(first, second)] = until;
    },
    orderForbidden: (first, second, now) => orderUntil[entryOf(first, second)]! >= now,
  };
};
