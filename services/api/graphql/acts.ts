import { type ToolName, toolNamed } from "../../../agents/runtime/tool.ts";
import { MillwrightError } from "../../core/errors.ts";
import { plantNow } from "../../mes/clock.ts";
import { createRequisition, holdWorkOrder, resumeWorkOrder } from "../../mes/commands/orders.ts";
import { releaseJobOrder } from "../../mes/commands/release.ts";
import { approvalsOfCalls, pendingApprovals } from "../../mes/queries/approvals.ts";
import { askersOfCalls, stepsOfCalls } from "../../mes/queries/runs.ts";
import { decisionLeave } from "../leave.ts";
import { AuditPersonType } from "./audit/audit.ts";
import { StepType } from "./audit/evidence.ts";
import { together } from "./batch.ts";
import { builder, type GraphContext } from "./builder.ts";
import { once } from "./idempotency.ts";
import { DecisionLeaveType } from "./people/leave.ts";
import { BilingualText } from "./plant/plant.ts";

const findAsker = together(askersOfCalls);
const askerOf = async (context: GraphContext, call: string) => {
  const asker = await findAsker(context, call);
  if (!asker) throw new MillwrightError("NOT_FOUND", { kind: "tool call", id: call });
  return asker;
};
const stepsOf = together(stepsOfCalls);
/** The approval that a call waits for or has waited for; undefined before it does. */
export const approvalOf = together(approvalsOfCalls);

type ApprovalRow = Awaited<ReturnType<typeof pendingApprovals>>[number];
export const ApprovalType = builder.objectRef<ApprovalRow>("Approval").implement({
  description: "An act that waits for a person.",
  fields: (t) => ({
    id: t.exposeID("id"),
    tool: t.exposeString("tool", {
      description: "Tool of the agents that is called once it is approved, such as release_order.",
    }),
    title: t.field({
      type: BilingualText,
      description: "What the tool does, in words.",
      resolve: ({ tool }) => toolNamed(tool as ToolName).title,
    }),
    askedBy: t.field({
      type: AuditPersonType,
      description: "Who asked for it, or for whom a playbook did.",
      resolve: ({ tool_call_id: call }, _args, context) => askerOf(context, call),
    }),
    checks: t.field({
      type: [StepType],
      description: "What the agents found before it was proposed.",
      resolve: async ({ tool_call_id: call }, _args, context) => (await stepsOf(context, call)) ?? [],
    }),
    args: t.field({ type: "JSON", description: "Exact arguments of the tool.", resolve: (row) => row.args }),
    argsHash: t.exposeString("args_hash"),
    planVersion: t.exposeInt("plan_version"),
    role: t.exposeString("role"),
    expiresAt: t.expose("expires_at", {
      type: "DateTime",
      description: "Until when it can be decided; wall time.",
    }),
    status: t.exposeString("status", { description: "Pending, Approved, Rejected or Expired." }),
    decidedBy: t.exposeString("decided_by", {
      nullable: true,
      description: "Person who approved or rejected it; null while it waits, and when it expired.",
    }),
    decidedAt: t.expose("decided_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was decided; null while it waits. Wall time.",
    }),
    may: t.field({
      type: DecisionLeaveType,
      description: "Whether who asks may decide it.",
      resolve: async ({ tool, role, tool_call_id: call }, _args, context) => {
        const { id: askedBy } = await askerOf(context, call);
        return decisionLeave({ tool, role, askedBy }, context.viewer, context.fourEyes);
      },
    }),
  }),
});

/** Letters of a reason that are kept. */
const longestReason = 200;

builder.queryField("pendingApprovals", (t) =>
  t.field({
    type: [ApprovalType],
    description:
      "Acts that wait for a person, whoever may decide them; those that have expired are not among them.",
    resolve: (_root, _args, { db }) => pendingApprovals(db),
  }),
);

builder.mutationFields((t) => ({
  releaseWorkOrder: t.field({
    type: "JSON",
    description:
      "Releases the order's next segment to a line; gives job order, requisition and transport order.",
    args: {
      workOrderId: t.arg.id({ required: true }),
      equipmentId: t.arg.id({ required: true }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, workOrderId, equipmentId }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "release", workOrderId, equipmentId }, (tx, actId) =>
        releaseJobOrder(tx, {
          workOrderId: String(workOrderId),
          equipmentId: String(equipmentId),
          actorId: context.viewer.id,
          toolCallId: actId,
          now,
        }),
      );
    },
  }),
  createRequisition: t.field({
    type: "JSON",
    description:
      "Reserves the kit of the order's next segment and calls it from the warehouse without a release; gives the requisition.",
    args: { workOrderId: t.arg.id({ required: true }), idempotencyKey: t.arg.string({ required: true }) },
    resolve: async (_root, { idempotencyKey, workOrderId }, context) => {
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "requisition", workOrderId }, (tx, actId) =>
        createRequisition(tx, {
          workOrderId: String(workOrderId),
          actorId: context.viewer.id,
          toolCallId: actId,
          now,
        }),
      );
    },
  }),
  setWorkOrderHold: t.field({
    type: "JSON",
    description: "Puts an order on hold, or resumes it.",
    args: {
      workOrderId: t.arg.id({ required: true }),
      held: t.arg.boolean({ required: true, description: "True puts it on hold, false resumes it." }),
      reason: t.arg.string({ description: "Why it is put on hold; shown with the order." }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { idempotencyKey, workOrderId, held, reason }, context) => {
      const now = await plantNow(context.db);
      const id = String(workOrderId);
      return once(
        context,
        idempotencyKey,
        { act: "hold", workOrderId, held, reason: reason ?? null },
        async (tx, actId) => {
          const act = { workOrderId: id, actorId: context.viewer.id, toolCallId: actId, now };
          await (held ? holdWorkOrder(tx, { ...act, reason: reason ?? "-" }) : resumeWorkOrder(tx, act));
          return { workOrderId: id, held };
        },
      );
    },
  }),
  decideApproval: t.field({
    type: "JSON",
    description: "Answers a pending approval; argsHash and planVersion must be the ones that were shown.",
    args: {
      approvalId: t.arg.id({ required: true, description: "Approval that waits." }),
      argsHash: t.arg.string({ required: true }),
      planVersion: t.arg.int({ required: true }),
      approve: t.arg.boolean({ required: true }),
    },
    resolve: (_root, { approvalId, argsHash, planVersion, approve }, { commands, viewer }) =>
      commands.decideApproval(viewer, {
        approvalId: String(approvalId),
        argsHash,
        planVersion,
        decision: approve ? "approve" : "reject",
      }),
  }),
  requestPlan: t.field({
    type: "JSON",
    description: "Asks for a new plan; the key makes the request.",
    args: {
      reason: t.arg.string({
        required: true,
        description: "Why, in your words; the plan keeps up to 200 characters.",
      }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { reason, idempotencyKey }, context) => {
      const act = { act: "plan", reason };
      const request = await once(context, idempotencyKey, act, async (_tx, actId) => ({ requestId: actId }));
      // Repeated after a fall it is started now; one request makes one plan.
      await context.commands.requestPlan(request.requestId, reason.slice(0, longestReason));
      return request;
    },
  }),
}));
