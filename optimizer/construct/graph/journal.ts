/**
 * What was changed, as numbers in a row: what was before, then the operation and the kind of the change. It is read from its
 * end, so that the last change is undone first.
 */
export type Journal = number[];

/** Kinds of changes in the journal. */
export const kinds = {
  time: 0,
  insertion: 1,
  removal: 2,
  floor: 3,
  joining: 4,
  parting: 5,
  material: 6,
} as const;
