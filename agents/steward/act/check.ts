import { deterministicId } from "../../../services/core/ids.ts";
import type { Db } from "../../../services/mes/database.ts";
import { saveStep, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import { type createChecks, runCheck } from "../checks.ts";
import type { Answer } from "./answer.ts";

/** One role's check of a proposed call, stored as a step with its evidence. */
export const createCheck =
  (
    db: Db,
    checks: ReturnType<typeof createChecks>,
    { tellerOf, contextOf, grounded, shown }: Answer,
  ): StewardActivities["check"] =>
  async ({ toolCallId, role }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = tellerOf(call);
    const { title } = checks[role];
    const stepId = deterministicId("step", toolCallId, role);
    await teller.tell(`step/${role}/start`, "STEP_STARTED", { stepId, role, title });
    const found = await runCheck(checks[role], contextOf(call));
    const { status, facts, alternatives } = found;
    const { text: summary, evidence } = await shown(call, {
      text: grounded(call, { text: found.summary, evidence: found.evidence }),
      evidence: found.evidence,
    });
    const kept = { ...facts, ...(alternatives ? { alternatives } : {}) };
    await saveStep(db, { id: stepId, toolCallId, role, status, summary, evidence, facts: kept });
    await teller.tell(`step/${role}/end`, "STEP_FINISHED", { stepId, role, status, summary, evidence });
    return { stepId, status };
  };
