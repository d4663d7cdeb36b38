import type { ExpressionBuilder, Insertable } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import type { PlanProposalTable, ProposalStatus } from "../schema/plan.ts";
import type { Database } from "../schema.ts";

/** How people and events name a proposal. */
export const proposalId = (number: number): string => `PROPOSAL-${number}`;

/** Everything but the packed plan, which is large. */
const columns = [
  "number",
  "request_id",
  "tool_call_id",
  "base_version",
  "status",
  "happening",
  "cause",
  "change",
  "moves",
  "kpis_before",
  "kpis_after",
  "unplanned",
  "evidence",
  "proposed_by",
  "plant_time",
  "created_at",
  "version",
] as const;

/** What has ended is not put in force any more: its packed plan, some megabytes of a large plant, goes. */
export const noContent = Buffer.alloc(0);

const select = (db: Db | Tx) => db.selectFrom("plan_proposal").select(columns);

export type PlanProposal = Awaited<ReturnType<typeof proposalByNumber>>;

/** @throws MillwrightError NOT_FOUND. */
export const proposalByNumber = async (db: Db | Tx, number: number) => {
  const row = await select(db).where("number", "=", number).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "plan proposal", id: String(number) });
  return row;
};

export const proposalOfRequest = (db: Db | Tx, requestId: string) =>
  select(db).where("request_id", "=", requestId).executeTakeFirst();

/** @throws MillwrightError NOT_FOUND. */
export const proposalOfCall = async (db: Db | Tx, toolCallId: string) => {
  const row = await select(db).where("tool_call_id", "=", toolCallId).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "plan proposal", id: toolCallId });
  return row;
};

/** What was proposed last for the plan in the conversation of a call. */
export const proposalAskedLast = (db: Db | Tx, toolCallId: string) =>
  select(db)
    .where("tool_call_id", "in", (calls) =>
      calls
        .selectFrom("tool_call as t")
        .select("t.id")
        .where("t.conversation_id", "=", (own) =>
          own.selectFrom("tool_call as c").select("c.conversation_id").where("c.id", "=", toolCallId),
        ),
    )
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();

/** Proposed, and not past its time: with the workflow engine away nobody may have closed it. */
const waits = (where: ExpressionBuilder<Database, "plan_proposal">) =>
  where.and([
    where("status", "=", "Proposed"),
    where.not(
      where.exists(
        where
          .selectFrom("approval as a")
          .select("a.id")
          .whereRef("a.tool_call_id", "=", "plan_proposal.tool_call_id")
          .where("a.status", "=", "Pending")
          .where("a.expires_at", "<=", new Date()),
      ),
    ),
  ]);

/**
 * The latest first.
 *
 * @param isWaiting Those alone that wait for a decision, or that do not; all where it is not said.
 */
export const recentProposals = (db: Db, limit: number, isWaiting?: boolean) =>
  select(db)
    .$if(isWaiting === true, (query) => query.where(waits))
    .$if(isWaiting === false, (query) => query.where((where) => where.not(waits(where))))
    .orderBy("number", "desc")
    .limit(limit)
    .execute();

/** Stores a proposal once for its request. */
export const insertProposal = async (tx: Tx, proposal: Insertable<PlanProposalTable>): Promise<void> => {
  await tx
    .insertInto("plan_proposal")
    .values(proposal)
    .onConflict((conflict) => conflict.column("request_id").doNothing())
    .execute();
};

/** Ends a proposal that still waits; one that has ended already stays as it is. */
export const closeProposed = async (
  db: Db | Tx,
  toolCallId: string,
  status: Extract<ProposalStatus, "Rejected" | "Expired">,
): Promise<void> => {
  await db
    .updateTable("plan_proposal")
    .set({ status, content: noContent })
    .where("tool_call_id", "=", toolCallId)
    .where("status", "=", "Proposed")
    .execute();
};
