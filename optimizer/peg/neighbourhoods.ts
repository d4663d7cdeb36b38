import { createRandom } from "../random.ts";
import { createBranching, takeSteps } from "./branch.ts";
import type { Doubt } from "./doubt.ts";

export interface NeighbourhoodOptions {
  readonly seed: number;
  /** Nodes of all trees together. */
  readonly nodes: number;
}

/** Orders that choose together, and most nodes of their tree. */
const together = 16;
const mostNodes = 4_000;
/** What setting up a tree takes, in nodes. */
const setup = 30;
/** Rules by which a group is gathered at the most. */
const mostRules = 60;

/** The orders that count for each rule. */
const ordersByRule = ({ lack, taker, entries, rule }: Doubt): number[][] => {
  const orders = Array.from(lack, (): number[] => []);
  for (let step = 0; step < taker.length; step += 1)
    for (let at = entries[step]!; at < entries[step + 1]!; at += 1) {
      const list = orders[rule[at]!]!;
      if (list.at(-1) !== taker[step]) list.push(taker[step]!);
    }
  return orders;
};

/**
 * Betters steps by which nothing is short: a few orders that count for the same rules choose anew, the best that there is for them
 * together, then others (large neighbourhood search of Shaw 1998). Where annealing changes two or three at a time, this
 * changes as many as it takes.
 *
 * @returns The steps that each order takes.
 */
export const betterTogether = (
  doubt: Doubt,
  from: Int32Array,
  { seed, nodes }: NeighbourhoodOptions,
): Int32Array => {
  const { first, entries, rule } = doubt;
  const { int } = createRandom(seed);
  const taken = takeSteps(doubt, Int32Array.from(from));
  const choose = createBranching(doubt, taken);
  const orders = ordersByRule(doubt);
  const group: number[] = [];
  const inGroup = new Uint8Array(from.length);
  const join = (order: number): void => {
    inGroup[order] = 1;
    group.push(order);
  };
  /** An order with others that count for one of its rules, then for a rule of one of these, and so on. */
  const gather = (): void => {
    for (const order of group) inGroup[order] = 0;
    group.length = 0;
    join(int(from.length));
    for (let rules = 0; rules < mostRules && group.length < together; rules += 1) {
      const order = group[int(group.length)]!;
      const begin = entries[first[order]!]!;
      const end = entries[first[order + 1]!]!;
      if (begin === end) return;
      const list = orders[rule[begin + int(end - begin)]!]!;
      const shift = int(list.length);
      let room = Math.min(together - group.length, together / 2);
      for (let at = 0; at < list.length && room > 0; at += 1) {
        const other = list[(shift + at) % list.length]!;
        if (inGroup[other]) continue;
        join(other);
        room -= 1;
      }
    }
  };
  for (let seen = 0; seen < nodes && from.length > 0; ) {
    gather();
    seen += setup + choose(group, mostNodes);
  }
  return taken.steps;
};
