import { rolesSaid } from "../../../core/roles.ts";
import type { DecisionLeave, Leave } from "../../leave.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

export const LeaveType = builder.objectRef<Leave>("Leave").implement({
  description:
    "Whether who asks may do something, by the matrix that the server holds before it; and who may.",
  fields: (t) => ({
    allowed: t.exposeBoolean("allowed", { description: "True: the server lets who asks." }),
    who: t.field({
      type: BilingualText,
      description: "The roles that may, in words.",
      resolve: ({ roles }) => rolesSaid(roles),
    }),
    refusal: t.string({
      nullable: true,
      description:
        "FORBIDDEN for want of a role, FOUR_EYES where it takes somebody else than the author; null when it is allowed.",
      resolve: ({ refusal }) => refusal ?? null,
    }),
  }),
});

export const DecisionLeaveType = builder.objectRef<DecisionLeave>("DecisionLeave").implement({
  description: "Whether who asks may approve a proposal, and whether he may reject it.",
  fields: (t) => ({
    approve: t.expose("approve", { type: LeaveType, description: "Whether who asks may approve it." }),
    reject: t.expose("reject", { type: LeaveType, description: "Whether who asks may reject it." }),
  }),
});
