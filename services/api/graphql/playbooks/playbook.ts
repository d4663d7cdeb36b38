import { storedPlaybook } from "../../../../agents/runtime/playbook/model.ts";
import { nextTime } from "../../../../agents/runtime/playbook/trigger.ts";
import { plantNow } from "../../../mes/clock.ts";
import { allPlaybooks, type PlaybookRow, runsOf } from "../../../mes/queries/playbooks.ts";
import { builder } from "../builder.ts";
import { within } from "../connection.ts";
import { LeaveType } from "../people/leave.ts";
import { turnOffLeave, writerLeave } from "./leave.ts";
import { RunType } from "./run.ts";

const mostRuns = 100;
const PlaybookType = builder.objectRef<PlaybookRow>("Playbook").implement({
  description: "What the house does by itself when something happens.",
  fields: (t) => ({
    id: t.exposeID("id"),
    version: t.exposeInt("version"),
    active: t.exposeBoolean("is_active", { description: "Whether it starts by itself." }),
    definition: t.field({
      type: "JSON",
      description: "The playbook, as the schema of playbookForm has it.",
      resolve: (row) => row.definition,
    }),
    savedBy: t.exposeString("saved_by", { description: "Person who wrote this version." }),
    savedAt: t.expose("saved_at", {
      type: "DateTime",
      description: "When this version was stored; plant time.",
    }),
    leave: t.field({
      type: LeaveType,
      description: "Whether who asks may change it, turn it on and start it.",
      resolve: (row, _args, context) => writerLeave(context, storedPlaybook(row.definition)),
    }),
    turnOff: t.field({
      type: LeaveType,
      description: "Whether who asks may turn it off.",
      resolve: (row, _args, context) => turnOffLeave(context, storedPlaybook(row.definition)),
    }),
    next: t.field({
      type: "DateTime",
      nullable: true,
      description: "When its clock is due next; null while it is off, and without a clock.",
      resolve: async (row, _args, { db }) =>
        row.is_active ? (nextTime(storedPlaybook(row.definition), await plantNow(db)) ?? null) : null,
    }),
    runs: t.field({
      type: [RunType],
      description: "Its latest runs, and starts that its limits left out.",
      args: { first: t.arg.int({ defaultValue: 5 }) },
      resolve: ({ id }, { first }, { db }) => runsOf(db, id, within(mostRuns, first, 5)),
    }),
  }),
});

builder.queryField("playbooks", (t) =>
  t.field({
    type: [PlaybookType],
    description: "Every playbook, in its latest version.",
    resolve: (_root, _args, { db }) => allPlaybooks(db),
  }),
);
