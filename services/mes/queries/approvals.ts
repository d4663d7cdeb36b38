import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";

export interface NewApproval {
  readonly id: string;
  readonly toolCallId: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly role: string;
  /** Wall time. */
  readonly expiresAt: Date;
}

/** Writes the proposal once; a repeated call gives the row as it was first written. */
export const createApproval = async (tx: Tx, approval: NewApproval) => {
  await tx
    .insertInto("approval")
    .values({
      id: approval.id,
      tool_call_id: approval.toolCallId,
      tool: approval.tool,
      args: JSON.stringify(approval.args),
      args_hash: approval.argsHash,
      plan_version: approval.planVersion,
      role: approval.role,
      expires_at: approval.expiresAt,
      status: "Pending",
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return approvalById(tx, approval.id);
};

/** @throws MillwrightError NOT_FOUND. */
export const approvalById = async (db: Db | Tx, id: string) => {
  const row = await db.selectFrom("approval").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "approval", id });
  return row;
};

export const approvalOfCall = (db: Db | Tx, toolCallId: string) =>
  db.selectFrom("approval").selectAll().where("tool_call_id", "=", toolCallId).executeTakeFirst();

/** The approvals of some calls, by the call. */
export const approvalsOfCalls = async (db: Db | Tx, toolCallIds: readonly string[]) => {
  const rows = await db.selectFrom("approval").selectAll().where("tool_call_id", "in", toolCallIds).execute();
  return new Map(rows.map((row) => [row.tool_call_id, row]));
};

/** What a person asked for last in a conversation, while it waits for a decision. */
export const lastAskedFor = (db: Db, conversationId: string, userId: string) =>
  db
    .selectFrom("approval as a")
    .innerJoin("tool_call as t", "t.id", "a.tool_call_id")
    .selectAll("a")
    .where("t.conversation_id", "=", conversationId)
    .where("t.user_id", "=", userId)
    .where("a.status", "=", "Pending")
    .where("a.expires_at", ">", new Date())
    .orderBy("a.expires_at", "desc")
    .limit(1)
    .executeTakeFirst();

export const pendingApprovals = (db: Db) =>
  db
    .selectFrom("approval")
    .selectAll()
    .where("status", "=", "Pending")
    .where("expires_at", ">", new Date())
    .orderBy("expires_at")
    .execute();

/**
 * Claims a pending approval for one person; exactly one of any number of claims succeeds. The same person's same
 * decision again is answered as the first time.
 *
 * @throws MillwrightError APPROVAL_ALREADY_DECIDED.
 */
export const claimApproval = async (
  tx: Tx,
  id: string,
  decision: "Approved" | "Rejected" | "Expired",
  actorId: string | null,
) => {
  const claimed = await tx
    .updateTable("approval")
    .set({ status: decision, decided_by: actorId, decided_at: new Date() })
    .where("id", "=", id)
    .where("status", "=", "Pending")
    .returningAll()
    .executeTakeFirst();
  if (claimed) return { row: claimed, first: true };
  const row = await approvalById(tx, id);
  if (row.status === decision && row.decided_by === actorId) return { row, first: false };
  throw new MillwrightError("APPROVAL_ALREADY_DECIDED", {
    decision: row.status,
    actor: row.decided_by ?? "-",
    time: row.decided_at?.toISOString() ?? "-",
  });
};
