import type { Problem } from "../problem.ts";
import type { Lateness } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";
import type { Pieces } from "./pieces.ts";

/** When an order has all of its material, and what it waits for. */
export interface Kit {
  readonly time: number;
  /** Hours by which the kit makes its order later than work alone would. */
  readonly lateness: number;
  /** The material that is there last, measured by when it is wanted; undefined when the order needs none. */
  readonly critical: string | undefined;
  /** Hours of lateness that would remain without the critical material. */
  readonly otherwise: number;
}

/** When each need has all of its pieces; Infinity when some are missing. */
const timesOf = (network: PegNetwork, { first, supply, count }: Pieces): Float64Array =>
  Float64Array.from(network.needed, (wanted, need) => {
    let got = 0;
    let time = 0;
    for (let at = first[need]!; at < first[need + 1]!; at += 1) {
      got += count[at]!;
      time = Math.max(time, network.supplyTime[supply[at]!]!);
    }
    return got === wanted ? time : Number.POSITIVE_INFINITY;
  });

/** What pieces mean for orders, and what they cost, by the pieces alone. */
export const weighPieces = (
  problem: Problem,
  network: PegNetwork,
  lateness: Lateness,
  pieces: Pieces,
  substitutionCost: number,
): { kits: Kit[]; kitTime: Float64Array; tardiness: number; cost: number } => {
  const { firstNeed, kitDue, materialOf, operationOf, frozen, unserved, weight, needed, sourceRank } =
    network;
  const times = timesOf(network, pieces);
  const kitTime = new Float64Array(network.firstOperation.at(-1)!);
  let tardiness = 0;
  let cost = 0;
  const kits = problem.orders.map((_, order): Kit => {
    const kit = { time: 0, lateness: 0, otherwise: 0 };
    let critical = -1;
    let worst = Number.NEGATIVE_INFINITY;
    let late = 0;
    let substituted = 0;
    const from = firstNeed[order]!;
    const end = firstNeed[order + 1]!;
    const hoursLate = (need: number) =>
      times[need] === Number.POSITIVE_INFINITY ? unserved[order]! : lateness.hoursLate(need, times[need]!);
    for (let need = from; need < end; need += 1) {
      const time = times[need]!;
      kit.time = Math.max(kit.time, time);
      kitTime[operationOf[need]!] = Math.max(kitTime[operationOf[need]!]!, time);
      if (time - kitDue[need]! > worst) {
        worst = time - kitDue[need]!;
        critical = materialOf[need]!;
      }
      if (frozen[need]) continue;
      kit.lateness = Math.max(kit.lateness, hoursLate(need));
      late = Math.max(
        late,
        time === Number.POSITIVE_INFINITY ? unserved[order]! : lateness.waitCost(need, time),
      );
      for (let at = pieces.first[need]!; at < pieces.first[need + 1]!; at += 1)
        substituted += (sourceRank[pieces.source[at]!]! * pieces.count[at]!) / needed[need]!;
    }
    for (let need = from; need < end; need += 1)
      if (!frozen[need] && materialOf[need] !== critical)
        kit.otherwise = Math.max(kit.otherwise, hoursLate(need));
    tardiness += weight[order]! * kit.lateness;
    // Who cannot be complete costs the same whatever it holds.
    cost +=
      weight[order]! * late + (kit.time === Number.POSITIVE_INFINITY ? 0 : substitutionCost * substituted);
    return { ...kit, critical: critical < 0 ? undefined : problem.materials[critical]!.id };
  });
  return { kits, kitTime, tardiness, cost };
};
