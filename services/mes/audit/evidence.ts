import type { Db } from "../database.ts";

/** What an act rests on: what was asked, what was checked, and the approval with what it was bound to. */
export interface AuditEvidence {
  readonly tool: string;
  readonly args: Record<string, unknown>;
  readonly askedBy: string;
  readonly sentence: string;
  readonly model: string | null;
  readonly confidence: number | null;
  readonly steps: readonly {
    readonly role: string;
    readonly status: string;
    readonly summary: { zh: string; en: string };
    readonly evidence: readonly object[];
  }[];
  readonly approval: {
    readonly status: string;
    readonly role: string;
    readonly decidedBy: string | null;
    readonly decidedAt: Date | null;
    readonly argsHash: string;
    readonly planVersion: number;
  } | null;
}

/** What a call rests on; undefined for none. */
export const evidenceOfCall = async (db: Db, id: string): Promise<AuditEvidence | undefined> => {
  const call = await db
    .selectFrom("tool_call as t")
    .innerJoin("agent_run as r", "r.id", "t.run_id")
    .innerJoin("chat_message as m", "m.id", "r.message_id")
    .select(["t.tool", "t.args", "t.resolved", "t.user_id", "m.text", "r.model", "r.confidence"])
    .where("t.id", "=", id)
    .executeTakeFirst();
  if (!call) return undefined;
  const steps = await db
    .selectFrom("agent_step")
    .select(["role", "status", "summary", "evidence"])
    .where("tool_call_id", "=", id)
    .orderBy("role")
    .execute();
  const approval = await db
    .selectFrom("approval")
    .selectAll()
    .where("tool_call_id", "=", id)
    .executeTakeFirst();
  return {
    tool: call.tool,
    args: call.resolved ?? call.args,
    askedBy: call.user_id,
    sentence: call.text,
    model: call.model,
    confidence: call.confidence,
    steps,
    approval: approval
      ? {
          status: approval.status,
          role: approval.role,
          decidedBy: approval.decided_by,
          decidedAt: approval.decided_at,
          argsHash: approval.args_hash,
          planVersion: approval.plan_version,
        }
      : null,
  };
};
