import type { PlantClock } from "../../services/core/clock.ts";
import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import { contentHash, deterministicId } from "../../services/core/ids.ts";
import type { Logger } from "../../services/core/log.ts";
import type { Db } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { claimApproval, createApproval } from "../../services/mes/queries/approvals.ts";
import { mention } from "../../services/mes/queries/conversations.ts";
import { latestPlanVersion } from "../../services/mes/queries/plans.ts";
import { closeProposed } from "../../services/mes/queries/proposals.ts";
import {
  finishRun,
  runOfMessage,
  saveStep,
  setToolCall,
  stepsOf,
  type ToolCallRow,
  toolCallById,
} from "../../services/mes/queries/runs.ts";
import type { PlantDocuments } from "../process/instruction/passages.ts";
import type { StewardActivities } from "../runtime/activities.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { Alternatives, ToolContext, ToolHandler, ToolResult } from "../runtime/context.ts";
import { inventedBy } from "../runtime/grounding.ts";
import { createTeller } from "../runtime/teller.ts";
import { type Evidence, type ToolArguments, type ToolName, toolNamed } from "../runtime/tool.ts";
import { alternativesOf, choicesOf } from "./alternatives.ts";
import { createChecks, runCheck } from "./checks.ts";

export interface ActDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  readonly documents: PlantDocuments;
  readonly staleInstructions: "warn" | "block";
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
  /** Seconds of wall time that a proposal waits for a person. */
  readonly approvalTtlS: number;
  readonly log: Logger;
}

/** Sentences as one, which ends as the last one does where that asks. */
const joined = (sentences: readonly string[], separator: string, stop: string): string => {
  const text = sentences.map((sentence) => sentence.replace(/[.。]$/, "")).join(separator);
  return /[?？]$/.test(text) ? text : text + stop;
};

type ActActivities = Omit<StewardActivities, "interpret">;

const languageOf = (call: ToolCallRow): "zh" | "en" => (call.language === "zh" ? "zh" : "en");

/** The activities that follow a call: checks, proposal, decision, act, closing word. */
export const createAct = ({
  db,
  clock,
  handlers,
  repairMs,
  documents,
  staleInstructions,
  fourEyes,
  approvalTtlS,
  log,
}: ActDeps): ActActivities => {
  const checks = createChecks(repairMs, { documents, staleInstructions });
  const tellerOf = (call: Pick<ToolCallRow, "conversation_id" | "run_id">) =>
    createTeller(db, call.conversation_id, call.run_id);

  const contextOf = (call: ToolCallRow): ToolContext => ({
    db,
    clock,
    tool: call.tool as ToolName,
    toolCallId: call.id,
    actorId: call.user_id,
    // Once proposed, what was shown is what is done.
    args: { ...call.args, ...(call.resolved as ToolArguments | null) },
    text: call.text,
  });

  /** What may be said of what was found: its own words, provided that the evidence holds every figure of them. */
  const grounded = (call: ToolCallRow, result: ToolResult): Bilingual => {
    const invented = (["zh", "en"] as const).flatMap((language) =>
      inventedBy(result, call.args as ToolArguments, language),
    );
    if (invented.length === 0) return result.text;
    log.error({ toolCallId: call.id, invented }, "answer not grounded");
    return { zh: "结果见下方依据。", en: "See the evidence below." };
  };

  const check: ActActivities["check"] = async ({ toolCallId, role }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = tellerOf(call);
    const { title } = checks[role];
    const stepId = deterministicId("step", toolCallId, role);
    await teller.tell(`step/${role}/start`, "STEP_STARTED", { stepId, role, title });
    const found = await runCheck(checks[role], contextOf(call));
    const { status, evidence, facts, alternatives } = found;
    const summary = grounded(call, { text: found.summary, evidence });
    const kept = { ...facts, ...(alternatives ? { alternatives } : {}) };
    await saveStep(db, { id: stepId, toolCallId, role, status, summary, evidence, facts: kept });
    await teller.tell(`step/${role}/end`, "STEP_FINISHED", { stepId, role, status, summary, evidence });
    return { stepId, status };
  };

  /** Says what a run came to. */
  const reply = async (
    call: ToolCallRow,
    key: string,
    result: ToolResult,
    outcome: string,
  ): Promise<void> => {
    const teller = tellerOf(call);
    const language = languageOf(call);
    const text = grounded(call, result)[language];
    await teller.tell(`${key}/result`, "TOOL_CALL_RESULT", {
      toolCallId: call.id,
      status: outcome === "failed" ? "failed" : "ok",
      card: {
        rows: result.rows ?? [],
        evidence: result.evidence,
        ...(result.happening ? { happening: result.happening } : {}),
      },
    });
    await teller.say(`${key}/text`, text);
    if (result.choices && result.choices.length > 0) await teller.offer(`${key}/choices`, result.choices);
    await mention(db, call.conversation_id, result.mentioned ?? {});
    await finishRun(db, call.run_id, outcome);
    await teller.finish(outcome);
  };

  const propose: ActActivities["propose"] = async ({ toolCallId }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = tellerOf(call);
    const steps = await stepsOf(db, toolCallId);
    const tool = toolNamed(call.tool as ToolName);
    const { policy } = tool;
    if (policy.kind !== "confirm") throw new MillwrightError("INTERNAL", { reference: toolCallId });
    const evidence = steps.flatMap((step) => step.evidence as Evidence[]);
    const failed = steps.filter((step) => step.status === "fail");
    if (failed.length > 0) {
      await setToolCall(db, toolCallId, { status: "Refused" });
      const args = call.args as ToolArguments;
      const { order } = args;
      const language = languageOf(call);
      // Where all that is wrong is one argument, another one would do.
      const instead = failed.map(({ facts }) => facts["alternatives"] as Alternatives | undefined);
      const [alternatives] = instead.every(Boolean) ? instead : [];
      const reasons = (said: keyof Bilingual) => [...new Set(failed.map(({ summary }) => summary[said]))];
      await reply(
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
      return { outcome: "refused" };
    }
    const facts = Object.assign({}, ...steps.map((step) => step.facts)) as Record<string, string>;
    const args: Record<string, unknown> = { ...call.args, ...(facts["line"] ? { line: facts["line"] } : {}) };
    const planVersion = await latestPlanVersion(db);
    const approval = await db.transaction().execute(async (tx) => {
      const row = await createApproval(tx, {
        id: deterministicId("approval", toolCallId),
        toolCallId,
        tool: call.tool,
        args,
        argsHash: contentHash(call.tool, args, planVersion),
        planVersion,
        role: policy.role,
        expiresAt: new Date(Date.now() + approvalTtlS * 1_000),
      });
      await setToolCall(tx, toolCallId, { status: "Proposed", resolved: row.args });
      return row;
    });
    // The database keeps no order of keys; people read the order first, then where to.
    const { order, line, material } = approval.args as ToolArguments;
    const shown = [order, line, material].filter(Boolean).join(" → ");
    // What a plan becomes says more than a number.
    const [own] =
      policy.ofPlan || policy.isToldByCheck || shown === "" ? steps.map((step) => step.summary) : [];
    const summary = {
      zh: `${tool.title.zh}：${own?.zh ?? shown}`,
      en: `${tool.title.en}: ${own?.en ?? shown}`,
    };
    await teller.tell("approval", "APPROVAL_REQUESTED", {
      approvalId: approval.id,
      toolCallId,
      tool: call.tool,
      args: approval.args,
      argsHash: approval.args_hash,
      planVersion: approval.plan_version,
      role: approval.role,
      expiresAt: approval.expires_at.toISOString(),
      summary,
      evidence: evidence.slice(0, 40),
    });
    return {
      outcome: "proposed",
      approvalId: approval.id,
      argsHash: approval.args_hash,
      planVersion: approval.plan_version,
      role: policy.role,
      expiresAt: approval.expires_at.getTime(),
    };
  };

  const audit = (call: ToolCallRow, type: string, actorId: string | null) =>
    appendEvents(db, [
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
          ...(actorId ? [{ id: actorId, type: "person", qualifier: "approver" }] : []),
        ],
        attributes: {
          tool: call.tool,
          act: toolNamed(call.tool as ToolName).title,
          args: call.resolved ?? call.args,
        },
      },
    ]);

  const recordDecision: ActActivities["recordDecision"] = async ({ approvalId, decision, actorId }) => {
    const status = decision === "approve" ? "Approved" : "Rejected";
    const { row } = await db.transaction().execute((tx) => claimApproval(tx, approvalId, status, actorId));
    const call = await toolCallById(db, row.tool_call_id);
    await audit(call, decision === "approve" ? "approval.approved" : "approval.rejected", actorId);
    await tellerOf(call).tell("decided", "APPROVAL_DECIDED", { approvalId, decision, actor: actorId });
    return { decision, actorId, decidedAt: (row.decided_at ?? new Date()).toISOString() };
  };

  /** An act that needs consent is done only with that consent on record, for exactly what was shown. */
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

  const executeTool: ActActivities["executeTool"] = async ({ toolCallId }) => {
    const call = await toolCallById(db, toolCallId);
    try {
      const actorId = await requireConsent(call);
      const result = await handlers[call.tool as ToolName]({ ...contextOf(call), actorId });
      await setToolCall(db, toolCallId, {
        status: "Executed",
        result: { text: result.text, evidence: result.evidence },
      });
      await reply(call, "done", result, "done");
      return { outcome: "done", ...(result.follows ? { follows: result.follows } : {}) };
    } catch (error) {
      if (!(error instanceof MillwrightError) || error.retryable) throw error;
      await setToolCall(db, toolCallId, { status: "Failed", result: { ...error.toShape() } });
      const teller = tellerOf(call);
      await teller.error("failed", { code: error.code, message: error.bilingual });
      const alternatives = alternativesOf(error);
      if (alternatives)
        await teller.offer(
          "failed/choices",
          choicesOf(call.tool as ToolName, call.args, alternatives, languageOf(call)),
        );
      await finishRun(db, call.run_id, "failed");
      await teller.finish("failed");
      return { outcome: "failed" };
    }
  };

  const closeProposal: ActActivities["closeProposal"] = async ({ toolCallId, reason }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = tellerOf(call);
    if (reason === "expired") {
      await db
        .transaction()
        .execute((tx) => claimApproval(tx, deterministicId("approval", toolCallId), "Expired", null));
      await audit(call, "approval.expired", null);
      await teller.tell("decided", "APPROVAL_DECIDED", {
        approvalId: deterministicId("approval", toolCallId),
        decision: "expired",
        actor: "",
      });
    }
    const status = reason === "expired" ? "Expired" : "Rejected";
    await setToolCall(db, toolCallId, { status });
    await closeProposed(db, toolCallId, status);
    const text = {
      rejected: { zh: "已拒绝，未做任何改动。", en: "Rejected; nothing was changed." },
      expired: {
        zh: "确认已过期，未做任何改动。需要时请再说一次。",
        en: "The request expired; nothing was changed. Say it again if you still want it.",
      },
      stopped: { zh: "已停止。", en: "Stopped." },
    }[reason];
    await reply(call, "closed", { text, evidence: [] }, reason);
  };

  const endRun: ActActivities["endRun"] = async ({ conversationId, messageId, reason }) => {
    const run = await runOfMessage(db, messageId);
    if (!run || run.finished_at) return;
    const teller = createTeller(db, conversationId, run.id);
    const text = {
      stopped: { zh: "已停止。", en: "Stopped." },
      failed: {
        zh: "这条消息未能处理，请再试一次。",
        en: "This message could not be handled; please try again.",
      },
    }[reason];
    await teller.say("ended", text[run.language === "zh" ? "zh" : "en"]);
    await finishRun(db, run.id, reason);
    await teller.finish(reason);
  };

  return { check, propose, recordDecision, executeTool, closeProposal, endRun };
};
