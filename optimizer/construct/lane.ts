/** What stands on one resource, in the order of time; a batch is one entry. */
export interface Lane {
  readonly start: number[];
  readonly end: number[];
  /** Set-up family that the resource is left in. */
  readonly family: number[];
  /** The operation, for a batch the one that opened it. */
  readonly operation: number[];
  /** How much of the resource's batch capacity is taken. */
  readonly load: number[];
  /** Before this entry no gap is left that anything could use. */
  packed: number;
}

export const createLane = (): Lane => ({
  start: [],
  end: [],
  family: [],
  operation: [],
  load: [],
  packed: 0,
});

export const clearLane = (lane: Lane): void => {
  lane.start.length = 0;
  lane.end.length = 0;
  lane.family.length = 0;
  lane.operation.length = 0;
  lane.load.length = 0;
  lane.packed = 0;
};

/** First entry that starts at or after a moment. */
export const slotFrom = ({ start }: Lane, time: number): number => {
  let low = 0;
  let high = start.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
};

export const insertEntry = (
  lane: Lane,
  slot: number,
  start: number,
  end: number,
  family: number,
  operation: number,
  load: number,
): void => {
  // Most entries go to the end or near it: moving a few by hand is quicker than five splices.
  for (let at = lane.start.length; at > slot; at -= 1) {
    lane.start[at] = lane.start[at - 1]!;
    lane.end[at] = lane.end[at - 1]!;
    lane.family[at] = lane.family[at - 1]!;
    lane.operation[at] = lane.operation[at - 1]!;
    lane.load[at] = lane.load[at - 1]!;
  }
  lane.start[slot] = start;
  lane.end[slot] = end;
  lane.family[slot] = family;
  lane.operation[slot] = operation;
  lane.load[slot] = load;
};

export const removeEntry = (lane: Lane, slot: number): void => {
  lane.start.splice(slot, 1);
  lane.end.splice(slot, 1);
  lane.family.splice(slot, 1);
  lane.operation.splice(slot, 1);
  lane.load.splice(slot, 1);
  lane.packed = Math.min(lane.packed, slot);
};

/** What is fixed, one after the other; facts may overlap: the one that ends last says when the resource is free, in which family. */
export const appendFact = (
  lane: Lane,
  { start, end }: { readonly start: number; readonly end: number },
  family: number,
  operation: number,
): void => {
  const last = lane.start.length - 1;
  const outlasted = last >= 0 && lane.end[last]! > end;
  insertEntry(
    lane,
    last + 1,
    start,
    outlasted ? lane.end[last]! : end,
    outlasted ? lane.family[last]! : family,
    operation,
    0,
  );
};
