import { MillwrightError } from "../../../core/errors.ts";
import { type AuditEvidence, evidenceOfCall } from "../../../mes/audit/evidence.ts";
import { seesWholeAudit } from "../../permissions.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

export const StepType = builder.objectRef<AuditEvidence["steps"][number]>("AuditStep").implement({
  description: "What one role found before the act.",
  fields: (t) => ({
    role: t.exposeString("role", { description: "Role of the agent that checked." }),
    status: t.exposeString("status", { description: "How the check ended, such as passed or failed." }),
    summary: t.expose("summary", { type: BilingualText, description: "What it found, in a sentence." }),
    evidence: t.field({ type: "JSON", resolve: ({ evidence }) => evidence }),
  }),
});
const ApprovalType = builder.objectRef<NonNullable<AuditEvidence["approval"]>>("AuditApproval").implement({
  description: "Who was asked, and what was decided.",
  fields: (t) => ({
    status: t.exposeString("status", { description: "Pending, Approved, Rejected or Expired." }),
    role: t.exposeString("role", { description: "The one role that may decide it." }),
    decidedBy: t.exposeString("decidedBy", {
      nullable: true,
      description: "Person who decided, by id; null while it waits.",
    }),
    decidedAt: t.expose("decidedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was decided; null while it waits. Wall time.",
    }),
    argsHash: t.exposeString("argsHash", { description: "SHA-256 of exactly what was approved." }),
    planVersion: t.exposeInt("planVersion"),
  }),
});
const EvidenceType = builder.objectRef<AuditEvidence>("AuditEvidence").implement({
  description: "What an act rests on.",
  fields: (t) => ({
    tool: t.exposeString("tool", { description: "The act, by its name." }),
    args: t.field({ type: "JSON", description: "What it was done with.", resolve: ({ args }) => args }),
    askedBy: t.exposeString("askedBy", { description: "Person who asked for it, by id." }),
    sentence: t.exposeString("sentence", { description: "The words that it was asked with." }),
    model: t.exposeString("model", {
      nullable: true,
      description: "Language model that understood the sentence; null where words alone decided.",
    }),
    confidence: t.exposeFloat("confidence", {
      nullable: true,
      description: "Least probability of a token of its answer, 0 to 1; null where words alone decided.",
    }),
    steps: t.field({ type: [StepType], resolve: ({ steps }) => [...steps] }),
    approval: t.expose("approval", {
      type: ApprovalType,
      nullable: true,
      description: "Who decided about it; null where no approval was asked for.",
    }),
  }),
});

builder.queryField("auditEvidence", (t) =>
  t.field({
    type: EvidenceType,
    nullable: true,
    description: "What a call rests on; for a manager, who asked for it, and who decided about it.",
    args: {
      toolCallId: t.arg.id({ required: true, description: "The call, as an entry of the audit has it." }),
    },
    resolve: async (_root, { toolCallId }, { db, viewer }) => {
      const found = await evidenceOfCall(db, String(toolCallId));
      if (!found) return null;
      const hadPart = [found.askedBy, found.approval?.decidedBy].includes(viewer.id);
      if (!hadPart && !seesWholeAudit(viewer)) throw new MillwrightError("FORBIDDEN", { role: ["manager"] });
      return found;
    },
  }),
);
