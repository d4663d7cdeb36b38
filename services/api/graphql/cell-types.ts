import { stateOf } from "../../../agents/robot/advance.ts";
import type { Wait } from "../../../agents/robot/dependency-graph.ts";
import { commandOf, isCalledOff, type StepProgress } from "../../../agents/robot/run.ts";
import type { Db } from "../../mes/database.ts";
import { approvalOfCall } from "../../mes/queries/approvals.ts";
import {
  type CellJob,
  type CellRow,
  type CellRunRow,
  cellJobs,
  cellRunId,
  describedCell,
  reportsAfter,
  runningIn,
  runsOfCell,
} from "../../mes/queries/cells.ts";
import type { CellSetUp, CellStranded } from "../../mes/schema/cell.ts";
import { ApprovalType } from "./acts.ts";
import { builder } from "./builder.ts";
import { BilingualText } from "./plant.ts";

interface StepTold {
  readonly id: string;
  readonly unit: string;
  readonly step: string;
  readonly kind: string;
  readonly robots: readonly string[];
  readonly from: string | null;
  readonly at: string;
  /** Of the plan in force. */
  readonly start: number;
  readonly duration: number;
  /** Of the first plan. */
  readonly firstStart: number | null;
  readonly firstRobots: readonly string[] | null;
  readonly waits: readonly Wait[];
  readonly progress: StepProgress | undefined;
}

const stepsOf = (row: CellRunRow): StepTold[] => {
  if (!row.state) return [];
  const { steps, progress } = stateOf(row);
  const first = new Map(row.planned.map((step) => [step.id, step]));
  return steps.map(({ id, unit, step, robots, from, at, start, durationS, waits }) => ({
    id,
    unit,
    step: step.id,
    kind: step.kind,
    robots,
    from: from ?? null,
    at,
    start,
    duration: durationS,
    firstStart: first.get(id)?.start ?? null,
    firstRobots: first.get(id)?.robots ?? null,
    waits,
    progress: progress[id],
  }));
};

const WaitType = builder.objectRef<Wait>("CellStepWait").implement({
  description: "A step waits until another has begun or ended, and so many seconds more.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that comes before, as unit/step." }),
    edge: t.exposeString("edge", { description: "start or end." }),
    minS: t.exposeFloat("minS", { description: "Least time between the two, seconds." }),
  }),
});

/** An attempt that failed. */
interface Failure {
  readonly step: string;
  readonly attempt: number;
  /** Seconds since the run began. */
  readonly at: number;
  readonly reason: string | null;
}

const FailureType = builder.objectRef<Failure>("CellStepFailure").implement({
  description: "An attempt of a step that failed.",
  fields: (t) => ({
    step: t.exposeString("step", { description: "Step that failed, as unit/step." }),
    attempt: t.exposeInt("attempt"),
    at: t.exposeFloat("at", { description: "Seconds since the run began." }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "What the cell says of it; null where it said nothing.",
    }),
  }),
});

/** Of every attempt, whatever became of the step later. */
const failuresOf = async (db: Db, { number, started_at: begun }: CellRunRow): Promise<Failure[]> => {
  if (!begun) return [];
  const reports = await reportsAfter(db, number, "0");
  return reports.flatMap(({ command_id: command, state, reason, time }) => {
    // Told to stop is no failure.
    if (state !== "Aborted" || isCalledOff({ state, reason })) return [];
    const of = commandOf(command);
    return of ? [{ ...of, at: (time.getTime() - begun.getTime()) / 1_000, reason }] : [];
  });
};

const StepType = builder.objectRef<StepTold>("CellRunStep").implement({
  description: "A step of a unit. Times are seconds since the run began.",
  fields: (t) => ({
    id: t.exposeID("id"),
    unit: t.exposeString("unit", { description: "Unit that it is done with." }),
    step: t.exposeString("step", { description: "Step of the product's recipe." }),
    kind: t.exposeString("kind", {
      description: "Kind of work, such as carry, loadFixture, plugCable or test.",
    }),
    robots: t.field({
      type: ["String"],
      description: "Robots that do it by the plan in force; none for a step of the tester alone.",
      resolve: ({ robots }) => [...robots],
    }),
    from: t.exposeString("from", {
      nullable: true,
      description: "Place that the unit comes from; null for a step that moves nothing.",
    }),
    at: t.exposeString("at", {
      description: "Place of the cell where the unit is, or is put: a tester, tray or store.",
    }),
    start: t.exposeFloat("start", { description: "By the plan in force." }),
    duration: t.exposeFloat("duration", { description: "Planned time, seconds." }),
    firstStart: t.exposeFloat("firstStart", {
      nullable: true,
      description: "By the plan that was approved; null for a step that was not in it.",
    }),
    firstRobots: t.field({
      type: ["String"],
      nullable: true,
      description: "Robots by the plan that was approved; null for a step that was not in it.",
      resolve: ({ firstRobots }) => (firstRobots ? [...firstRobots] : null),
    }),
    waits: t.field({
      type: [WaitType],
      description: "What has to come before it.",
      resolve: ({ waits }) => [...waits],
    }),
    state: t.string({
      description: "waiting, commanded, running, done or failed.",
      resolve: ({ progress }) => progress?.state ?? "waiting",
    }),
    attempt: t.int({
      description: "Which try it is, counted from 1; 0 before the first.",
      resolve: ({ progress }) => progress?.attempt ?? 0,
    }),
    startedAt: t.float({
      nullable: true,
      description: "When it really began; null before that.",
      resolve: ({ progress }) => progress?.startedAt ?? null,
    }),
    endedAt: t.float({
      nullable: true,
      description: "When it really ended; null before that.",
      resolve: ({ progress }) => progress?.endedAt ?? null,
    }),
    reason: t.string({
      nullable: true,
      description: "What the cell says of a failed attempt; null for any other.",
      resolve: ({ progress }) => progress?.reason ?? null,
    }),
  }),
});

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

const JobType = builder.objectRef<CellJob>("CellJob").implement({
  description: "A job order that is at a cell with pieces left to test.",
  fields: (t) => ({
    id: t.exposeID("id"),
    workOrderId: t.exposeString("work_order_id"),
    productId: t.exposeString("product_id"),
    good: t.exposeInt("good"),
    quantity: t.exposeInt("quantity"),
    held: t.exposeBoolean("held"),
    lastRun: t.string({
      nullable: true,
      description: "Latest run of its units; null before the first.",
      resolve: ({ run }) => (run ? cellRunId(run) : null),
    }),
    lastStatus: t.string({
      nullable: true,
      description: "Where that run stands; null before the first.",
      resolve: ({ status }) => status ?? null,
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
      resolve: async (row, _args, { db }) => (await approvalOfCall(db, row.tool_call_id)) ?? null,
    }),
  }),
});

const mostRuns = 50;

export const CellType = builder.objectRef<CellRow>("Cell").implement({
  description: "A robot cell.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
    description: t.field({
      type: "JSON",
      description: "Places, robots and zones, as services/protocols/cell/description.ts defines them.",
      resolve: ({ description }) => description,
    }),
    recipes: t.field({
      type: "JSON",
      description:
        "What is done with each product, step by step, as services/protocols/cell/description.ts defines it.",
      resolve: async ({ id }, _args, { db }) => (await describedCell(db, id)).recipes,
    }),
    version: t.exposeInt("version"),
    online: t.exposeBoolean("online", { description: "Whether its control is connected." }),
    stopped: t.exposeString("stopped", {
      nullable: true,
      description: "Why nothing may move; null: it may.",
    }),
    stoppedBy: t.exposeString("stopped_by", {
      nullable: true,
      description: "Person who stopped it; null while it may move.",
    }),
    stoppedAt: t.expose("stopped_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was stopped; null while it may move. Plant time.",
    }),
    workCentre: t.exposeString("equipment_id", {
      nullable: true,
      description: "Work centre (ISA-95) of the plan that it is; null where no job orders come to it.",
    }),
    jobs: t.field({
      type: [JobType],
      description: "Job orders that wait here, or are worked on.",
      resolve: ({ id }, _args, { db }) => cellJobs(db, id),
    }),
    run: t.field({
      type: RunType,
      nullable: true,
      description: "The run that goes on; null while none does.",
      resolve: async ({ id }, _args, { db }) => (await runningIn(db, id)) ?? null,
    }),
    runs: t.field({
      type: [RunType],
      description: "The latest first.",
      args: { first: t.arg.int({ defaultValue: 10 }) },
      resolve: ({ id }, { first }, { db }) =>
        runsOfCell(db, id, Math.min(mostRuns, Math.max(1, first ?? 10))),
    }),
  }),
});
