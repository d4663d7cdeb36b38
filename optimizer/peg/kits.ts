import type { Assignment } from "./assignment.ts";
import { latenessOf, latestFor, type PegNetwork } from "./network.ts";

export interface KitOptions {
  /** Needs that have to be decided; the others look after themselves. */
  readonly scarce: Uint8Array;
  /** Weighted hours that a wholly substituted need costs, times the alternate's rank. */
  readonly substitutionCost: number;
}

/**
 * Kits of whole orders on an assignment. An order finds the soonest date at which its last material is there, and then
 * takes every other material as late as that date allows: what waits for one part holds nothing that others could use.
 */
export const createKits = (network: PegNetwork, assignment: Assignment, options: KitOptions) => {
  const { firstNeed, firstRelation, relationSupply, relationRank, supplyTime, needed } = network;
  const { weight, unserved } = network;
  const { scarce, substitutionCost } = options;
  const { left } = assignment;
  /** The scarce needs, order by order. */
  const needs = Int32Array.from(scarce.keys().filter((need) => scarce[need] === 1));
  const first = new Int32Array(network.orders + 1);
  for (let order = 0, at = 0; order < network.orders; order += 1) {
    while (at < needs.length && needs[at]! < firstNeed[order + 1]!) at += 1;
    first[order + 1] = at;
  }
  const cost = new Float64Array(network.orders);
  const lateness = new Float64Array(network.orders);
  /** What `fill` has done for the order that is being served. */
  let reached = 0;
  let substituted = 0;

  const book = (need: number, relation: number, wanted: number): number => {
    const taken = assignment.take(need, relation, wanted);
    if (taken === 0) return 0;
    substituted += (relationRank[relation]! * taken) / needed[need]!;
    reached = Math.max(reached, latenessOf(network, need, supplyTime[relationSupply[relation]!]!));
    return taken;
  };

  /** The last free relation of a need that is there by `latest`; the better alternate before the later supply. */
  const lastFree = (need: number, latest: number): number => {
    let found = -1;
    for (
      let relation = assignment.firstAt(need, latest + 1e-6) - 1;
      relation >= firstRelation[need]!;
      relation -= 1
    ) {
      if (left[relationSupply[relation]!] === 0) continue;
      if (relationRank[relation] === 0) return relation;
      if (found < 0 || relationRank[relation]! < relationRank[found]!) found = relation;
    }
    return found;
  };

  /** Meets a need as late as `latest` allows, or as soon as possible after that; says whether nothing is missing. */
  const fill = (need: number, latest: number): boolean => {
    let open = needed[need]!;
    while (open > 0) {
      const relation = lastFree(need, latest);
      if (relation < 0) break;
      open -= book(need, relation, open);
    }
    // Another need of the same order may have taken what this one counted on.
    for (
      let relation = assignment.openRelation(need);
      open > 0 && relation < firstRelation[need + 1]!;
      relation += 1
    )
      open -= book(need, relation, open);
    return open === 0;
  };

  const release = (order: number): void => {
    for (let at = first[order]!; at < first[order + 1]!; at += 1) assignment.release(needs[at]!);
  };

  /** Gives an order its kit out of what is free and says its cost; an order that cannot be complete holds nothing. */
  const serve = (order: number): number => {
    let late = 0;
    for (let at = first[order]!; at < first[order + 1]!; at += 1)
      late = Math.max(late, assignment.soonestLateness(needs[at]!));
    reached = 0;
    substituted = 0;
    let complete = late < Number.POSITIVE_INFINITY;
    for (let at = first[order]!; complete && at < first[order + 1]!; at += 1)
      complete = fill(needs[at]!, latestFor(network, needs[at]!, late));
    if (!complete) {
      release(order);
      reached = unserved[order]!;
      substituted = 0;
    }
    lateness[order] = reached;
    cost[order] = weight[order]! * reached + substitutionCost * substituted;
    return cost[order]!;
  };

  /** Serves every order anew, in the given order. */
  const serveAll = (sequence: Int32Array): number => {
    for (const order of sequence) release(order);
    return sequence.reduce((sum, order) => sum + serve(order), 0);
  };

  return { needs, first, cost, lateness, serve, serveAll, release };
};
export type Kits = ReturnType<typeof createKits>;
