import { type CellRunRow, cellRunId } from "../../../mes/queries/cells.ts";
import type { CellSetUp, CellStranded } from "../../../mes/schema/cell.ts";
import { ApprovalType, approvalOf } from "../acts.ts";
import { builder } from "../builder.ts";
import { FailureType, failuresOf, StepType, stepsOf } from "./steps.ts";

const SetUpType = builder.objectRef<CellSetUp>("CellSetUp").implement({
  description: "A fixture that a person mounts before a step may begin.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that needs it, as unit/step." }),
    at: t.exposeString("at", { description: "Place of the cell where it is mounted." }),
    what: t.exposeString("what", { description: "Fixture, or insert of a tray, to mount." }),
    instead: t.exposeString("instead", {
      nullable: true,
      description: "Fixture that it takes the place of; null where none is mounted.",
    }),
    doneAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it was confirmed; null while it is to be done. Plant time.",
      resolve: ({ doneAt }) => (doneAt ? new Date(doneAt) : null),
    }),
    doneBy: t.exposeString("doneBy", {
      nullable: true,
      description: "Person who confirmed it; null while it is to be done.",
    }),
  }),
});

const StrandedType = builder.objectRef<CellStranded>("CellStranded").implement({
  description: "A unit that a person takes out of a tester that failed, and what became of it.",
  fields: (t) => ({
    unit: t.exposeString("unit", { description: "Unit that stands in it." }),
    from: t.exposeString("from", { description: "Tester that failed." }),
    to: t.exposeString("to", {
      nullable: true,
      description: "The tester it was brought to; null: set aside.",
    }),
    doneAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "Null while it is to be done.",
      resolve: ({ doneAt }) => (doneAt ? new Date(doneAt) : null),
    }),
    doneBy: t.exposeString("doneBy", {
      nullable: true,
      description: "Person who saw to it; null while it is to be done.",
    }),
  }),
});

export const RunType = builder.objectRef<CellRunRow>("CellRun").implement({
  description: "Units that go through a cell by one plan.",
  fields: (t) => ({
    id: t.id({ resolve: ({ number }) => cellRunId(number) }),
    cellId: t.exposeString("cell_id", { description: "Cell that it goes through." }),
    status: t.exposeString("status", {
      description: "Asked, Proposed, Running, Completed, Failed, Aborted or Rejected.",
    }),
    units: t.field({
      type: "JSON",
      description: "Its units: `id` and `product` of each.",
      resolve: ({ units }) => units,
    }),
    description: t.field({
      type: "JSON",
      description: "Cell and recipes as they were when it was asked for.",
      resolve: ({ description }) => description,
    }),
    steps: t.field({ type: [StepType], resolve: stepsOf }),
    failures: t.field({
      type: [FailureType],
      description: "Attempts that failed, in the order that they did.",
      resolve: (row, _args, { db }) => failuresOf(db, row),
    }),
    setUps: t.field({
      type: [SetUpType],
      description: "Fixtures that people mount for it.",
      resolve: ({ set_ups: setUps }) => setUps,
    }),
    jobOrder: t.exposeString("job_order_id", {
      nullable: true,
      description: "Job order (ISA-95) whose units these are; null for a run that was asked for by itself.",
    }),
    good: t.exposeInt("good", { description: "Units that have gone through every step." }),
    stranded: t.field({
      type: [StrandedType],
      description: "Units whose tester failed with them in it.",
      resolve: ({ stranded }) => stranded,
    }),
    makespan: t.exposeFloat("makespan_s", {
      nullable: true,
      description: "Time of the first plan, seconds; null before it is planned.",
    }),
    bound: t.exposeFloat("bound_s", {
      nullable: true,
      description: "No plan takes less, seconds; null before it is planned.",
    }),
    replans: t.exposeInt("replans", {
      description: "How often the rest was planned anew, after a failure or a delay.",
    }),
    robotsOut: t.field({
      type: ["String"],
      description: "Robots that failed in it and are not used any more.",
      resolve: ({ robots_out: out }) => out,
    }),
    requestedBy: t.exposeString("requested_by", { description: "Person who asked for it." }),
    askedAt: t.expose("asked_at", { type: "DateTime", description: "When it was asked for; plant time." }),
    startedAt: t.expose("started_at", {
      type: "DateTime",
      nullable: true,
      description: "When it began; null before that. Plant time.",
    }),
    endedAt: t.expose("ended_at", {
      type: "DateTime",
      nullable: true,
      description: "When it ended; null before that. Plant time.",
    }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "Why it failed, was stopped or refused; null for any other.",
    }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: "What a decision has to be about; null before it is proposed.",
      resolve: async (row, _args, context) => (await approvalOf(context, row.tool_call_id)) ?? null,
    }),
  }),
});
