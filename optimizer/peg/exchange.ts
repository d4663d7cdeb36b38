import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Assignment } from "./assignment.ts";
import type { Kits } from "./kits.ts";
import type { PegNetwork } from "./network.ts";
import { findTraders } from "./traders.ts";

export interface ExchangeOptions {
  readonly seed: number;
  readonly tries: number;
}

/** How far among a material's traders neighbours are looked for: mostly near, sometimes far. */
const near = 12;
const far = 120;
/** Late orders are listed anew after so many tries. */
const refreshed = 4_096;

/** What orders had before a try, to give it back when nothing is gained. */
const createMemory = (assignment: Assignment) => {
  const needs: number[] = [];
  const relations: number[] = [];
  const pieces: number[] = [];
  return {
    clear: () => {
      needs.length = 0;
      relations.length = 0;
      pieces.length = 0;
    },
    keep: (need: number) =>
      assignment.each(need, (relation, count) => {
        needs.push(need);
        relations.push(relation);
        pieces.push(count);
      }),
    restore: () => {
      for (let at = 0; at < needs.length; at += 1) assignment.take(needs[at]!, relations[at]!, pieces[at]!);
    },
  };
};

/**
 * Exchange passes over a complete assignment: a late order and some that use what it waits for give everything back and
 * are served anew in another order (ruin and recreate of Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000, with the
 * related removal of Shaw 1998); kept when it costs less, or a little more while the search is warm.
 */
export const exchange = (
  network: PegNetwork,
  assignment: Assignment,
  kits: Kits,
  { seed, tries }: ExchangeOptions,
): void => {
  const random = xoroshiro128plus(seed);
  const int = (below: number) => uniformInt(random, 0, below - 1);
  const { orderOf, firstSource, sourceMaterial, weight, kitDue, unserved } = network;
  const { first, needs, cost, lateness } = kits;
  const traders = findTraders(network, kits);
  const memory = createMemory(assignment);

  const late: number[] = [];
  const collectLate = () => {
    late.length = 0;
    for (let order = 0; order < network.orders; order += 1)
      if (cost[order]! > 0 && first[order + 1]! > first[order]!) late.push(order);
  };

  const group: number[] = [];
  const inGroup = new Uint8Array(network.orders);
  const join = (order: number) => {
    if (inGroup[order]) return;
    inGroup[order] = 1;
    group.push(order);
  };
  const waitOf = (need: number) => assignment.timeOf(need) - kitDue[need]!;
  /** A need of the order: mostly the one that it waits for. */
  const needOf = (order: number): number => {
    let chosen = needs[first[order]! + int(first[order + 1]! - first[order]!)]!;
    // An order without a kit holds nothing: any of its needs may be the one that lacks.
    if (lateness[order] === unserved[order] || int(4) === 0) return chosen;
    for (let at = first[order]!; at < first[order + 1]!; at += 1)
      if (waitOf(needs[at]!) > waitOf(chosen)) chosen = needs[at]!;
    return chosen;
  };
  /** A late order and neighbours of it by material and time. */
  const gather = () => {
    for (const order of group) inGroup[order] = 0;
    group.length = 0;
    // Of two late orders mostly the one that costs more.
    const one = late[int(late.length)]!;
    const other = late[int(late.length)]!;
    const start = cost[other]! > cost[one]! && int(3) > 0 ? other : one;
    join(start);
    const incomplete = lateness[start] === unserved[start];
    const wanted = 2 + int(int(4) === 0 ? 9 : 4);
    for (let looks = 0; group.length < wanted && looks < wanted * 3; looks += 1) {
      const need = needOf(int(3) > 0 ? start : group[int(group.length)]!);
      const sources = firstSource[need + 1]! - firstSource[need]!;
      const material = sourceMaterial[firstSource[need]! + int(sources)]!;
      const from = traders.first[material]!;
      const end = traders.first[material + 1]!;
      if (from === end) continue;
      const reach = int(2) === 0 ? near : far;
      // Who holds what an order can never have may be wanted at any time.
      const at = incomplete
        ? from + int(end - from)
        : traders.placeOf(material, kitDue[need]!) + int(2 * reach + 1) - reach;
      if (at >= from && at < end) join(orderOf[traders.needs[at]!]!);
    }
  };

  const keys = new Float64Array(network.orders);
  const byKey = (a: number, b: number) => keys[a]! - keys[b]!;
  /** The order in which the group is served anew: at random, by weight, or by weight and due time. */
  const turn = (): number[] => {
    const style = int(3);
    for (const order of group) {
      const noise = uniformFloat64(random);
      if (style === 0) keys[order] = noise;
      else if (style === 1) keys[order] = noise / weight[order]!;
      else keys[order] = kitDue[needs[first[order]!]!]! - weight[order]! * noise * 14 * 86_400;
    }
    if (style > 0 && int(2) === 0) keys[group[0]!] = Number.NEGATIVE_INFINITY;
    return group.toSorted(byKey);
  };

  collectLate();
  const oldCost: number[] = [];
  const oldLateness: number[] = [];
  const hot = late.reduce((sum, order) => sum + cost[order]!, 0) / Math.max(1, late.length) / 20;
  for (let round = 0; round < tries && late.length > 0; round += 1) {
    gather();
    memory.clear();
    let before = 0;
    for (const [at, order] of group.entries()) {
      oldCost[at] = cost[order]!;
      oldLateness[at] = lateness[order]!;
      before += cost[order]!;
      for (let need = first[order]!; need < first[order + 1]!; need += 1) memory.keep(needs[need]!);
      kits.release(order);
    }
    let after = 0;
    for (const order of turn()) after += kits.serve(order);
    const temperature = hot * (1 - round / tries) ** 3;
    if (
      after > before &&
      uniformFloat64(random) >= Math.exp((before - after) / Math.max(temperature, 1e-9))
    ) {
      for (const order of group) kits.release(order);
      memory.restore();
      for (const [at, order] of group.entries()) {
        cost[order] = oldCost[at]!;
        lateness[order] = oldLateness[at]!;
      }
    }
    if (round % refreshed === refreshed - 1) collectLate();
  }
};
