import type { JobShop, Snapshot } from "./disjunctive.ts";
import type { FastRandom } from "./random.ts";

type Selected = Pick<Snapshot, "order" | "alternative">;

/** The order of a parent keeps its weight over stretches of at most one part in this many. */
const stretches = 6;

/**
 * A solution on a path between two others (path relinking; Glover 1997, Peng, Lu and Cheng 2015), never infeasible: the
 * operations ordered by the sum of one rising function of each parent's topological ranks. What both parents order alike
 * stays so, whatever the functions; their random steps decide who leads where. `share` is the guide's part, 0 to 1.
 */
export const relink = (
  shop: JobShop,
  start: Snapshot,
  guide: Snapshot,
  share: number,
  random: FastRandom,
  to: Snapshot,
): void => {
  const { operations, flexible } = shop;
  const key = new Float64Array(operations);
  const add = ({ order }: Snapshot, weight: number) => {
    let sum = 0;
    let step = 0;
    const stretch = Math.max(1, Math.floor(operations / stretches));
    let left = 0;
    for (let place = 0; place < operations; place++) {
      if (left-- <= 0) {
        left = random.below(stretch) + 1;
        step = weight * (0.1 + random.below(1024) / 1024);
      }
      sum += step;
      key[order[place]!]! += sum;
    }
  };
  add(start, 1 - share);
  add(guide, share);
  to.order.set(start.order);
  to.order.sort((a, b) => key[a]! - key[b]!);
  to.alternative.set(start.alternative);
  if (flexible)
    for (let operation = 0; operation < operations; operation++)
      if (random.below(1024) < share * 1024) to.alternative[operation] = guide.alternative[operation]!;
};

/**
 * How far two solutions are apart: operations whose predecessor on the machine differs, and (flexible) whose alternative
 * does, as a share of all operations.
 */
export const distance = (shop: JobShop, a: Selected, b: Selected): number => {
  const { operations, machines, alternativeMachine } = shop;
  const previous = new Int32Array(operations);
  const last = new Int32Array(machines).fill(-1);
  for (const operation of a.order) {
    const machine = alternativeMachine[a.alternative[operation]!]!;
    previous[operation] = last[machine]!;
    last[machine] = operation;
  }
  last.fill(-1);
  let different = 0;
  for (const operation of b.order) {
    const machine = alternativeMachine[b.alternative[operation]!]!;
    if (previous[operation] !== last[machine] || a.alternative[operation] !== b.alternative[operation])
      different++;
    last[machine] = operation;
  }
  return different / Math.max(1, operations);
};
