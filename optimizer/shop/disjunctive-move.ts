import { type Selection, updateEnds, updateMakespan, updateTails } from "./disjunctive.ts";

/**
 * Moves `operation` behind `target` in the topological order, everything that follows from it between the two with it
 * (Pearce and Kelly 2007, with both ends known). Links are already the new ones.
 */
const orderBehind = (selection: Selection, operation: number, target: number) => {
  const { order, rank, mark, moved, machinePrevious, shop } = selection;
  const { jobPrevious } = shop;
  const to = rank[target]!;
  let kept = rank[operation]!;
  let count = 0;
  for (let place = kept; place <= to; place++) {
    const here = order[place]!;
    if (here === operation || mark[jobPrevious[here]!] === 1 || mark[machinePrevious[here]!] === 1) {
      mark[here] = 1;
      moved[count++] = here;
    } else {
      order[kept] = here;
      rank[here] = kept++;
    }
  }
  for (let index = 0; index < count; index++) {
    const here = moved[index]!;
    mark[here] = 0;
    order[kept] = here;
    rank[here] = kept++;
  }
};

/** The mirror image of `orderBehind`. */
const orderBefore = (selection: Selection, operation: number, target: number) => {
  const { order, rank, mark, moved, machineNext, shop } = selection;
  const { jobNext } = shop;
  const to = rank[target]!;
  let kept = rank[operation]!;
  let count = 0;
  for (let place = kept; place >= to; place--) {
    const here = order[place]!;
    if (here === operation || mark[jobNext[here]!] === 1 || mark[machineNext[here]!] === 1) {
      mark[here] = 1;
      moved[count++] = here;
    } else {
      order[kept] = here;
      rank[here] = kept--;
    }
  }
  for (let index = 0; index < count; index++) {
    const here = moved[index]!;
    mark[here] = 0;
    order[kept] = here;
    rank[here] = kept--;
  }
};

/** Writes the places of a machine's operations from one on up to before another, the first one at `at`. */
const place = (selection: Selection, from: number, before: number, at: number) => {
  const { position, sequence, machineNext, machineOf, shop } = selection;
  if (from === before) return;
  const offset = shop.machineOffset[machineOf[from]!]!;
  for (let here = from; here !== before; here = machineNext[here]!) {
    position[here] = at;
    sequence[offset + at++] = here;
  }
};

/**
 * Takes an operation out of its sequence and puts it, by this alternative, right behind `after` ("none": first on the
 * machine). The caller has made sure that no cycle comes of it.
 */
export const reinsert = (selection: Selection, operation: number, alternative: number, after: number) => {
  const { shop, rank, position, machinePrevious, machineNext, machineFirst, machineOf, duration } = selection;
  const none = shop.operations;
  const from = machineOf[operation]!;
  const machine = shop.alternativeMachine[alternative]!;
  const oldPrevious = machinePrevious[operation]!;
  const oldNext = machineNext[operation]!;
  let first = rank[operation]!;
  let last = first;

  if (oldPrevious === none) machineFirst[from] = oldNext;
  else machineNext[oldPrevious] = oldNext;
  if (oldNext !== none) machinePrevious[oldNext] = oldPrevious;
  const before = after === none ? machineFirst[machine]! : machineNext[after]!;
  if (after === none) machineFirst[machine] = operation;
  else machineNext[after] = operation;
  if (before !== none) machinePrevious[before] = operation;
  machinePrevious[operation] = after;
  machineNext[operation] = before;

  if (machine === from) {
    const own = position[operation]!;
    const afterPosition = after === none ? -1 : position[after]!;
    if (afterPosition > own) place(selection, oldNext, before, own);
    else place(selection, operation, oldNext, afterPosition + 1);
  } else {
    place(selection, oldNext, none, position[operation]!);
    machineOf[operation] = machine;
    place(selection, operation, none, after === none ? 0 : position[after]! + 1);
    selection.machineLength[from]!--;
    selection.machineLength[machine]!++;
    selection.alternative[operation] = alternative;
    duration[operation] = shop.alternativeDuration[alternative]!;
  }

  if (after !== none && rank[after]! > first) {
    last = rank[after]!;
    orderBehind(selection, operation, after);
  } else if (before !== none && rank[before]! < last) {
    first = rank[before]!;
    orderBefore(selection, operation, before);
  }
  updateEnds(selection, first);
  updateTails(selection, last);
  updateMakespan(selection);
};
