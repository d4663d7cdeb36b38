import { createAlone } from "../../../../optimizer/alone.ts";
import type { Problem } from "../../../../optimizer/index.ts";
import { createBook } from "../../../../optimizer/peg/book.ts";
import { findClusters } from "../../../../optimizer/peg/clusters.ts";
import { buildWaitTable, createLateness } from "../../../../optimizer/peg/lateness.ts";
import { buildNetwork } from "../../../../optimizer/peg/network.ts";

const substitutionCost = 0.05;

/** A sum of terms, a variable and its factor each. */
type Terms = [number, string][];

const tellTerms = (terms: Terms): string =>
  terms.map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`).join("\n  ");

/**
 * What `pegOrders` minimises when only lateness counts, as a mixed-integer program in the LP format that solvers read: a pegging of
 * least cost, exactly, not a relaxation. Binary `y_o_k`: order `o` waits at least as long as its wait `k`. Integer `g_s_k`: pieces
 * that a need has of its source `s` for the last date that its wait `k` allows; needs of one source have no such choice.
 */
export const pegModel = (problem: Problem): string => {
  const alone = createAlone(problem);
  const network = buildNetwork(problem, alone, { flowFactor: 1, flowCost: 0 });
  const { firstNeed, firstSource, sourcePool, sourceRank, sourceStale, firstSupply, needed, weight } =
    network;
  if (network.frozen.includes(1) || network.uniform.includes(1) || sourceStale.includes(1))
    throw new Error("The model knows no running work, lots or expiry");
  const book = createBook(network);
  const { scarce } = findClusters(network, book, problem.materials.length);
  const table = buildWaitTable(network, createLateness(network, alone), scarce);
  const objective: Terms = [];
  const rows: string[] = [];
  const binary: string[] = [];
  const integer: string[] = [];
  /** By pool and supply: pieces promised until then, and what those without a choice take when nobody waits. */
  const promised = Array.from(book.slack, (): Terms => []);
  const taken = new Float64Array(book.slack.length);
  let constant = 0;
  for (let order = 0; order < network.orders; order += 1) {
    const never = network.unserved[order]!;
    const needs: number[] = [];
    for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1)
      if (scarce[need]) needs.push(need);
    if (needs.length === 0) continue;
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
    const waits = [least, ...[...costs].filter((cost) => cost > least).sort((a, b) => a - b)];
    constant += weight[order]! * least;
    const name = (wait: number) => `y_${order}_${wait}`;
    for (let wait = 1; wait < waits.length; wait += 1) {
      binary.push(name(wait));
      objective.push([weight[order]! * (waits[wait]! - waits[wait - 1]!), name(wait)]);
      if (wait > 1) rows.push(`${name(wait - 1)} - ${name(wait)} >= 0`);
    }
    const last = waits.length - 1;
    /** Who waits without end holds nothing. */
    const ends = waits[last] === never && last > 0;
    /** The last supply of a source within a wait; one before its first when none is. */
    const within = (source: number, wait: number): number => {
      let at = table.first[source]!;
      while (at < table.first[source + 1]! && table.cost[at]! <= waits[wait]! + 1e-9) at += 1;
      return firstSupply[sourcePool[source]!]! + at - table.first[source]! - 1;
    };
    const open = ends ? last : last + 1;
    for (const need of needs) {
      const from = firstSource[need]!;
      const to = firstSource[need + 1]!;
      if (to - from === 1) {
        // Each wait adds what is promised for its date and takes that away from the date of the wait before.
        const pool = sourcePool[from]!;
        for (let wait = 0; wait < open; wait += 1) {
          const at = within(from, wait);
          const before = wait > 0 ? within(from, wait - 1) : firstSupply[pool]! - 1;
          for (
            let supply = at;
            wait === 0 && supply < firstSupply[pool + 1]! && at >= firstSupply[pool]!;
            supply += 1
          )
            taken[supply]! += needed[need]!;
          if (wait === 0 || before === at) continue;
          for (let supply = Math.max(before, firstSupply[pool]!); supply < at; supply += 1)
            promised[supply]!.push([-needed[need]!, name(wait)]);
          if (before < firstSupply[pool]!)
            throw new Error("A need of one source has no date at its least wait");
        }
        if (ends)
          for (let supply = within(from, open - 1); supply < firstSupply[pool + 1]!; supply += 1)
            promised[supply]!.push([-needed[need]!, name(last)]);
        continue;
      }
      const whole: Terms = [];
      const later: Terms[] = waits.map(() => []);
      for (let source = from; source < to; source += 1)
        for (let wait = 0; wait < open; wait += 1) {
          const at = within(source, wait);
          const pool = sourcePool[source]!;
          if (at < firstSupply[pool]! || (wait > 0 && at === within(source, wait - 1))) continue;
          const pieces = `g_${source}_${wait}`;
          integer.push(pieces);
          whole.push([1, pieces]);
          for (let level = 1; level <= wait; level += 1) later[level]!.push([1, pieces]);
          for (let supply = at; supply < firstSupply[pool + 1]!; supply += 1)
            promised[supply]!.push([1, pieces]);
          if (sourceRank[source]! > 0)
            objective.push([(substitutionCost * sourceRank[source]!) / needed[need]!, pieces]);
        }
      if (ends) whole.push([needed[need]!, name(last)]);
      rows.push(`${tellTerms(whole)} = ${needed[need]!}`);
      for (let level = 1; level < open; level += 1)
        if (later[level]!.length > 0)
          rows.push(`${tellTerms([...later[level]!, [-needed[need]!, name(level)]])} <= 0`);
    }
  }
  for (const [supply, terms] of promised.entries()) {
    if (terms.length === 0) continue;
    rows.push(`${tellTerms(terms)} <= ${book.slack[supply]! - taken[supply]!}`);
  }
  return [
    "minimize",
    ` cost: ${tellTerms(objective)} + ${constant} one`,
    "subject to",
    ...rows.map((row, at) => ` r${at}: ${row}`),
    "bounds",
    " one = 1",
    "general",
    ...integer,
    "binary",
    ...binary,
    "end",
    "",
  ].join("\n");
};
