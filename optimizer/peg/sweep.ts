import type { WaitTable } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";
import type { Rules } from "./rules.ts";

/** What is left to decide, order by order: from which waits on its needs count for rules, in the order of the waits. */
export interface Sweep {
  /** Orders with scarce needs: the rows. */
  readonly orders: Int32Array;
  /** Least wait of each: no sooner is any kit of it complete. */
  readonly least: Float64Array;
  /** First entry of each row, closed. */
  readonly first: Int32Array;
  readonly rule: Int32Array;
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
  const least: number[] = [];
  const first: number[] = [0];
  const all = rules.rule.length;
  const sorted = new Int32Array(all);
  const rule = new Int32Array(all);
  const wait = new Float64Array(all);
  const pieces = new Float64Array(all);
  let filled = 0;
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
    let earliest = -1;
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1) {
      if (!scarce[need]) continue;
      earliest = Math.max(earliest, soonest(need, order));
      for (let at = rules.first[need]!; at < rules.first[need + 1]!; at += 1) {
        rule[filled] = rules.rule[at]!;
        wait[filled] = rules.wait[at]!;
        pieces[filled] = needed[need]!;
        sorted[filled] = filled;
        filled += 1;
      }
    }
    if (earliest < 0) continue;
    sorted.subarray(from, filled).sort((a, b) => wait[a]! - wait[b]! || a - b);
    orders.push(order);
    least.push(earliest);
    first.push(filled);
  }
  const entries = sorted.subarray(0, filled);
  return {
    orders: Int32Array.from(orders),
    least: Float64Array.from(least),
    first: Int32Array.from(first),
    rule: entries.map((at) => rule[at]!),
    wait: Float64Array.from(entries, (at) => wait[at]!),
    pieces: Float64Array.from(entries, (at) => pieces[at]!),
  };
};
