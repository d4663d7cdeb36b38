import { stateOf } from "../../../../agents/robot/advance.ts";
import type { Wait } from "../../../../agents/robot/dependency-graph.ts";
import { commandOf, isCalledOff, type StepProgress } from "../../../../agents/robot/run.ts";
import type { Db } from "../../../mes/database.ts";
import { type CellRunRow, reportsAfter } from "../../../mes/queries/cells.ts";
import { builder } from "../builder.ts";

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

export const stepsOf = (row: CellRunRow): StepTold[] => {
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

export const FailureType = builder.objectRef<Failure>("CellStepFailure").implement({
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
export const failuresOf = async (db: Db, { number, started_at: begun }: CellRunRow): Promise<Failure[]> => {
  if (!begun) return [];
  const reports = await reportsAfter(db, number, "0");
  return reports.flatMap(({ command_id: command, state, reason, time }) => {
    // Told to stop is no failure.
    if (state !== "Aborted" || isCalledOff({ state, reason })) return [];
    const of = commandOf(command);
    return of ? [{ ...of, at: (time.getTime() - begun.getTime()) / 1_000, reason }] : [];
  });
};

export const StepType = builder.objectRef<StepTold>("CellRunStep").implement({
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
