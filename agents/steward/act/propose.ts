import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { contentHash, deterministicId } from "../../../services/core/ids.ts";
import type { PersonRole } from "../../../services/core/roles.ts";
import { rejectCellRun } from "../../../services/mes/commands/cells.ts";
import type { Db } from "../../../services/mes/database.ts";
import { createApproval } from "../../../services/mes/queries/approvals.ts";
import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import { setToolCall, stepsOf, type ToolCallRow, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { Alternatives } from "../../runtime/context.ts";
import {
  type Evidence,
  type ToolArguments,
  type ToolDefinition,
  type ToolName,
  toolNamed,
} from "../../runtime/tool.ts";
import { choicesOf } from "../alternatives.ts";
import { type Answer, languageOf } from "./answer.ts";
import type { Consent } from "./consent.ts";

/** Sentences as one, which ends as the last one does where that asks. */
const joined = (sentences: readonly string[], separator: string, stop: string): string => {
  const text = sentences.map((sentence) => sentence.replace(/[.。]$/, "")).join(separator);
  return /[?？]$/.test(text) ? text : text + stop;
};

/** Evidence that a proposal is shown with. */
const mostEvidence = 40;

type ConfirmPolicy = Extract<ToolDefinition["policy"], { readonly kind: "confirm" }>;
type Step = Awaited<ReturnType<typeof stepsOf>>[number];

/** What a person is asked to approve. */
const summaryOf = (
  { title }: ToolDefinition,
  policy: ConfirmPolicy,
  { order, line, material }: ToolArguments,
  steps: readonly Step[],
): Bilingual => {
  // The database keeps no order of keys; people read the order first, then where to.
  const shown = [order, line, material].filter(Boolean).join(" → ");
  // What a plan becomes says more than a number.
  const [own] =
    policy.ofPlan || policy.isToldByCheck || shown === "" ? steps.map((step) => step.summary) : [];
  return {
    zh: `${title.zh}：${own?.zh ?? shown}`,
    en: `${title.en}: ${own?.en ?? shown}`,
  };
};

export interface ProposeDeps {
  readonly db: Db;
  readonly answer: Answer;
  readonly consent: Pick<Consent, "audit">;
  /** Seconds of wall time that a proposal waits for a person. */
  readonly approvalTtlS: number;
}

/** Turns the checks of a call into a proposal that waits for a person, or says why it cannot be done. */
export const createPropose = ({
  db,
  answer,
  consent,
  approvalTtlS,
}: ProposeDeps): StewardActivities["propose"] => {
  const refuse = async (
    call: ToolCallRow,
    failed: readonly Step[],
    evidence: readonly Evidence[],
  ): Promise<void> => {
    await setToolCall(db, call.id, { status: "Refused" });
    await rejectCellRun(db, call.id, [...new Set(failed.map(({ summary }) => summary.en))].join("; "));
    const tool = toolNamed(call.tool as ToolName);
    const args = call.args as ToolArguments;
    const { order } = args;
    const language = languageOf(call);
    // Where all that is wrong is one argument, another one would do.
    const instead = failed.map(({ facts }) => facts["alternatives"] as Alternatives | undefined);
    const [alternatives] = instead.every(Boolean) ? instead : [];
    const reasons = (said: keyof Bilingual) => [...new Set(failed.map(({ summary }) => summary[said]))];
    await answer.reply(
      call,
      "refused",
      {
        text: {
          zh: `现在不能${tool.title.zh}：${joined(reasons("zh"), "；", "。")}`,
          en: `${tool.title.en} is not possible now: ${joined(reasons("en"), "; ", ".")}`,
        },
        evidence,
        choices: alternatives
          ? choicesOf(call.tool as ToolName, args, alternatives, language)
          : order
            ? [choiceOf("check_kit", { order }, language), choiceOf("explain_late", { order }, language)]
            : [],
      },
      "refused",
    );
  };

  return async ({ toolCallId }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = answer.tellerOf(call);
    const steps = await stepsOf(db, toolCallId);
    const tool = toolNamed(call.tool as ToolName);
    const { policy } = tool;
    if (policy.kind !== "confirm") throw new MillwrightError("INTERNAL", { reference: toolCallId });
    const evidence = steps.flatMap((step) => step.evidence as Evidence[]);
    const failed = steps.filter((step) => step.status === "fail");
    if (failed.length > 0) {
      await refuse(call, failed, evidence);
      return { outcome: "refused" };
    }
    const facts = Object.assign({}, ...steps.map((step) => step.facts)) as Record<string, string>;
    const args: Record<string, unknown> = { ...call.args, ...(facts["line"] ? { line: facts["line"] } : {}) };
    const planVersion = await latestPlanVersion(db);
    const role = (policy.isByTold && (facts["role"] as PersonRole | undefined)) || policy.role;
    const approval = await db.transaction().execute(async (tx) => {
      const row = await createApproval(tx, {
        id: deterministicId("approval", toolCallId),
        toolCallId,
        tool: call.tool,
        args,
        argsHash: contentHash(call.tool, args, planVersion),
        planVersion,
        role,
        expiresAt: new Date(Date.now() + approvalTtlS * 1_000),
      });
      await setToolCall(tx, toolCallId, { status: "Proposed", resolved: row.args });
      await consent.audit(tx, { ...call, resolved: row.args }, "approval.requested", null);
      return row;
    });
    const shown = await answer.shown(call, {
      text: summaryOf(tool, policy, approval.args as ToolArguments, steps),
      evidence: evidence.slice(0, mostEvidence),
    });
    await teller.tell("approval", "APPROVAL_REQUESTED", {
      approvalId: approval.id,
      toolCallId,
      tool: call.tool,
      args: approval.args,
      argsHash: approval.args_hash,
      planVersion: approval.plan_version,
      role: approval.role,
      expiresAt: approval.expires_at.toISOString(),
      summary: shown.text,
      evidence: shown.evidence,
    });
    return {
      outcome: "proposed",
      approvalId: approval.id,
      argsHash: approval.args_hash,
      planVersion: approval.plan_version,
      role,
      expiresAt: approval.expires_at.getTime(),
    };
  };
};
