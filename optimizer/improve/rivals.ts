import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import type { Random } from "../random.ts";

/** Most orders that give their pieces to one. */
const mostGivers = 4;
/** What they may lose, as a multiple of what the one gains. */
const mostLoss = 1.5;

/** An order that could give some of what another lacks. */
interface Giver {
  /** Its first operation that holds some of it. */
  operation: number;
  /** Weighted seconds that it loses if it has to wait for what the other has now. */
  loss: number;
  /** Pieces by lack. */
  readonly pieces: Map<number, number>;
}

/**
 * Says who should give its material to a late order: of those that hold what it lacks to be sooner by some of its lateness, the
 * ones that lose least for how much of it they hold, as long as they lose less than it gains. Kits are exchanged as a whole:
 * whoever gives a piece is asked for the others too.
 */
export const createRivals = (
  model: Model,
  { schedule }: Graph,
  reservoir: Reservoir,
  { int, share }: Random,
) => {
  const { first, orderOf, due, weight, rest, lag, fixed } = model;
  const endOf = (order: number): number => schedule.end[first[order + 1]! - 1]!;
  /** Weighted seconds by which an operation's order ends later than it does if the operation starts at a moment. */
  const lossAt = (operation: number, start: number): number => {
    const order = orderOf[operation]!;
    const length = schedule.end[operation]! - schedule.start[operation]!;
    const isLast = operation + 1 === first[order + 1]!;
    const end = start + length + (isLast ? 0 : lag[operation]! + rest[operation + 1]!);
    return weight[order]! * Math.max(0, end - Math.max(due[order]!, endOf(order)));
  };
  return (order: number): readonly number[] => {
    const lateness = endOf(order) - due[order]!;
    if (lateness <= 0) return [];
    const sooner = lateness * share();
    const givers = new Map<number, Giver>();
    const open: number[] = [];
    for (let operation = first[order]!; operation < first[order + 1]!; operation += 1) {
      const start = schedule.start[operation]!;
      const by = start - sooner;
      if (fixed[operation] || reservoir.materialTime[operation]! <= by) continue;
      for (const { need, pieces } of reservoir.lacks(operation, by)) {
        const lack = open.push(pieces) - 1;
        for (const holder of reservoir.holders(need, by, int)) {
          const owner = orderOf[holder.operation]!;
          if (owner === order) continue;
          const giver = givers.get(owner) ?? { operation: holder.operation, loss: 0, pieces: new Map() };
          givers.set(owner, giver);
          giver.operation = Math.min(giver.operation, holder.operation);
          giver.loss = Math.max(giver.loss, lossAt(holder.operation, start));
          giver.pieces.set(lack, (giver.pieces.get(lack) ?? 0) + holder.pieces);
        }
      }
    }
    const chosen: number[] = [];
    let loss = 0;
    const most = mostLoss * weight[order]! * sooner;
    const sizes = [...open];
    const covers = ({ pieces }: Giver) =>
      pieces.entries().reduce((sum, [lack, count]) => sum + Math.min(count, open[lack]!) / sizes[lack]!, 0);
    while (open.some((pieces) => pieces > 0)) {
      let best = -1;
      let least = Number.POSITIVE_INFINITY;
      for (const [owner, giver] of givers) {
        const value = (giver.loss + 1) / covers(giver);
        if (value >= least) continue;
        least = value;
        best = owner;
      }
      if (best < 0 || chosen.length === mostGivers) return [];
      const giver = givers.get(best)!;
      loss += giver.loss;
      if (loss > most) return [];
      givers.delete(best);
      chosen.push(giver.operation);
      for (const [lack, count] of giver.pieces) open[lack] = Math.max(0, open[lack]! - count);
    }
    return chosen;
  };
};
