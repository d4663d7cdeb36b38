import {
  type PlaybookRunRow,
  type PlaybookStepRow,
  playbookRunById,
  stepsOfPlaybookRun,
  versionOf,
} from "../../../mes/queries/playbooks.ts";
import { ApprovalType, approvalOf } from "../acts.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

const StepType = builder.objectRef<PlaybookStepRow>("PlaybookRunStep").implement({
  description: "What a step of a run found, told or proposed.",
  fields: (t) => ({
    id: t.exposeString("step_id", { description: "Id of the step in the definition." }),
    status: t.exposeString("status", { description: "Waiting, Done or Failed." }),
    outcome: t.exposeString("outcome", {
      nullable: true,
      description:
        "What came of it, such as found, told, happened, taken, or the side of a branch: yes or no; null while it waits.",
    }),
    text: t.expose("text", {
      type: BilingualText,
      nullable: true,
      description: "What it found or told, in words; null for a step that tells nothing.",
    }),
    facts: t.field({ type: "JSON", resolve: (row) => row.facts }),
    evidence: t.field({ type: "JSON", resolve: (row) => row.evidence }),
    until: t.expose("wait_until", {
      type: "DateTime",
      nullable: true,
      description: "When its waiting ends at the latest; null for a step that does not wait. Plant time.",
    }),
    startedAt: t.expose("started_at", { type: "DateTime" }),
    finishedAt: t.expose("finished_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was done; null while it waits. Plant time.",
    }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: "The approval of an act that it proposed; null for any other step.",
      resolve: async ({ tool_call_id: call }, _args, context) =>
        call ? ((await approvalOf(context, call)) ?? null) : null,
    }),
  }),
});

export const RunType = builder.objectRef<PlaybookRunRow>("PlaybookRun").implement({
  description: "One run of a playbook, or a start that its limits left out.",
  fields: (t) => ({
    id: t.exposeID("id"),
    playbookId: t.exposeString("playbook_id", { description: "Playbook that runs." }),
    version: t.exposeInt("version"),
    cause: t.exposeString("cause", {
      description: "What started it: the id of an event, a time of its clock, or `hand-` and an act.",
    }),
    status: t.exposeString("status", { description: "Running, Done, Failed, Stopped or Skipped." }),
    reason: t.expose("reason", {
      type: BilingualText,
      nullable: true,
      description: "Why it failed, was stopped or was left out; null for any other.",
    }),
    facts: t.field({
      type: "JSON",
      description: "What the event that started it told, by name.",
      resolve: (row) => row.facts,
    }),
    startedAt: t.expose("started_at", { type: "DateTime" }),
    finishedAt: t.expose("finished_at", {
      type: "DateTime",
      nullable: true,
      description: "When it ended; null while it runs. Plant time.",
    }),
    steps: t.field({ type: [StepType], resolve: ({ id }, _args, { db }) => stepsOfPlaybookRun(db, id) }),
    definition: t.field({
      type: "JSON",
      description: "The version that runs.",
      resolve: async (row, _args, { db }) => (await versionOf(db, row.playbook_id, row.version)).definition,
    }),
  }),
});

builder.queryField("playbookRun", (t) =>
  t.field({
    type: RunType,
    description: "One run of a playbook, by its id.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => playbookRunById(db, String(id)),
  }),
);
