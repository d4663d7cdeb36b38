/** Turns of this much keep any number of hues apart (the golden angle). */
const turn = 137.5;
const first = 205;

/** Tells the things of one list apart: neighbours in it have hues far from each other. */
export const hueIn = (ids: readonly string[], id: string): number =>
  Math.round((first + Math.max(0, ids.indexOf(id)) * turn) % 360);
