import type { Tx } from "../database.ts";
import { holdCell } from "../queries/cells.ts";
import type { CellInside } from "../schema/cell.ts";
import { type CellAct, recordOnCell, wakeCells } from "./cell-event.ts";

const store = async (tx: Tx, cellId: string, inside: readonly CellInside[]): Promise<void> => {
  await tx
    .updateTable("cell")
    .set({ inside: JSON.stringify(inside) })
    .where("id", "=", cellId)
    .execute();
  await wakeCells(tx);
};

/** Somebody goes into a cell: nothing begins in it any more until everybody is out. What moves already ends its step. */
export const enterCell = async (tx: Tx, cellId: string, act: CellAct): Promise<void> => {
  const { inside } = await holdCell(tx, cellId);
  if (inside.some(({ person }) => person === act.actorId)) return;
  await store(tx, cellId, [...inside, { person: act.actorId, since: act.now.toISOString() }]);
  await recordOnCell(tx, "cell.entered", cellId, act, {});
};

/** Somebody is out again, or has been seen to be by whoever says so. */
export const leaveCell = async (
  tx: Tx,
  cellId: string,
  { person, ...act }: CellAct & { readonly person: string },
): Promise<void> => {
  const { inside } = await holdCell(tx, cellId);
  const rest = inside.filter((one) => one.person !== person);
  if (rest.length === inside.length) return;
  await store(tx, cellId, rest);
  await recordOnCell(tx, "cell.left", cellId, act, person === act.actorId ? {} : { person });
};
