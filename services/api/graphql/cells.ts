import { stateOf } from "../../../agents/robot/advance.ts";
import type { UnitsWanted } from "../../../agents/robot/ask-run.ts";
import { changeover } from "../../../agents/robot/changeover.ts";
import type { Wait } from "../../../agents/robot/dependency-graph.ts";
import { isCalledOff, type StepProgress } from "../../../agents/robot/run.ts";
import { MillwrightError } from "../../core/errors.ts";
import { plantNow } from "../../mes/clock.ts";
import { confirmSetUp, resetCell, saveCell, soundCell, stopCell } from "../../mes/commands/cells.ts";
import type { Db } from "../../mes/database.ts";
import { approvalOfCall } from "../../mes/queries/approvals.ts";
import {
  allCells,
  type CellRow,
  type CellRunRow,
  cellById,
  cellRunId,
  cellRunNumber,
  cellRunOf,
  describedCell,
  reportsAfter,
  runningIn,
  runsOfCell,
} from "../../mes/queries/cells.ts";
import { sitesOf } from "../../mes/queries/sites.ts";
import type { CellSetUp } from "../../mes/schema/cell.ts";
import { ApprovalType } from "./acts.ts";
import { builder } from "./builder.ts";
import { once, soundKey } from "./idempotency.ts";
import { BilingualText } from "./plant.ts";
import { Language } from "./proposals.ts";

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
    step: t.exposeString("step"),
    edge: t.exposeString("edge", { description: "start or end." }),
    minS: t.exposeFloat("minS"),
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
    step: t.exposeString("step"),
    attempt: t.exposeInt("attempt"),
    at: t.exposeFloat("at", { description: "Seconds since the run began." }),
    reason: t.exposeString("reason", { nullable: true }),
  }),
});

/** Of every attempt, whatever became of the step later. */
const failuresOf = async (db: Db, { number, started_at: begun }: CellRunRow): Promise<Failure[]> => {
  if (!begun) return [];
  const reports = await reportsAfter(db, number, "0");
  return reports.flatMap(({ command_id: command, state, reason, time }) => {
    // Told to stop is no failure.
    if (state !== "Aborted" || isCalledOff({ state, reason })) return [];
    const [, step, attempt] = /^[^/]+\/(.+)\/(\d+)$/.exec(command) ?? [];
    if (!step) return [];
    return [{ step, attempt: Number(attempt), at: (time.getTime() - begun.getTime()) / 1_000, reason }];
  });
};

const StepType = builder.objectRef<StepTold>("CellRunStep").implement({
  description: "A step of a unit. Times are seconds since the run began.",
  fields: (t) => ({
    id: t.exposeID("id"),
    unit: t.exposeString("unit"),
    step: t.exposeString("step"),
    kind: t.exposeString("kind"),
    robots: t.field({ type: ["String"], resolve: ({ robots }) => [...robots] }),
    from: t.exposeString("from", { nullable: true }),
    at: t.exposeString("at"),
    start: t.exposeFloat("start", { description: "By the plan in force." }),
    duration: t.exposeFloat("duration"),
    firstStart: t.exposeFloat("firstStart", {
      nullable: true,
      description: "By the plan that was approved.",
    }),
    firstRobots: t.field({
      type: ["String"],
      nullable: true,
      resolve: ({ firstRobots }) => (firstRobots ? [...firstRobots] : null),
    }),
    waits: t.field({ type: [WaitType], resolve: ({ waits }) => [...waits] }),
    state: t.string({
      description: "waiting, commanded, running, done or failed.",
      resolve: ({ progress }) => progress?.state ?? "waiting",
    }),
    attempt: t.int({ resolve: ({ progress }) => progress?.attempt ?? 0 }),
    startedAt: t.float({ nullable: true, resolve: ({ progress }) => progress?.startedAt ?? null }),
    endedAt: t.float({ nullable: true, resolve: ({ progress }) => progress?.endedAt ?? null }),
    reason: t.string({ nullable: true, resolve: ({ progress }) => progress?.reason ?? null }),
  }),
});

const SetUpType = builder.objectRef<CellSetUp>("CellSetUp").implement({
  description: "A fixture that a person mounts before a step may begin.",
  fields: (t) => ({
    step: t.exposeString("step"),
    at: t.exposeString("at"),
    what: t.exposeString("what"),
    instead: t.exposeString("instead", { nullable: true }),
    doneAt: t.field({
      type: "DateTime",
      nullable: true,
      resolve: ({ doneAt }) => (doneAt ? new Date(doneAt) : null),
    }),
    doneBy: t.exposeString("doneBy", { nullable: true }),
  }),
});

const RunType = builder.objectRef<CellRunRow>("CellRun").implement({
  description: "Units that go through a cell by one plan.",
  fields: (t) => ({
    id: t.id({ resolve: ({ number }) => cellRunId(number) }),
    cellId: t.exposeString("cell_id"),
    status: t.exposeString("status", {
      description: "Asked, Proposed, Running, Completed, Failed, Aborted or Rejected.",
    }),
    units: t.field({ type: "JSON", resolve: ({ units }) => units }),
    steps: t.field({ type: [StepType], resolve: stepsOf }),
    failures: t.field({
      type: [FailureType],
      description: "Attempts that failed, in the order that they did.",
      resolve: (row, _args, { db }) => failuresOf(db, row),
    }),
    setUps: t.field({ type: [SetUpType], resolve: ({ set_ups: setUps }) => setUps }),
    makespan: t.exposeFloat("makespan_s", { nullable: true, description: "As planned first, seconds." }),
    bound: t.exposeFloat("bound_s", { nullable: true, description: "No plan takes less, seconds." }),
    replans: t.exposeInt("replans"),
    robotsOut: t.field({ type: ["String"], resolve: ({ robots_out: out }) => out }),
    requestedBy: t.exposeString("requested_by"),
    askedAt: t.expose("asked_at", { type: "DateTime" }),
    startedAt: t.expose("started_at", { type: "DateTime", nullable: true }),
    endedAt: t.expose("ended_at", { type: "DateTime", nullable: true }),
    reason: t.exposeString("reason", { nullable: true }),
    approval: t.field({
      type: ApprovalType,
      nullable: true,
      description: "What a decision has to be about.",
      resolve: async (row, _args, { db }) => (await approvalOfCall(db, row.tool_call_id)) ?? null,
    }),
  }),
});

const mostRuns = 50;

const CellType = builder.objectRef<CellRow>("Cell").implement({
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
      resolve: async ({ id }, _args, { db }) => (await describedCell(db, id)).recipes,
    }),
    version: t.exposeInt("version"),
    online: t.exposeBoolean("online", { description: "Whether its control is connected." }),
    stopped: t.exposeString("stopped", {
      nullable: true,
      description: "Why nothing may move; null: it may.",
    }),
    stoppedBy: t.exposeString("stopped_by", { nullable: true }),
    stoppedAt: t.expose("stopped_at", { type: "DateTime", nullable: true }),
    run: t.field({
      type: RunType,
      nullable: true,
      description: "The run that goes on.",
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

const UnitsInput = builder.inputType("CellUnitsInput", {
  fields: (t) => ({ product: t.string({ required: true }), count: t.int({ required: true }) }),
});
const CellAnswer = builder.objectRef<{ id: string }>("CellAct").implement({
  fields: (t) => ({
    cell: t.field({ type: CellType, resolve: ({ id }, _args, { db }) => cellById(db, id) }),
  }),
});

builder.queryFields((t) => ({
  cells: t.field({ type: [CellType], resolve: (_root, _args, { db }) => allCells(db) }),
  cell: t.field({
    type: CellType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => cellById(db, String(id)),
  }),
  cellRun: t.field({
    type: RunType,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => cellRunOf(db, cellRunNumber(String(id))),
  }),
  cellChangeover: t.field({
    type: "JSON",
    description:
      "What of one product differs from another, and what has to be set up on the testers of a cell.",
    args: {
      id: t.arg.id({ required: true }),
      from: t.arg.string({ required: true }),
      to: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, from, to }, { db }) => {
      const { cell, recipes } = await describedCell(db, String(id));
      const recipeOf = (product: string) => {
        const found = recipes.find((recipe) => recipe.product === product);
        if (!found) throw new MillwrightError("NOT_FOUND", { kind: "recipe", id: product });
        return found;
      };
      const testers = cell.places.filter(({ kind }) => kind === "tester").map((place) => place.id);
      return changeover(cell, recipeOf(from), recipeOf(to), testers);
    },
  }),
  checkCell: t.field({
    type: ["String"],
    description:
      "What is wrong with a description of a cell and its recipes, each with its place; nothing when it is sound.",
    args: { description: t.arg({ type: "JSON", required: true }) },
    resolve: (_root, { description }) => {
      try {
        soundCell(description);
        return [];
      } catch (error) {
        if (error instanceof MillwrightError && error.code === "CELL_UNSOUND")
          return String(error.details["problems"]).split("; ");
        throw error;
      }
    },
  }),
}));

builder.mutationFields((t) => ({
  saveCell: t.field({
    type: CellAnswer,
    description:
      "Stores a cell with its recipes; a run that goes on keeps what it began with. Role automation.",
    args: {
      description: t.arg({ type: "JSON", required: true }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { description, idempotencyKey }, context) => {
      const [now, [site = "PLANT"]] = await Promise.all([plantNow(context.db), sitesOf(context.db)]);
      return once(context, idempotencyKey, { act: "save-cell", description }, async (tx, actId) => {
        const { cell } = await saveCell(tx, {
          value: description,
          site,
          actId,
          actorId: context.viewer.id,
          now,
        });
        return { id: cell.id };
      });
    },
  }),
  proposeCellRun: t.field({
    type: RunType,
    description:
      "Plans units through a cell and proposes it; nothing moves until role automation approves. The key makes the request.",
    args: {
      cell: t.arg.id({ required: true }),
      units: t.arg({ type: [UnitsInput], required: true }),
      idempotencyKey: t.arg.string({ required: true }),
      conversationId: t.arg.string({ description: "Where it is told; one of its own if none is given." }),
      language: t.arg({ type: Language, defaultValue: "zh" }),
    },
    resolve: async (_root, wish, { db, commands, viewer }) => {
      const number = await commands.requestCellRun(viewer, {
        cell: String(wish.cell),
        units: wish.units as UnitsWanted[],
        idempotencyKey: soundKey(wish.idempotencyKey),
        conversationId: wish.conversationId ?? undefined,
        language: wish.language ?? "zh",
      });
      return cellRunOf(db, number);
    },
  }),
  confirmCellSetUp: t.field({
    type: RunType,
    description: "Tells that a fixture is mounted; the steps that wait for it may begin. Role automation.",
    args: {
      run: t.arg.id({ required: true }),
      at: t.arg.string({ required: true }),
      what: t.arg.string({ required: true }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { run, at, what, idempotencyKey }, context) => {
      const number = cellRunNumber(String(run));
      const now = await plantNow(context.db);
      await once(context, idempotencyKey, { act: "cell-set-up", number, at, what }, async (tx, actId) => {
        await confirmSetUp(tx, number, { at, what, actId, actorId: context.viewer.id, now });
        return {};
      });
      return cellRunOf(context.db, number);
    },
  }),
  stopCell: t.field({
    type: CellAnswer,
    description:
      "Emergency stop: nothing is begun any more, what moves is told to stop. Anybody who is signed in.",
    args: {
      id: t.arg.id({ required: true }),
      reason: t.arg.string(),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, reason, idempotencyKey }, context) => {
      const now = await plantNow(context.db);
      const why = reason?.trim().slice(0, 200) || "急停 emergency stop";
      return once(context, idempotencyKey, { act: "stop-cell", id, why }, async (tx, actId) => {
        await stopCell(tx, String(id), why, { actId, actorId: context.viewer.id, now });
        return { id: String(id) };
      });
    },
  }),
  resetCell: t.field({
    type: CellAnswer,
    description: "After a stop: somebody has looked, and the run goes on, or ends. Role automation.",
    args: {
      id: t.arg.id({ required: true }),
      reason: t.arg.string({ required: true, description: "What was found and done." }),
      goOn: t.arg.boolean({ required: true }),
      idempotencyKey: t.arg.string({ required: true }),
    },
    resolve: async (_root, { id, reason, goOn, idempotencyKey }, context) => {
      if (reason.trim() === "")
        throw new MillwrightError("INVALID_INPUT", { path: "reason", problem: "must say what was found" });
      const now = await plantNow(context.db);
      return once(context, idempotencyKey, { act: "reset-cell", id, reason, goOn }, async (tx, actId) => {
        await resetCell(tx, String(id), {
          reason: reason.trim().slice(0, 500),
          goOn,
          actId,
          actorId: context.viewer.id,
          now,
        });
        return { id: String(id) };
      });
    },
  }),
}));
