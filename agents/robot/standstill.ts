import { MillwrightError } from "../../services/core/errors.ts";
import type { Tx } from "../../services/mes/database.ts";
import { holdCell, runningIn } from "../../services/mes/queries/cells.ts";
import { stateOf } from "./advance.ts";
import { unanswered } from "./run.ts";

/**
 * Whether the cell itself has told that nothing moves any more: a stop that was sent is no robot that stands.
 *
 * @throws MillwrightError CELL_AWAY, CELL_NOT_STILL.
 */
export const requireStandstill = async (tx: Tx, cellId: string): Promise<void> => {
  const { online } = await holdCell(tx, cellId);
  if (!online) throw new MillwrightError("CELL_AWAY", { cell: cellId });
  const run = await runningIn(tx, cellId);
  const open = run ? unanswered(stateOf(run)) : [];
  if (open.length > 0) throw new MillwrightError("CELL_NOT_STILL", { cell: cellId, steps: open.join(", ") });
};
