import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { readCellDescription } from "../../protocols/cell/check.ts";
import type { CellDescription } from "../../protocols/cell/description.ts";
import type { StepReport, StopCommand } from "../../protocols/cell/messages.ts";
import { formatCellTopic } from "../../protocols/cell/topic.ts";
import type { Db, Tx } from "../database.ts";
import { enqueue } from "../outbox.ts";
import { cellRunId, cellRunOf, holdCell, runningIn } from "../queries/cells.ts";
import { type CellAct, recordOnCell, wakeCells } from "./cell-event.ts";
import { reportCellJob } from "./cell-job.ts";
import { firstProblems } from "./first-problems.ts";

/** The first mistakes of a description, each with its place; none when it is sound. */
export const cellMistakes = (value: unknown): readonly string[] => {
  const read = readCellDescription(value);
  return "problems" in read ? firstProblems(read.problems) : [];
};

/** @throws MillwrightError CELL_UNSOUND with the places of what is wrong. */
const soundCell = (value: unknown): CellDescription => {
  const read = readCellDescription(value);
  if ("description" in read) return read.description;
  throw new MillwrightError("CELL_UNSOUND", {
    count: read.problems.length,
    problems: firstProblems(read.problems).join("; "),
  });
};

/**
 * Stores a cell and its recipes as they are described; recipes that are not in it go. A run that goes on keeps the description
 * that it began with.
 *
 * @throws MillwrightError CELL_UNSOUND.
 */
export const saveCell = async (
  tx: Tx,
  { value, site, ...act }: CellAct & { readonly value: unknown; readonly site: string },
): Promise<CellDescription> => {
  const description = soundCell(value);
  const { cell, recipes } = description;
  if (cell.workCentre !== undefined) {
    const centre = await tx
      .selectFrom("equipment")
      .select("id")
      .where("id", "=", cell.workCentre)
      .where("level", "=", "WorkCenter")
      .executeTakeFirst();
    const other = await tx
      .selectFrom("cell")
      .select("id")
      .where("equipment_id", "=", cell.workCentre)
      .where("id", "!=", cell.id)
      .executeTakeFirst();
    const problem = !centre
      ? `there is no work centre ${cell.workCentre}`
      : other && `is ${other.id} already`;
    if (problem)
      throw new MillwrightError("CELL_UNSOUND", { count: 1, problems: `cell.workCentre: ${problem}` });
  }
  const row = {
    equipment_id: cell.workCentre ?? null,
    name_zh: cell.name.zh,
    name_en: cell.name.en,
    description: JSON.stringify(cell),
    changed_at: act.now,
  };
  await tx
    .insertInto("cell")
    .values({ id: cell.id, site, ...row, stopped: null, stopped_by: null, stopped_at: null, inside: "[]" })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({ ...row, version: sql<number>`cell.version + 1` }),
    )
    .execute();
  await tx
    .deleteFrom("cell_recipe")
    .where("cell_id", "=", cell.id)
    .where(
      "product",
      "not in",
      recipes.map(({ product }) => product),
    )
    .execute();
  await tx
    .insertInto("cell_recipe")
    .values(
      recipes.map((recipe) => ({
        cell_id: cell.id,
        product: recipe.product,
        recipe: JSON.stringify(recipe),
        changed_at: act.now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["cell_id", "product"])
        .doUpdateSet((row) => ({
          recipe: row.ref("excluded.recipe"),
          version: sql<number>`cell_recipe.version + 1`,
          changed_at: act.now,
        }))
        .where(sql<boolean>`cell_recipe.recipe is distinct from excluded.recipe`),
    )
    .execute();
  await recordOnCell(tx, "cell.described", cell.id, act, {
    robots: cell.robots.map(({ id }) => id),
    products: recipes.map(({ product }) => product),
  });
  return description;
};

/**
 * Stops a cell at once: nothing is begun any more, and the cell is told to stop in the same transaction, whether or not anybody
 * drives its run. Whoever presses again sees something move: the cell is told once more, and why it was stopped first stays. Whoever
 * tells the cell anything holds its row (`holdCell`), so that nothing that was decided before the stop is sent behind it.
 */
export const stopCell = async (tx: Tx, cellId: string, reason: string, act: CellAct): Promise<void> => {
  const cell = await holdCell(tx, cellId);
  const again = cell.stopped !== null;
  if (!again)
    await tx
      .updateTable("cell")
      .set({ stopped: reason, stopped_by: act.actorId, stopped_at: act.now })
      .where("id", "=", cell.id)
      .execute();
  const run = await runningIn(tx, cellId);
  const message: StopCommand = { command: "Stop", commandId: `${cellId}/stop/${act.actId}`, reason };
  await enqueue(tx, {
    id: message.commandId,
    topic: formatCellTopic({ site: cell.site, cell: cellId }, "command"),
    payload: Buffer.from(JSON.stringify(message)),
  });
  await recordOnCell(tx, "cell.stopped", cellId, act, { reason, ...(again ? { again } : {}) }, run?.number);
  await wakeCells(tx);
};

/**
 * A person has looked and lets the cell go on, or ends its run.
 *
 * @throws MillwrightError NOT_FOUND, CELL_NOT_STOPPED, CELL_OCCUPIED.
 */
export const resetCell = async (
  tx: Tx,
  cellId: string,
  {
    reason,
    goOn,
    seenStill,
    ...act
  }: CellAct & {
    readonly reason: string;
    readonly goOn: boolean;
    /** The person has seen that nothing moves; otherwise the cell has said so. */
    readonly seenStill: boolean;
  },
): Promise<void> => {
  const cell = await holdCell(tx, cellId);
  if (cell.stopped === null) throw new MillwrightError("CELL_NOT_STOPPED", { cell: cellId });
  if (cell.inside.length > 0) {
    const people = cell.inside.map(({ person }) => person).join(", ");
    throw new MillwrightError("CELL_OCCUPIED", { cell: cellId, people });
  }
  await tx
    .updateTable("cell")
    .set({ stopped: null, stopped_by: null, stopped_at: null })
    .where("id", "=", cellId)
    .execute();
  const run = await runningIn(tx, cellId);
  if (run && !goOn)
    await tx
      .updateTable("cell_run")
      .set({ status: "Aborted", ended_at: act.now, reason })
      .where("number", "=", run.number)
      .execute();
  if (run && !goOn) await reportCellJob(tx, run, "Interrupted", act.now, reason);
  await recordOnCell(tx, "cell.reset", cellId, act, { reason, goesOn: goOn, seenStill }, run?.number);
  await wakeCells(tx);
};

/**
 * A person has mounted a fixture that steps wait for. It is on its place from now on, whatever becomes of the run.
 *
 * @throws MillwrightError NOT_FOUND when nothing of the kind is to be done, CELL_BUSY while another run goes on,
 * CELL_SET_UP_LATER when another fixture comes first.
 */
export const confirmSetUp = async (
  tx: Tx,
  number: string,
  { at, what, ...act }: CellAct & { readonly at: string; readonly what: string },
): Promise<void> => {
  const { cell_id: cellId } = await cellRunOf(tx, number);
  const { description } = await holdCell(tx, cellId);
  await tx.selectFrom("cell_run").select("number").where("number", "=", number).forUpdate().execute();
  const run = await cellRunOf(tx, number);
  const going = await runningIn(tx, cellId);
  if (going && going.number !== number)
    throw new MillwrightError("CELL_BUSY", { cell: cellId, run: cellRunId(going.number) });
  const isOpen = run.status === "Proposed" || run.status === "Running";
  const next = isOpen ? run.set_ups.find((one) => one.at === at && one.doneAt === null) : undefined;
  const index = isOpen
    ? run.set_ups.findIndex((one) => one.at === at && one.what === what && one.doneAt === null)
    : -1;
  if (!next || index < 0) throw new MillwrightError("NOT_FOUND", { kind: "set-up", id: `${what} at ${at}` });
  if (next.what !== what) throw new MillwrightError("CELL_SET_UP_LATER", { at, what, first: next.what });
  const done = run.set_ups.map((one, place) =>
    place === index ? { ...one, doneAt: act.now.toISOString(), doneBy: act.actorId } : one,
  );
  await tx
    .updateTable("cell_run")
    .set({ set_ups: JSON.stringify(done), revision: sql<number>`revision + 1` })
    .where("number", "=", number)
    .execute();
  const places = description.places.map((place) => (place.id === at ? { ...place, mounted: what } : place));
  await tx
    .updateTable("cell")
    .set({ description: JSON.stringify({ ...description, places }) })
    .where("id", "=", cellId)
    .execute();
  await recordOnCell(tx, "cell.set-up", cellId, act, { at, what }, number);
  await wakeCells(tx);
};

/** A run that was not approved, not in time, or could not be proposed, with the reason. */
export const rejectCellRun = async (db: Db, toolCallId: string, reason?: string): Promise<void> => {
  const rejected = await db
    .updateTable("cell_run")
    .set({ status: "Rejected", ...(reason ? { reason } : {}) })
    .where("tool_call_id", "=", toolCallId)
    .where("status", "in", ["Asked", "Proposed"])
    .returning("number")
    .execute();
  if (rejected.length > 0) await wakeCells(db);
};

/** Stores what a robot or tester says of a step; the same report again changes nothing. Gives whether it was of a run. */
export const noteReport = async (
  db: Db,
  cellId: string,
  { commandId, state, reason, time }: StepReport,
): Promise<boolean> => {
  const [, number] = /^CELLRUN-(\d{1,15})\//.exec(commandId) ?? [];
  if (!number) return false;
  const run = await db
    .selectFrom("cell_run")
    .select("number")
    .where("number", "=", number)
    .where("cell_id", "=", cellId)
    .executeTakeFirst();
  if (!run) return false;
  await db
    .insertInto("cell_report")
    .values({
      run_number: number,
      command_id: commandId,
      state,
      reason: reason ?? null,
      time: new Date(time),
    })
    .onConflict((conflict) => conflict.columns(["command_id", "state"]).doNothing())
    .execute();
  await wakeCells(db);
  return true;
};

/** The cell's control is there, or is away. */
export const noteCellOnline = async (db: Db, cellId: string, online: boolean): Promise<void> => {
  await db.updateTable("cell").set({ online }).where("id", "=", cellId).execute();
  await wakeCells(db);
};
