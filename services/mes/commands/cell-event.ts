import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { cellChannel, cellRunId } from "../queries/cells.ts";

/** Who does something to a cell, and when. */
export interface CellAct {
  readonly actId: string;
  /** A person; the cell itself where it stopped by itself. */
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/** Whoever drives a run looks at it. */
export const wakeCells = (tx: Db | Tx) => sql`select pg_notify(${cellChannel}, '')`.execute(tx);

export const recordOnCell = (
  tx: Tx,
  type: string,
  cell: string,
  { actId, actorId, now }: CellAct,
  attributes: object,
  run?: string,
) =>
  appendEvents(tx, [
    {
      id: contentHash(type, actId),
      type,
      time: now,
      source: "mes",
      objects: [
        { id: cell, type: "cell", qualifier: "cell" },
        ...(run ? [{ id: cellRunId(run), type: "cell_run", qualifier: "run" }] : []),
        ...(actorId === cell ? [] : [{ id: actorId, type: "person", qualifier: "actor" }]),
      ],
      attributes: { ...attributes },
    },
  ]);
