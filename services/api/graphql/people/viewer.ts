import { approvedTools, type DecisionLeave, decisionLeave, type Leave } from "../../leave.ts";
import { mutationLeave, mutationRules } from "../../permissions.ts";
import type { Viewer } from "../../session.ts";
import { builder } from "../builder.ts";
import { DecisionLeaveType, LeaveType } from "./leave.ts";

const ActType = builder.objectRef<{ readonly act: string; readonly leave: Leave }>("ActLeave").implement({
  description: "A mutation, and whether who asks may do it.",
  fields: (t) => ({
    act: t.exposeString("act", { description: "A mutation." }),
    leave: t.expose("leave", { type: LeaveType, description: "Whether, and if not, who may." }),
  }),
});

const ToolLeaveType = builder
  .objectRef<{ readonly tool: string; readonly decision: DecisionLeave }>("ToolLeave")
  .implement({
    description: "An act that waits for a person, and whether who asks may decide it.",
    fields: (t) => ({
      tool: t.exposeString("tool", { description: "Tool of the agents, such as release_order." }),
      decision: t.expose("decision", {
        type: DecisionLeaveType,
        description: "Whether he may, by the answer.",
      }),
    }),
  });

const ViewerType = builder.objectRef<Viewer>("Viewer").implement({
  description: "Who is signed in.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.string({ description: "The person's name in Chinese.", resolve: (viewer) => viewer.nameZh }),
    nameEn: t.exposeString("nameEn", { description: "The person's name in English." }),
    roles: t.field({ type: ["String"], resolve: (viewer) => [...viewer.roles] }),
    may: t.field({
      type: [ActType],
      description: "Every mutation: whether it is open to who asks.",
      resolve: (viewer, _args, { fourEyes }) =>
        Object.keys(mutationRules).map((act) => ({ act, leave: mutationLeave(act, viewer, fourEyes) })),
    }),
    mayDecide: t.field({
      type: [ToolLeaveType],
      description:
        "Every act that waits for a person: whether who asks decides about one that is his own wish.",
      resolve: (viewer, _args, { fourEyes }) =>
        approvedTools.map(({ tool, role }) => ({
          tool,
          decision: decisionLeave({ tool, role, askedBy: viewer.id }, viewer, fourEyes),
        })),
    }),
  }),
});

builder.queryField("viewer", (t) =>
  t.field({
    type: ViewerType,
    description: "Who is signed in, and what he may do.",
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);
