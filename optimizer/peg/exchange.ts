import { createRandom } from "../random.ts";
import type { Kits } from "./kits.ts";
import type { PegNetwork } from "./network.ts";
import type { Promises } from "./promises.ts";

export interface ExchangeOptions {
  readonly seed: number;
  readonly tries: number;
  /** Begins with these orders only, and gives way to nothing that costs more; else with all that are late. */
  readonly from?: readonly number[];
}

/** Late orders are listed anew after so many tries. */
const refreshed = 4_096;
/** Most holders that a try looks at. */
const mostSeen = 30;
/** Most of them that are displaced. */
const mostCandidates = 5;
/** One in so many candidates is passed over, so that tries differ. */
const passedOver = 5;
/** Most orders that one try serves anew. */
const mostServed = 8;

/** What orders were promised before a try, to give it back when nothing is gained. */
const createMemory = ({ firstSource }: PegNetwork, promises: Promises) => {
  const { held, heldAt } = promises;
  const needs: number[] = [];
  const sources: number[] = [];
  const dates: number[] = [];
  const pieces: number[] = [];
  return {
    clear: () => {
      needs.length = 0;
      sources.length = 0;
      dates.length = 0;
      pieces.length = 0;
    },
    keep: (need: number) => {
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        if (held[source] === 0) continue;
        needs.push(need);
        sources.push(source);
        dates.push(heldAt[source]!);
        pieces.push(held[source]!);
      }
    },
    restore: () => {
      for (let at = 0; at < sources.length; at += 1)
        promises.take(needs[at]!, sources[at]!, dates[at]!, pieces[at]!);
    },
  };
};

/**
 * Betters a complete assignment: a late order and those that hold what it waits for, the ones first whom a wait would cost
 * least, give everything back and are served anew in another order (ruin and recreate of Schrimpf, Schneider,
 * Stamm-Wilbrandt and Dueck 2000, with ejection chains of Glover 1996 for what is removed); kept when it costs less, or a
 * little more while the search is warm.
 */
export const exchange = (
  network: PegNetwork,
  promises: Promises,
  kits: Kits,
  { seed, tries, from }: ExchangeOptions,
): void => {
  const { int, share } = createRandom(seed);
  const { orderOf, firstSource, sourcePool, firstSupply, weight, needed, unserved } = network;
  const { first, needs, cost, wait } = kits;
  const { held, heldAt, holders, costOf } = promises;
  const memory = createMemory(network, promises);
  const orderOfSource = new Int32Array(sourcePool.length);
  for (let need = 0; need < needed.length; need += 1)
    orderOfSource.fill(orderOf[need]!, firstSource[need], firstSource[need + 1]);

  const late: number[] = [];
  const collectLate = () => {
    late.length = 0;
    for (const order of from ?? wait.keys()) if (wait[order]! > 0) late.push(order);
  };
  const group: number[] = [];
  const inGroup = new Uint8Array(network.orders);
  const join = (order: number) => {
    inGroup[order] = 1;
    group.push(order);
  };
  /** The need that the order waits for, now and then another. */
  const needOf = (order: number): number => {
    let chosen = needs[first[order]! + int(first[order + 1]! - first[order]!)]!;
    if (wait[order] === unserved[order] || int(8) === 0) return chosen;
    for (let at = first[order]!; at < first[order + 1]!; at += 1)
      if (promises.waitOf(needs[at]!) > promises.waitOf(chosen)) chosen = needs[at]!;
    return chosen;
  };

  const candidates: number[] = [];
  const worths: number[] = [];
  /** Keeps the candidates that are cheapest to displace, the cheapest first. */
  const offer = (holder: number, worth: number) => {
    let at = candidates.length < mostCandidates ? candidates.length : mostCandidates - 1;
    if (at < candidates.length && worths[at]! <= worth) return;
    while (at > 0 && worths[at - 1]! > worth) {
      candidates[at] = candidates[at - 1]!;
      worths[at] = worths[at - 1]!;
      at -= 1;
    }
    candidates[at] = holder;
    worths[at] = worth;
  };
  /** Has those join who hold what an order waits for, the cheapest to displace first, until it could be met sooner. */
  const displaceFor = (order: number) => {
    const need = needOf(order);
    const wanted = needed[need]!;
    const from = firstSource[need]!;
    const sources = firstSource[need + 1]! - from;
    if (sources === 0) return;
    const source = from + int(sources);
    const begin = firstSupply[sourcePool[source]!]!;
    const now = held[source]! > 0 ? heldAt[source]! : lastSooner(source, wait[order]!);
    if (now <= begin) return;
    // Mostly a little sooner, sometimes as soon as can be.
    const goal = now - 1 - int(int(3) === 0 ? now - begin : Math.min(3, now - begin));
    candidates.length = 0;
    let seen = 0;
    for (let supply = goal; supply >= begin && seen < mostSeen; supply -= 1)
      for (
        let holder = holders.first[supply]!;
        holder >= 0 && seen < mostSeen;
        holder = holders.next[holder]!
      ) {
        seen += 1;
        const other = orderOfSource[holder]!;
        if (inGroup[other] || int(passedOver) === 0) continue;
        const more = Math.max(0, costOf(holder, now) - wait[other]!);
        offer(holder, (weight[other]! * more) / Math.min(held[holder]!, wanted));
      }
    let open = wanted;
    for (const holder of candidates) {
      if (open <= 0 || group.length >= mostServed) break;
      const other = orderOfSource[holder]!;
      if (inGroup[other]) continue;
      join(other);
      open -= held[holder]!;
    }
  };
  /** The last supply of a source that costs less than a wait. */
  const lastSooner = (source: number, limit: number): number => {
    let supply = firstSupply[sourcePool[source]! + 1]! - 1;
    while (supply > firstSupply[sourcePool[source]!]! && costOf(source, supply) >= limit) supply -= 1;
    return supply;
  };
  /** A late order and those whom it displaces, and whom they displace in turn. */
  const gather = () => {
    for (const order of group) inGroup[order] = 0;
    group.length = 0;
    // Of two late orders mostly the one that costs more.
    const one = late[int(late.length)]!;
    const other = late[int(late.length)]!;
    const start = cost[other]! > cost[one]! && int(3) > 0 ? other : one;
    join(start);
    displaceFor(start);
    for (let links = int(3); links > 0 && group.length < mostServed; links -= 1)
      displaceFor(group[int(group.length)]!);
  };

  const keys = new Float64Array(network.orders);
  const byKey = (a: number, b: number) => keys[a]! - keys[b]!;
  /** The order in which the group is served anew: as it was gathered, by weight, or at random. */
  const turn = (): number[] => {
    const style = int(4);
    if (style < 2) return group;
    for (const order of group) keys[order] = style === 2 ? share() / weight[order]! : share();
    if (style === 2) keys[group[0]!] = Number.NEGATIVE_INFINITY;
    return group.toSorted(byKey);
  };

  collectLate();
  const oldCost: number[] = [];
  const oldWait: number[] = [];
  const hot = from ? 0 : late.reduce((sum, order) => sum + cost[order]!, 0) / Math.max(1, late.length) / 20;
  for (let round = 0; round < tries && late.length > 0; round += 1) {
    gather();
    memory.clear();
    let before = 0;
    for (const [at, order] of group.entries()) {
      oldCost[at] = cost[order]!;
      oldWait[at] = wait[order]!;
      before += cost[order]!;
      for (let need = first[order]!; need < first[order + 1]!; need += 1) memory.keep(needs[need]!);
      kits.release(order);
    }
    let after = 0;
    for (const order of turn()) after += kits.serve(order);
    const temperature = hot * (1 - round / tries) ** 3;
    if (after > before && share() >= Math.exp((before - after) / Math.max(temperature, 1e-9))) {
      for (const order of group) kits.release(order);
      memory.restore();
      for (const [at, order] of group.entries()) {
        cost[order] = oldCost[at]!;
        wait[order] = oldWait[at]!;
      }
    }
    if (round % refreshed === refreshed - 1) collectLate();
  }
};
