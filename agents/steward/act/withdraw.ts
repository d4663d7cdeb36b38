import { rejectCellRun } from "../../../services/mes/commands/cells.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { closeProposed } from "../../../services/mes/queries/proposals.ts";

/** Ends the plan or the run that a call proposed, where it still waits: nobody puts it in force any more. */
export const withdraw = async (
  db: Db | Tx,
  toolCallId: string,
  status: "Rejected" | "Expired",
): Promise<void> => {
  await closeProposed(db, toolCallId, status);
  await rejectCellRun(db, toolCallId);
};
