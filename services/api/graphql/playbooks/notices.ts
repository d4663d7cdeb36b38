import { latestNotices, type NoticeRow, runsWaitingFor } from "../../../mes/queries/playbooks.ts";
import { leaveOf } from "../../leave.ts";
import { builder } from "../builder.ts";
import { within } from "../connection.ts";
import { LeaveType } from "../people/leave.ts";
import { BilingualText } from "../plant/plant.ts";

const NoticeType = builder.objectRef<NoticeRow>("Notice").implement({
  description: "What a playbook told a role, or handed over to it.",
  fields: (t) => ({
    id: t.exposeID("id"),
    role: t.exposeString("role"),
    kind: t.exposeString("kind", { description: "told, or task, which waits for somebody to take it." }),
    text: t.expose("text", { type: BilingualText, description: "What it says." }),
    evidence: t.field({ type: "JSON", resolve: (row) => row.evidence }),
    runId: t.exposeString("run_id", { description: "Run of the playbook that told it." }),
    createdAt: t.expose("created_at", { type: "DateTime" }),
    acknowledgedBy: t.exposeString("acknowledged_by", {
      nullable: true,
      description: "Person who took it; null while nobody has.",
    }),
    acknowledgedAt: t.expose("acknowledged_at", {
      type: "DateTime",
      nullable: true,
      description: "When somebody took it; null while nobody has. Plant time.",
    }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may take it.",
      resolve: ({ role }, _args, { viewer }) => leaveOf([role], viewer),
    }),
  }),
});

const mostNotices = 200;

builder.queryField("playbooksWaiting", (t) =>
  t.int({
    description: "Runs that go on when somebody with a role of who asks takes a task or decides an act.",
    resolve: (_root, _args, { db, viewer }) => runsWaitingFor(db, viewer.roles),
  }),
);

builder.queryField("notices", (t) =>
  t.field({
    type: [NoticeType],
    description: "What playbooks told people, what nobody has seen yet first.",
    args: { first: t.arg.int({ defaultValue: 30 }) },
    resolve: (_root, { first }, { db }) => latestNotices(db, within(mostNotices, first, 30)),
  }),
);
