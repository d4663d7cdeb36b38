import type { PlantClock } from "../../../services/core/clock.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import { contentHash } from "../../../services/core/ids.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { appendEvents } from "../../../services/mes/events.ts";
import { claimApproval } from "../../../services/mes/queries/approvals.ts";
import { type ToolCallRow, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import { createTeller } from "../../runtime/teller.ts";
import { type ToolName, toolNamed } from "../../runtime/tool.ts";
import { withdraw } from "./withdraw.ts";

export interface ConsentDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
}

/** What became of a proposal, and who stands for the act that it was. */
export interface Consent {
  readonly recordDecision: StewardActivities["recordDecision"];
  /** Writes down that an act waits for a person, or what became of it. */
  audit(
    tx: Db | Tx,
    call: ToolCallRow,
    type: string,
    actorId: string | null,
    origin?: string,
  ): Promise<unknown>;
  /**
   * An act that needs consent is done only with that consent on record, for exactly what was shown; gives who stands for it.
   *
   * @throws MillwrightError APPROVAL_ARGUMENTS_CHANGED, FOUR_EYES.
   */
  requireConsent(call: ToolCallRow): Promise<string>;
}

export const createConsent = ({ db, clock, fourEyes }: ConsentDeps): Consent => {
  const audit: Consent["audit"] = (tx, call, type, actorId, origin) =>
    appendEvents(tx, [
      {
        id: contentHash(type, call.id),
        type,
        time: clock.now(),
        source: "steward",
        objects: [
          { id: call.id, type: "tool_call", qualifier: "decided" },
          ...(call.args["order"]
            ? [{ id: String(call.args["order"]), type: "work_order", qualifier: "order" }]
            : []),
          ...(call.args["proposal"]
            ? [{ id: String(call.args["proposal"]), type: "plan_proposal", qualifier: "proposal" }]
            : []),
          ...(call.args["run"] ? [{ id: String(call.args["run"]), type: "cell_run", qualifier: "run" }] : []),
          ...(actorId ? [{ id: actorId, type: "person", qualifier: "approver" }] : []),
          ...(actorId === call.user_id ? [] : [{ id: call.user_id, type: "person", qualifier: "asked" }]),
        ],
        attributes: {
          tool: call.tool,
          act: toolNamed(call.tool as ToolName).title,
          args: call.resolved ?? call.args,
          ...(origin ? { origin } : {}),
        },
      },
    ]);

  const recordDecision: Consent["recordDecision"] = async ({ approvalId, decision, actorId, origin }) => {
    const status = decision === "approve" ? "Approved" : "Rejected";
    // At once with its record and its word: one that is claimed and fails behind that could not be made again.
    const row = await db.transaction().execute(async (tx) => {
      const { row: claimed } = await claimApproval(tx, approvalId, status, actorId);
      const call = await toolCallById(tx, claimed.tool_call_id);
      const type = decision === "approve" ? "approval.approved" : "approval.rejected";
      if (decision === "reject") await withdraw(tx, call.id, "Rejected");
      await audit(tx, call, type, actorId, origin);
      const teller = createTeller(tx, call.conversation_id, call.run_id);
      await teller.tell("decided", "APPROVAL_DECIDED", { approvalId, decision, actor: actorId });
      return claimed;
    });
    return { decision, actorId, decidedAt: (row.decided_at ?? new Date()).toISOString() };
  };

  const requireConsent = async (call: ToolCallRow): Promise<string> => {
    if (toolNamed(call.tool as ToolName).policy.kind === "automatic") return call.user_id;
    const approval = await db
      .selectFrom("approval")
      .selectAll()
      .where("tool_call_id", "=", call.id)
      .executeTakeFirst();
    const intact =
      approval && approval.args_hash === contentHash(call.tool, call.resolved, approval.plan_version);
    if (approval?.status !== "Approved" || !intact || !approval.decided_by)
      throw new MillwrightError("APPROVAL_ARGUMENTS_CHANGED");
    if (fourEyes.has(call.tool) && approval.decided_by === call.user_id)
      throw new MillwrightError("FOUR_EYES", { act: call.tool, person: call.user_id });
    return approval.decided_by;
  };

  return { recordDecision, audit, requireConsent };
};
