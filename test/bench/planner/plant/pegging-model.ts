import type { Undecided } from "../../../../optimizer/peg/undecided.ts";
import { createProgram, type MixedProgram, type Terms } from "./mixed-program.ts";

const substitutionCost = 0.05;

/**
 * What `pegOrders` minimises when only lateness counts, as an integer program: a pegging of least cost, exactly, not a relaxation.
 * Binary `y_o_k`: order `o` waits at least as long as its wait `k`. Integer `g_s_k`: pieces that a need has of its source `s` for
 * the last date that its wait `k` allows; needs of one source have no such choice.
 *
 * @param isOpen Whether an order may wait so long, for each unit of its weight; in hours. All waits are open when left out.
 */
export const pegModel = (
  { network, scarce, slack, table }: Undecided,
  isOpen: (order: number, wait: number) => boolean = () => true,
): MixedProgram => {
  const { firstNeed, firstSource, sourcePool, sourceRank, firstSupply, needed, weight } = network;
  const program = createProgram();
  /** By pool and supply: pieces promised until then, and what those without a choice take when nobody waits. */
  const promised = Array.from(slack, (): Terms => []);
  const taken = new Float64Array(slack.length);

  /** Waits of an order that some date of supply means, its least first, being left without material last. */
  const waitsOf = (order: number, needs: readonly number[]): number[] => {
    const never = network.unserved[order]!;
    const costs = new Set<number>([never]);
    let least = 0;
    for (const need of needs) {
      let soonest = never;
      for (let at = table.first[firstSource[need]!]!; at < table.first[firstSource[need + 1]!]!; at += 1) {
        soonest = Math.min(soonest, table.cost[at]!);
        if (table.cost[at]! < never) costs.add(table.cost[at]!);
      }
      least = Math.max(least, soonest);
    }
    return [least, ...[...costs].filter((cost) => cost > least).sort((a, b) => a - b)];
  };

  for (let order = 0; order < network.orders; order += 1) {
    const needs: number[] = [];
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1)
      if (scarce[need]) needs.push(need);
    if (needs.length === 0) continue;
    const all = waitsOf(order, needs);
    const waits = all.filter((wait) => isOpen(order, wait));
    program.pay(weight[order]! * waits[0]!);
    const longer = waits.map((wait, k) =>
      k === 0 ? -1 : program.whole(`y_${order}_${k}`, weight[order]! * (wait - waits[k - 1]!), 1),
    );
    for (let k = 2; k < waits.length; k += 1)
      program.atMost(
        [
          [1, longer[k]!],
          [-1, longer[k - 1]!],
        ],
        0,
      );
    const last = waits.length - 1;
    /** Who waits without end holds nothing. */
    const ends = waits[last] === network.unserved[order]! && all.length > 1;
    if (ends && last === 0) continue;
    const open = ends ? last : last + 1;
    /** The last supply of a source within a wait; one before its first when none is. */
    const within = (source: number, k: number): number => {
      let at = table.first[source]!;
      while (at < table.first[source + 1]! && table.cost[at]! <= waits[k]! + 1e-9) at += 1;
      return firstSupply[sourcePool[source]!]! + at - table.first[source]! - 1;
    };
    for (const need of needs) {
      const from = firstSource[need]!;
      const to = firstSource[need + 1]!;
      const pieces = needed[need]!;
      if (to - from === 1) {
        // Each wait adds what is promised for its date and takes that away from the date of the wait before.
        const pool = sourcePool[from]!;
        const atFirst = within(from, 0);
        if (atFirst < firstSupply[pool]!)
          throw new Error("A need of one source has no date at its least wait");
        for (let supply = atFirst; supply < firstSupply[pool + 1]!; supply += 1) taken[supply]! += pieces;
        for (let k = 1; k < open; k += 1)
          for (let supply = within(from, k - 1); supply < within(from, k); supply += 1)
            promised[supply]!.push([-pieces, longer[k]!]);
        if (ends)
          for (let supply = within(from, open - 1); supply < firstSupply[pool + 1]!; supply += 1)
            promised[supply]!.push([-pieces, longer[last]!]);
        continue;
      }
      const whole: Terms = [];
      const later: Terms[] = waits.map(() => []);
      for (let source = from; source < to; source += 1)
        for (let k = 0; k < open; k += 1) {
          const at = within(source, k);
          const pool = sourcePool[source]!;
          if (at < firstSupply[pool]! || (k > 0 && at === within(source, k - 1))) continue;
          const given = program.whole(`g_${source}_${k}`, (substitutionCost * sourceRank[source]!) / pieces);
          whole.push([1, given]);
          for (let level = 1; level <= k; level += 1) later[level]!.push([1, given]);
          for (let supply = at; supply < firstSupply[pool + 1]!; supply += 1)
            promised[supply]!.push([1, given]);
        }
      if (ends) whole.push([pieces, longer[last]!]);
      program.exactly(whole, pieces);
      for (let level = 1; level < open; level += 1)
        if (later[level]!.length > 0) program.atMost([...later[level]!, [-pieces, longer[level]!]], 0);
    }
  }
  for (const [supply, terms] of promised.entries())
    if (terms.length > 0) program.atMost(terms, slack[supply]! - taken[supply]!);
  return program.end();
};
