import { type Alone, createAlone } from "../alone.ts";
import { kitBound } from "../peg/kit-bound.ts";
import type { Problem } from "../problem.ts";
import { soonestMaterial } from "./soonest.ts";

/** What material alone makes late, however it is shared out. */
export interface MaterialBound {
  /** When each operation's material could be there if nobody else used any. */
  readonly soonest: Float64Array;
  /** Weighted hours of lateness that no way to share out the material goes below. */
  readonly lateness: number;
}

/** @param kitMs Milliseconds that it should take at the most, counted in rounds; as long as it takes when it is left out. */
export const boundMaterial = (
  problem: Problem,
  kitMs?: number,
  alone: Alone = createAlone(problem),
): MaterialBound => ({
  soonest: soonestMaterial(problem, alone),
  lateness: (problem.objective?.tardiness ?? 1) > 0 ? kitBound(problem, alone, kitMs) : 0,
});
