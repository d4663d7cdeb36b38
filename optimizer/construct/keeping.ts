import { createAlone } from "../alone.ts";
import type { Pegging } from "../peg/peg.ts";
import { findPools } from "../peg/supplies.ts";
import { keyOf } from "../plan.ts";
import type { Problem } from "../problem.ts";
import type { Model } from "./model.ts";

/** Whether there is anything that does not keep for ever. */
const anythingExpires = ({ materials }: Problem): boolean =>
  materials.some(({ lots = [], receipts }) =>
    [...lots, ...receipts].some(({ expires }) => expires !== undefined),
  );

/**
 * Operations whose order would be late, or in no plan at all, for want of pieces, while there are some that it could use if it started before
 * they expire; counted over all orders. As usual nobody is given what has expired when its operation is due to start.
 */
export const couldHurry = (problem: Problem, { kits, pegs }: Pegging): ReadonlySet<number> => {
  const found = new Set<number>();
  if (!anythingExpires(problem)) return found;
  const alone = createAlone(problem);
  const pools = findPools(problem, (_, order) => alone.end[order]!);
  const poolsOf = new Map(problem.materials.map(({ id }, at) => [id, pools[at]!]));
  for (const [index, { id, operations }] of problem.orders.entries()) {
    const isMissing = operations.some(
      (operation) => (pegs.get(keyOf(id, operation.id))?.missing.length ?? 0) > 0,
    );
    if (!isMissing && !(kits[index]!.lateness > 0)) continue;
    for (const [step, { needs, fixed }] of operations.entries()) {
      const at = alone.first[index]! + step;
      const couldUse = needs.some(({ material, alternates, vendors }) =>
        [material, ...alternates].some((name) =>
          poolsOf
            .get(name)!
            .some(
              ({ until, vendor }) =>
                Number.isFinite(until) &&
                until >= alone.ready[at]! &&
                (!vendors || vendors.includes(vendor ?? "")),
            ),
        ),
      );
      if (couldUse && !fixed) found.add(at);
    }
  }
  return found;
};

/**
 * The model in which whoever has pieces that expire is so urgent that it starts before they do, ahead of whatever its lateness alone would
 * have it wait for.
 */
export const withKeeping = (model: Model): Model => {
  const { supply, rest, first } = model;
  const heaviest = model.pullWeight.reduce((most, weight) => Math.max(most, weight), 0);
  const pullDue = Float64Array.from(model.pullDue);
  const pullWeight = Float64Array.from(model.pullWeight);
  for (let order = 0; order < model.orders; order += 1)
    for (let operation = first[order]!; operation < first[order + 1]!; operation += 1) {
      const by = supply.until[operation]! + rest[operation]!;
      if (model.fixed[operation] || by >= pullDue[order]!) continue;
      pullDue[order] = by;
      pullWeight[order] = heaviest;
    }
  return { ...model, pullDue, pullWeight };
};
