import { approvedTools, type DecisionLeave, decisionLeave, type Leave } from "../leave.ts";
import { mutationLeave, mutationRules } from "../permissions.ts";
import type { Viewer } from "../session.ts";
import { builder } from "./builder.ts";
import { DecisionLeaveType, LeaveType } from "./leave.ts";

const ActType = builder.objectRef<{ readonly act: string; readonly leave: Leave }>("ActLeave").implement({
  fields: (t) => ({
    act: t.exposeString("act", { description: "A mutation." }),
    leave: t.expose("leave", { type: LeaveType }),
  }),
});

const ToolLeaveType = builder
  .objectRef<{ readonly tool: string; readonly decision: DecisionLeave }>("ToolLeave")
  .implement({
    fields: (t) => ({
      tool: t.exposeString("tool"),
      decision: t.expose("decision", { type: DecisionLeaveType }),
    }),
  });

const ViewerType = builder.objectRef<Viewer>("Viewer").implement({
  description: "Who is signed in.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.string({ resolve: (viewer) => viewer.nameZh }),
    nameEn: t.exposeString("nameEn"),
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
  t.field({ type: ViewerType, resolve: (_root, _args, { viewer }) => viewer }),
);
