import { MillwrightError } from "../../services/core/errors.ts";
import { canonicalJson } from "../../services/core/ids.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import {
  type CellRunRow,
  cellById,
  cellRunId,
  cellRunNumber,
  cellRunOf,
  describedCell,
  runningIn,
} from "../../services/mes/queries/cells.ts";
import type { Check, RoleCheck, ToolContext } from "../runtime/context.ts";
import { formatDuration } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import { spokenCellRun } from "./ask-run.ts";
import { planRun, searchMs } from "./plan-run.ts";
import type { CellRun } from "./run.ts";
import { mountedAfter, mountedIn, withFixtures } from "./set-ups.ts";

/** The run a call is about; one that a sentence asks for is made. @throws MillwrightError MISSING_ARGUMENT, NOT_FOUND and others. */
export const subjectRun = async (context: ToolContext): Promise<CellRunRow> => {
  const { db, args, tool } = context;
  if (tool === "test_units") return spokenCellRun(context);
  if (!args.run) throw new MillwrightError("MISSING_ARGUMENT", { argument: "run" });
  return cellRunOf(db, cellRunNumber(args.run));
};

/** @throws MillwrightError CELL_STOPPED, CELL_BUSY. */
export const requireFree = async (db: Db | Tx, run: CellRunRow): Promise<void> => {
  const cell = await cellById(db, run.cell_id);
  if (cell.stopped !== null)
    throw new MillwrightError("CELL_STOPPED", { cell: cell.id, reason: cell.stopped });
  const other = await runningIn(db, run.cell_id);
  if (other && other.number !== run.number)
    throw new MillwrightError("CELL_BUSY", { cell: cell.id, run: cellRunId(other.number) });
};

/**
 * A plan holds for the cell that it was made for: between it and its approval another run may have left other fixtures behind, or
 * somebody may have described the cell anew.
 *
 * @throws MillwrightError CELL_CHANGED.
 */
export const requireUnchanged = async (db: Db | Tx, run: CellRunRow): Promise<void> => {
  const { cell, recipes } = await describedCell(db, run.cell_id);
  const now = {
    cell,
    recipes: recipes.filter(({ product }) => run.units.some((unit) => unit.product === product)),
  };
  const then = withFixtures(run.description, mountedAfter(mountedIn(run.description), run.set_ups));
  if (canonicalJson(now) !== canonicalJson(then))
    throw new MillwrightError("CELL_CHANGED", { cell: run.cell_id, run: cellRunId(run.number) });
};

/** Plans a run that is not planned yet; one that is stays as it is, since what was shown is what is done. */
const planned = async (db: Db, run: CellRunRow): Promise<CellRunRow> => {
  if (run.status !== "Asked") return run;
  const { steps, setUps, makespan, bound } = await planRun(
    run.description,
    run.units,
    mountedIn(run.description),
    { budgetMs: searchMs(run.units.length), seed: 1 },
  );
  const state: CellRun = { id: cellRunId(run.number), steps, progress: {} };
  await db
    .updateTable("cell_run")
    .set({
      status: "Proposed",
      state: JSON.stringify(state),
      set_ups: JSON.stringify(setUps),
      planned: JSON.stringify(
        steps.map(({ id, start, durationS, robots, from, at }) => ({
          id,
          start,
          durationS,
          robots,
          from: from ?? null,
          at,
        })),
      ),
      makespan_s: makespan,
      bound_s: bound,
    })
    .where("number", "=", run.number)
    .where("status", "=", "Asked")
    .execute();
  return cellRunOf(db, run.number);
};

const check = async (context: ToolContext): Promise<Check> => {
  const { db, clock } = context;
  const asked = await subjectRun(context);
  await requireFree(db, asked);
  const run = await planned(db, asked);
  const at = clock.now().toISOString();
  const [takes, least] = [formatDuration(run.makespan_s ?? 0), formatDuration(run.bound_s ?? 0)];
  const setUps = run.set_ups.length;
  const units = run.units.length;
  const id = cellRunId(run.number);
  const evidence: Evidence[] = [
    {
      kind: "plan",
      id,
      label: run.cell_id,
      facts: { units, takes, least, setUps, steps: run.planned.length },
      source: "cell_run",
      at,
    },
    ...run.set_ups.map(
      ({ at: place, what, instead }): Evidence => ({
        kind: "tool",
        id: what,
        label: place,
        facts: { at: place, instead },
        source: "cell_run",
        at,
      }),
    ),
  ];
  return {
    status: setUps > 0 ? "warn" : "ok",
    summary: {
      zh: `${run.cell_id} 用 ${takes} 测完 ${units} 台（任何排法不少于 ${least}）${setUps > 0 ? `，需要人工换 ${setUps} 次治具` : ""}`,
      en: `${run.cell_id} tests ${units} units in ${takes} (no plan takes less than ${least})${setUps > 0 ? `; people have to change ${setUps} fixtures` : ""}`,
    },
    evidence,
  };
};

/** What a run takes, by a plan that has passed the verifier; the cell has to be free. */
export const robotCheck: RoleCheck = {
  role: "robot",
  title: { zh: "机器人单元", en: "Robot cell" },
  run: check,
};
