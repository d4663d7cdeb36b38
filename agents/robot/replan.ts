import type { CellRunRow } from "../../services/mes/queries/cells.ts";
import type { CellUnit } from "../../services/mes/schema/cell.ts";
import type { CellDescription } from "../../services/protocols/cell/description.ts";
import type { Advance } from "./advance.ts";
import { situated } from "./by-hand.ts";
import { planRun } from "./plan-run.ts";
import { type CellRun, continueWith, situationOf } from "./run.ts";
import { mountedAfter, mountedIn } from "./set-ups.ts";

/** A run whose rest was planned anew. */
export interface Replanned extends Pick<Advance, "robotsOut" | "stranded"> {
  readonly run: CellRun;
  readonly setUps: CellRunRow["set_ups"];
}

/** Whether a step is part of what a unit still goes through. */
const isIn = (
  { recipes }: CellDescription,
  units: readonly CellUnit[],
  unit: string,
  step: string,
): boolean => {
  const product = units.find(({ id }) => id === unit)?.product;
  return recipes.find((one) => one.product === product)?.steps.some(({ id }) => id === step) ?? false;
};

/** The rest of a run without the robots that failed, and as people have moved its units. @throws MillwrightError CELL_CANNOT. */
export const replanned = async (
  row: CellRunRow,
  { run, robotsOut, stranded }: Advance,
  { now, budgetMs }: { readonly now: Date; readonly budgetMs: number },
): Promise<Replanned> => {
  const out = new Set([...row.robots_out, ...robotsOut]);
  const all = [...row.stranded, ...stranded];
  const seconds = Math.floor((now.getTime() - row.started_at!.getTime()) / 1_000);
  const { description, units, placed, arrived, progress } = situated({ ...row, stranded: all }, run);
  const situation = situationOf(run, seconds, out);
  const { steps, setUps } = await planRun(
    description,
    units,
    mountedAfter(mountedIn(row.description), row.set_ups),
    { budgetMs, seed: 1 },
    {
      ...situation,
      // What was told to begin with a unit that is left where it stands is no part of the plan any more.
      begun: [
        ...(situation.begun ?? []).filter(({ unit, step }) => isIn(description, units, unit, step)),
        ...arrived,
      ],
      placed,
    },
  );
  const done = row.set_ups.filter(({ doneAt }) => doneAt !== null);
  return {
    run: continueWith({ ...run, progress }, steps),
    robotsOut: [...out],
    setUps: [...done, ...setUps],
    stranded: all,
  };
};
