import type { Problem } from "../problem.ts";
import { onResources } from "./lanes.ts";
import type { Placed } from "./placed.ts";
import { inOrder } from "./sequence.ts";
import { ofMaterial } from "./store.ts";
import { onTools } from "./tools.ts";

/** What is wrong with where and when things are done. */
export const wrongPlaces = (problem: Problem, placed: readonly Placed[]): string[] => {
  const found: string[] = [];
  const wrong = (text: string) => found.push(text);
  onResources(problem, placed, wrong);
  if (found.length === 0) onTools(problem, placed, wrong);
  inOrder(problem, placed, wrong);
  return found;
};

/** What is wrong with a plan, hour by hour and rule by rule, with nothing in mind but the words of docs/planner.md. */
export const whatIsWrong = (
  problem: Problem,
  placed: readonly Placed[],
  unplanned: readonly string[] = [],
): string[] => {
  const found = wrongPlaces(problem, placed);
  ofMaterial(problem, placed, unplanned, (text) => found.push(text));
  return found;
};
