import { type CellResult, planCell } from "../../optimizer/cell/solve.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import type { CellSetUp, CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription } from "../../services/protocols/cell/description.ts";
import { dependencyGraph, type PlannedStep } from "./dependency-graph.ts";
import { buildCellModel, type CellModel, type CellSituation } from "./problem.ts";
import { type Mounted, setUpsOf } from "./set-ups.ts";

export interface PlannedRun {
  readonly steps: readonly PlannedStep[];
  readonly setUps: readonly CellSetUp[];
  /** Seconds. */
  readonly makespan: number;
  readonly bound: number;
}

const mostSearchMs = 4_000;
const searchMsPerUnit = 500;
/** How long a plan for so many units is looked for while a person waits: a few units are planned well in less. */
export const searchMs = (units: number): number => Math.min(mostSearchMs, units * searchMsPerUnit);

export interface RunPlanning {
  readonly budgetMs: number;
  readonly seed: number;
}

/**
 * Plans units through a cell from what has begun on; what is handed out has passed the verifier. Where a longest lag behind what
 * has begun can be kept no more, the unit goes on all the same: what it is worth then is for people to say, who are told of it.
 *
 * @throws MillwrightError CELL_CANNOT when nothing that is in working order can do a step, or what has begun cannot be ended.
 */
export const planRun = async (
  description: CellDescription,
  units: readonly CellUnit[],
  mounted: Mounted,
  { budgetMs, seed }: RunPlanning,
  situation: CellSituation = {},
): Promise<PlannedRun> => {
  const cannot = (problem: string) =>
    new MillwrightError("CELL_CANNOT", { cell: description.cell.id, problem });
  let model = modelOf(description, units, situation, cannot);
  let result: CellResult = await planCell(model.problem, { budgetMs, seed });
  if (!result.plan && situation.begun) {
    model = modelOf(description, units, { ...situation, late: true }, cannot);
    result = await planCell(model.problem, { budgetMs, seed });
  }
  const { plan, makespan, bound, violations } = result;
  if (!plan) throw cannot("what has begun cannot be ended");
  if (violations.length > 0) throw new MillwrightError("INTERNAL", { reference: description.cell.id });
  const begun = new Set((situation.begun ?? []).map(({ unit, step }) => `${unit}/${step}`));
  return {
    steps: dependencyGraph(model, plan),
    setUps: setUpsOf(description, units, model, plan, mounted, begun),
    makespan,
    bound,
  };
};

const modelOf = (
  description: CellDescription,
  units: readonly CellUnit[],
  situation: CellSituation,
  cannot: (problem: string) => MillwrightError,
): CellModel => {
  try {
    return buildCellModel(description, units, situation);
  } catch (error) {
    if (error instanceof RangeError) throw cannot(error.message);
    throw error;
  }
};
