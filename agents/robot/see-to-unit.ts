import { sql } from "kysely";
import { MillwrightError } from "../../services/core/errors.ts";
import { contentHash } from "../../services/core/ids.ts";
import type { Tx } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { cellChannel, cellRunId, cellRunOf, holdCell } from "../../services/mes/queries/cells.ts";
import { stateOf } from "./advance.ts";
import { isTakenPlace } from "./by-hand.ts";
import { mountedAfter, mountedIn } from "./set-ups.ts";

export interface SeenTo {
  readonly unit: string;
  /** Tester that the unit is in now, plugged as it was; null: it is set aside and is no part of the run any more. */
  readonly to: string | null;
  readonly actId: string;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/**
 * A person has taken a unit out of a tester that failed, and has brought it to another one or set it aside. The run goes on with what
 * is true now.
 *
 * @throws MillwrightError NOT_FOUND for a unit that waits for nobody, INVALID_INPUT for a tester that is out, taken or none.
 */
export const seeToUnit = async (tx: Tx, number: string, { unit, to, ...act }: SeenTo): Promise<void> => {
  const { cell_id: cellId } = await cellRunOf(tx, number);
  const cell = await holdCell(tx, cellId);
  await tx.selectFrom("cell_run").select("number").where("number", "=", number).forUpdate().execute();
  const row = await cellRunOf(tx, number);
  const index =
    row.status === "Running" ? row.stranded.findIndex((one) => one.unit === unit && one.doneAt === null) : -1;
  if (index < 0) throw new MillwrightError("NOT_FOUND", { kind: "unit to be seen to", id: unit });
  const refuse = (problem: string) => new MillwrightError("INVALID_INPUT", { path: "to", problem });
  const doneAt = act.now.toISOString();
  const setUps = [...row.set_ups];
  if (to !== null) {
    const place = row.description.cell.places.find(({ id }) => id === to);
    if (place?.kind !== "tester") throw refuse(`${to} is no tester of ${cellId}`);
    if (row.robots_out.includes(to)) throw refuse(`${to} is out of order`);
    if (
      isTakenPlace(
        stateOf(row),
        to,
        new Set(row.stranded.filter((one) => one.to === null).map((one) => one.unit)),
      )
    )
      throw refuse(`there is a unit in ${to}, or on its way there`);
    const { product } = row.units.find(({ id }) => id === unit)!;
    const fixture = row.description.recipes
      .find((recipe) => recipe.product === product)
      ?.stays.find(({ kind }) => kind === "tester")?.fixture;
    const mounted = mountedAfter(mountedIn(row.description), row.set_ups)[to];
    if (fixture !== undefined && fixture !== mounted) {
      setUps.push({
        step: `${unit}/by-hand`,
        at: to,
        what: fixture,
        instead: mounted ?? null,
        doneAt,
        doneBy: act.actorId,
      });
      const places = cell.description.places.map((one) =>
        one.id === to ? { ...one, mounted: fixture } : one,
      );
      await tx
        .updateTable("cell")
        .set({ description: JSON.stringify({ ...cell.description, places }) })
        .where("id", "=", cellId)
        .execute();
    }
  }
  await tx
    .updateTable("cell_run")
    .set({
      stranded: JSON.stringify(
        row.stranded.with(index, { ...row.stranded[index]!, to, doneAt, doneBy: act.actorId }),
      ),
      set_ups: JSON.stringify(setUps),
      revision: sql<number>`revision + 1`,
    })
    .where("number", "=", number)
    .execute();
  const type = to === null ? "cell.unit.set-aside" : "cell.unit.moved";
  await appendEvents(tx, [
    {
      id: contentHash(type, act.actId),
      type,
      time: act.now,
      source: "mes",
      objects: [
        { id: cellRunId(number), type: "cell_run", qualifier: "run" },
        { id: cellId, type: "cell", qualifier: "cell" },
        { id: act.actorId, type: "person", qualifier: "actor" },
      ],
      attributes: { unit, from: row.stranded[index]!.from, to },
    },
  ]);
  await sql`select pg_notify(${cellChannel}, '')`.execute(tx);
};
