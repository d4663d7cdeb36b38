import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A proposal with who asked for it and what became of it. */
const decisions = (db: Db) =>
  db
    .selectFrom("approval as a")
    .innerJoin("tool_call as t", "t.id", "a.tool_call_id")
    .leftJoin("app_user as asked", "asked.id", "t.user_id")
    .leftJoin("app_user as decided", "decided.id", "a.decided_by")
    .select([
      "a.id",
      "a.tool",
      "a.args",
      "a.role",
      "a.status",
      "a.expires_at",
      "a.decided_by",
      "a.decided_at",
      "t.user_id as asked_by",
      "t.status as outcome",
      "asked.name_zh as asked_zh",
      "asked.name_en as asked_en",
      "decided.name_zh as decided_zh",
      "decided.name_en as decided_en",
    ]);
export type DecisionRow = Awaited<ReturnType<ReturnType<typeof decisions>["execute"]>>[number];

/** What was proposed for an order, the latest first. */
export const decisionsOfOrder = (db: Db, order: string, limit: number): Promise<DecisionRow[]> =>
  decisions(db)
    .where(sql<boolean>`a.args->>'order' = ${order}`)
    .orderBy("a.expires_at", "desc")
    .limit(limit)
    .execute();

/** What was decided last in the conversation of a call, or in the whole plant where nothing was there. */
export const lastDecision = async (
  db: Db,
  toolCallId: string,
): Promise<{ readonly rows: DecisionRow[]; readonly isElsewhere: boolean }> => {
  const decided = decisions(db)
    .where("a.status", "in", ["Approved", "Rejected"])
    .orderBy("a.decided_at", "desc")
    .limit(1);
  const own = await decided
    .where("t.conversation_id", "=", (call) =>
      call.selectFrom("tool_call as c").select("c.conversation_id").where("c.id", "=", toolCallId),
    )
    .execute();
  return own.length > 0
    ? { rows: own, isElsewhere: false }
    : { rows: await decided.execute(), isElsewhere: true };
};

/** What waits for a person, that which lapses first first. */
export const openDecisions = (db: Db): Promise<DecisionRow[]> =>
  decisions(db)
    .where("a.status", "=", "Pending")
    .where("a.expires_at", ">", new Date())
    .orderBy("a.expires_at")
    .execute();

/** What was proposed in the conversation of a call and waits for a person, the latest first. */
export const pendingOfConversation = (db: Db, toolCallId: string): Promise<DecisionRow[]> =>
  decisions(db)
    .where("a.status", "=", "Pending")
    .where("a.expires_at", ">", new Date())
    .where("t.conversation_id", "=", (call) =>
      call.selectFrom("tool_call as c").select("c.conversation_id").where("c.id", "=", toolCallId),
    )
    .orderBy("a.expires_at", "desc")
    .execute();
