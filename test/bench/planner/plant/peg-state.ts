import { createAlone } from "../../../../optimizer/alone.ts";
import type { Problem } from "../../../../optimizer/index.ts";
import { readUndecided, type Undecided } from "../../../../optimizer/peg/undecided.ts";

/** What a pegging has to decide, for a model that knows no running work, lots or expiry. @throws Error where there are such. */
export const readPegState = (problem: Problem): Undecided => {
  const state = readUndecided(problem, createAlone(problem));
  const { frozen, uniform, sourceStale } = state.network;
  if ([frozen, uniform, sourceStale].some((marks) => marks.includes(1)))
    throw new Error("The model knows no running work, lots or expiry");
  return state;
};
