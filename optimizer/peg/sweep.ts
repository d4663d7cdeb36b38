import type { WaitTable } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";
import type { Rules } from "./rules.ts";

/**
 * What is left to decide, order by order: all that changes as its wait grows, in the order of the waits. From some wait on a
 * need counts for a rule, or a need that several pools can meet could have a later supply of one of them. Of supplies that cost
 * no wait only the last of each source stands here: no other is cheaper.
 */
export interface Sweep {
  /** Orders with scarce needs: the rows. */
  readonly orders: Int32Array;
  /** Least wait of each: no sooner is any kit of it complete. */
  readonly least: Float64Array;
  /** How many of its needs have a choice of pools, and the most that one has. */
  readonly choices: Int32Array;
  readonly mostChoices: number;
  /** First entry of each row, closed. */
  readonly first: Int32Array;
  /** Place of a need among those of its order that have a choice, whose supply is told; -1 where a rule is told. */
  readonly choice: Int32Array;
  /** The rule, or the supply. */
  readonly what: Int32Array;
  /** What the wait costs for each unit of the order's weight. */
  readonly wait: Float64Array;
  /** Pieces of the need. */
  readonly pieces: Float64Array;
}

/** The most pieces that one need could have by each supply. */
const roomOf = ({ firstSupply }: PegNetwork, slack: Float64Array): Float64Array => {
  const room = Float64Array.from(slack);
  for (let pool = 0; pool + 1 < firstSupply.length; pool += 1)
    for (let supply = firstSupply[pool + 1]! - 2; supply >= firstSupply[pool]!; supply -= 1)
      room[supply] = Math.min(room[supply]!, room[supply + 1]!);
  return room;
};

export const buildSweep = (
  network: PegNetwork,
  table: WaitTable,
  rules: Rules,
  scarce: Uint8Array,
  slack: Float64Array,
): Sweep => {
  const { firstNeed, firstSource, sourcePool, firstSupply, needed, unserved } = network;
  const orders: number[] = [];
  const choices: number[] = [];
  const least: number[] = [];
  const first: number[] = [0];
  const all = table.cost.length + rules.rule.length;
  const sorted = new Int32Array(all);
  const choice = new Int32Array(all);
  const what = new Int32Array(all);
  const wait = new Float64Array(all);
  const pieces = new Float64Array(all);
  let filled = 0;
  const tell = (place: number, of: number, costs: number, count: number): void => {
    choice[filled] = place;
    what[filled] = of;
    wait[filled] = costs;
    pieces[filled] = count;
    sorted[filled] = filled;
    filled += 1;
  };
  const room = roomOf(network, slack);
  /** The least wait at which a need can be met: if one pool alone can, of what that brings in all. */
  const soonest = (need: number, order: number): number => {
    const alone = firstSource[need + 1]! - firstSource[need]! === 1;
    let best = unserved[order]!;
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      const base = firstSupply[sourcePool[source]!]! - table.first[source]!;
      let at = table.first[source]!;
      while (alone && at < table.first[source + 1]! && room[base + at]! < needed[need]!) at += 1;
      if (at < table.first[source + 1]!) best = Math.min(best, table.cost[at]!);
    }
    return best;
  };
  for (let order = 0; order < network.orders; order += 1) {
    const from = filled;
    let count = 0;
    let earliest = -1;
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1) {
      if (!scarce[need]) continue;
      earliest = Math.max(earliest, soonest(need, order));
      for (let at = rules.first[need]!; at < rules.first[need + 1]!; at += 1)
        tell(-1, rules.rule[at]!, rules.wait[at]!, needed[need]!);
      if (firstSource[need + 1]! - firstSource[need]! < 2) continue;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        const base = firstSupply[sourcePool[source]!]! - table.first[source]!;
        for (let at = table.first[source]!; at < table.first[source + 1]!; at += 1)
          if (at + 1 === table.first[source + 1]! || table.cost[at + 1]! > 0)
            tell(count, base + at, table.cost[at]!, needed[need]!);
      }
      count += 1;
    }
    if (earliest < 0) continue;
    sorted.subarray(from, filled).sort((a, b) => wait[a]! - wait[b]! || a - b);
    orders.push(order);
    choices.push(count);
    least.push(earliest);
    first.push(filled);
  }
  const entries = sorted.subarray(0, filled);
  return {
    orders: Int32Array.from(orders),
    least: Float64Array.from(least),
    choices: Int32Array.from(choices),
    mostChoices: choices.reduce((most, count) => Math.max(most, count), 0),
    first: Int32Array.from(first),
    choice: entries.map((at) => choice[at]!),
    what: entries.map((at) => what[at]!),
    wait: Float64Array.from(entries, (at) => wait[at]!),
    pieces: Float64Array.from(entries, (at) => pieces[at]!),
  };
};

/** The same without the rules that are not kept. */
export const narrowSweep = (sweep: Sweep, kept: Uint8Array): Sweep => {
  const first = new Int32Array(sweep.first.length);
  const entries = new Int32Array(sweep.what.length);
  let filled = 0;
  for (let row = 0; row < sweep.orders.length; row += 1) {
    for (let at = sweep.first[row]!; at < sweep.first[row + 1]!; at += 1)
      if (sweep.choice[at]! >= 0 || kept[sweep.what[at]!]) entries[filled++] = at;
    first[row + 1] = filled;
  }
  const left = entries.subarray(0, filled);
  return {
    ...sweep,
    first,
    choice: left.map((at) => sweep.choice[at]!),
    what: left.map((at) => sweep.what[at]!),
    wait: Float64Array.from(left, (at) => sweep.wait[at]!),
    pieces: Float64Array.from(left, (at) => sweep.pieces[at]!),
  };
};
