import type { PlantClock } from "../../../services/core/clock.ts";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { deterministicId } from "../../../services/core/ids.ts";
import type { Logger } from "../../../services/core/log.ts";
import { endPlaybookRun, giveNotice } from "../../../services/mes/commands/playbooks.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import {
  type PlaybookRunRow,
  type PlaybookStepRow,
  playbookRunById,
  stepsOfPlaybookRun,
  versionOf,
} from "../../../services/mes/queries/playbooks.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import type { PlaybookFact, PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import type { PlaybookActivities, PlaybookAdvance } from "../../runtime/activities.ts";
import type { ContentFilter } from "../../runtime/content-filter.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import { groundedText } from "../../runtime/grounding.ts";
import { allHold, argument, factsOfResult, told } from "../../runtime/playbook/facts.ts";
import type { Playbook, Step } from "../../runtime/playbook/model.ts";
import { nextStep } from "../../runtime/playbook/next.ts";
import { lineWords, type ToolArguments, type ToolName, toolNamed } from "../../runtime/tool.ts";
import { openAct } from "./open-act.ts";

export interface AdvanceDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  readonly filter: Pick<ContentFilter, "shown">;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
  readonly log: Logger;
}

/** A run that waits looks at the clock again after so long, since the plant's speed may change. */
const longestWaitMs = 3_600_000;

/** So long in plant time a run waits for the first plan there is, and so often, in wall time, it looks. */
const firstPlanMs = 8 * 3_600_000;
const lookAgainMs = 5_000;

interface StepDone {
  readonly outcome: string | null;
  readonly text?: Bilingual | undefined;
  readonly facts?: PlaybookFacts;
  readonly evidence?: readonly object[];
  readonly happening?: Happening | undefined;
}

/** What is known in a run: how it began, and what each step found. */
const knownFacts = (run: PlaybookRunRow, steps: readonly PlaybookStepRow[]): PlaybookFacts =>
  Object.assign({}, run.facts, ...steps.map(({ facts }) => facts)) as Record<string, PlaybookFact>;

/** The activities of a playbook's run. Each may be repeated: a step that is stored as done is never done again. */
export const createPlaybookActivities = ({
  db,
  clock,
  handlers,
  filter,
  repairMs,
  log,
}: AdvanceDeps): PlaybookActivities => {
  const store = (tx: Tx | Db, runId: string, stepId: string, position: number, done: StepDone) => {
    const content = {
      status: "Done" as const,
      outcome: done.outcome,
      text: JSON.stringify(done.text ?? null),
      facts: JSON.stringify(done.facts ?? {}),
      evidence: JSON.stringify(done.evidence ?? []),
      happening: JSON.stringify(done.happening ?? null),
      finished_at: clock.now(),
    };
    return tx
      .insertInto("playbook_step")
      .values({
        run_id: runId,
        step_id: stepId,
        position,
        tool_call_id: null,
        wait_until: null,
        started_at: clock.now(),
        ...content,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["run_id", "step_id"])
          .doUpdateSet(content)
          .where("playbook_step.status", "=", "Waiting"),
      )
      .execute();
  };

  /** Begins to wait; gives the step as it is stored, by this or an earlier try. */
  const beginWait = async (
    tx: Tx | Db,
    runId: string,
    stepId: string,
    position: number,
    waits: { readonly until: Date | null; readonly toolCallId?: string; readonly text?: Bilingual },
  ): Promise<void> => {
    await tx
      .insertInto("playbook_step")
      .values({
        run_id: runId,
        step_id: stepId,
        position,
        status: "Waiting",
        outcome: null,
        text: JSON.stringify(waits.text ?? null),
        tool_call_id: waits.toolCallId ?? null,
        wait_until: waits.until,
        started_at: clock.now(),
        finished_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  };

  /** Calls a reading tool; what it says is stored only where its evidence holds every figure of it. */
  const look = async (
    step: Extract<Step, { do: "read" }>,
    facts: PlaybookFacts,
    actorId: string,
    runId: string,
  ): Promise<StepDone> => {
    const shape = toolNamed(step.tool).arguments.shape;
    const given = Object.fromEntries(
      Object.keys(shape).map((name) => {
        const value = step.args[name];
        if (value !== undefined) return [name, argument(value, facts)];
        return [name, name === "line" ? (lineWords[step.tool] ?? null) : null];
      }),
    );
    const args = toolNamed(step.tool).arguments.safeParse(given);
    if (!args.success) {
      const [issue] = args.error.issues;
      throw new MillwrightError("INVALID_INPUT", {
        path: `${step.id}.args.${issue?.path.join(".") ?? ""}`,
        problem: issue?.message ?? "",
      });
    }
    const toolCallId = deterministicId("playbook-read", runId, step.id);
    const result = await handlers[step.tool]({
      db,
      clock,
      tool: step.tool,
      toolCallId,
      actorId,
      args: args.data as ToolArguments,
      text: told({ zh: step.ask, en: step.ask }, facts).zh,
    });
    const { text: grounded, invented } = groundedText(result, args.data as ToolArguments);
    if (invented.length > 0) log.error({ runId, step: step.id, invented }, "answer not grounded");
    const shown = await filter.shown(toolCallId, undefined, { ...result, text: grounded });
    return {
      outcome: "found",
      text: shown.text,
      facts: factsOfResult(step.id, shown),
      evidence: shown.evidence,
      happening: result.happening,
    };
  };

  const waitFor = (until: Date | null): PlaybookAdvance => ({
    kind: "wait",
    ms: until ? Math.min(longestWaitMs, Math.ceil(clock.wallMsUntil(until))) : longestWaitMs,
  });
  const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000);

  /** Begins a step, and where nothing is waited for does it. */
  const begin = async (
    run: PlaybookRunRow,
    playbook: Playbook,
    step: Step,
    done: readonly PlaybookStepRow[],
    actorId: string,
  ): Promise<PlaybookAdvance> => {
    const facts = knownFacts(run, done);
    const position = done.length;
    const { id: runId, playbook_id: playbookId } = run;
    const evidence = done.flatMap((one) => one.evidence).slice(0, 40);
    const give = (
      tx: Tx,
      { id, role }: { id: string; role: string },
      kind: "told" | "task",
      text: Bilingual,
    ) =>
      giveNotice(tx, {
        id: deterministicId("notice", runId, id),
        role,
        kind,
        text,
        evidence,
        runId,
        playbookId,
        now: clock.now(),
      });
    switch (step.do) {
      case "read":
        await store(db, runId, step.id, position, await look(step, facts, actorId, runId));
        return { kind: "again" };
      case "branch": {
        const side = allHold(step.when, facts) ? "yes" : "no";
        await store(db, runId, step.id, position, { outcome: side });
        return { kind: "again" };
      }
      case "wait": {
        const until = inMinutes(step.minutes);
        await beginWait(db, runId, step.id, position, { until });
        return { kind: "again" };
      }
      case "notify": {
        const text = told(step.text, facts);
        await db.transaction().execute(async (tx) => {
          await give(tx, step, "told", text);
          await store(tx, runId, step.id, position, { outcome: "told", text });
        });
        return { kind: "again" };
      }
      case "hand_over": {
        const text = told(step.text, facts);
        await db.transaction().execute(async (tx) => {
          await beginWait(tx, runId, step.id, position, { until: inMinutes(step.minutes), text });
          await give(tx, step, "task", text);
        });
        return { kind: "again" };
      }
      case "propose": {
        const source = done.find(({ step_id }) => step_id === step.of);
        const opened = await openAct({
          db,
          requestId: deterministicId("playbook-act", runId, step.id),
          conversationId: deterministicId("playbook-conversation", runId),
          playbook,
          step,
          facts,
          happening: source?.happening ?? undefined,
          actorId,
          repairMs,
          now: clock.now(),
        });
        if (!opened)
          await store(db, runId, step.id, position, {
            outcome: "nothing",
            facts: { [`${step.id}.outcome`]: "nothing" },
          });
        else await beginWait(db, runId, step.id, position, { until: null, ...opened });
        return { kind: "again" };
      }
      default:
        return step satisfies never;
    }
  };

  /** A step that was begun: goes on waiting, or is over by its time. */
  const goOn = async (run: PlaybookRunRow, step: Step, row: PlaybookStepRow): Promise<PlaybookAdvance> => {
    if (step.do === "propose") {
      const { policy } = toolNamed(step.tool);
      const checks = policy.kind === "confirm" ? policy.checks : [];
      return { kind: "propose", stepId: step.id, toolCallId: row.tool_call_id!, checks };
    }
    if (row.wait_until && row.wait_until > clock.now()) return waitFor(row.wait_until);
    const outcome =
      step.do === "hand_over" ? "expired" : step.do === "wait" && step.until ? "timeout" : "over";
    const facts = { [`${step.id}.outcome`]: outcome };
    await store(db, run.id, step.id, row.position, { outcome, facts, text: row.text ?? undefined });
    return { kind: "again" };
  };

  const end = (runId: string, status: "Done" | "Failed", reason: Bilingual | null) =>
    db.transaction().execute((tx) => endPlaybookRun(tx, runId, status, reason, clock.now()));

  const advancePlaybook: PlaybookActivities["advancePlaybook"] = async ({ runId }) => {
    const run = await playbookRunById(db, runId);
    if (run.status !== "Running") return { kind: "finished" };
    const { definition, saved_by: actorId } = await versionOf(db, run.playbook_id, run.version);
    const playbook = definition as Playbook;
    const rows = await stepsOfPlaybookRun(db, runId);
    const states = new Map(rows.map((row) => [row.step_id, row]));
    const step = nextStep(playbook.steps, states);
    if (!step) {
      await end(runId, "Done", null);
      return { kind: "finished" };
    }
    const row = states.get(step.id);
    try {
      return await (row ? goOn(run, step, row) : begin(run, playbook, step, rows, actorId));
    } catch (error) {
      if (!(error instanceof MillwrightError) || error.retryable) throw error;
      // A house that has just begun makes its first plan: it is looked again in a while.
      const age = clock.now().getTime() - run.started_at.getTime();
      if (error.code === "PLAN_MISSING" && age < firstPlanMs) return { kind: "wait", ms: lookAgainMs };
      const { zh, en } = error.bilingual;
      await end(runId, "Failed", { zh: `步骤 ${step.id}：${zh}`, en: `Step ${step.id}: ${en}` });
      return { kind: "finished" };
    }
  };

  return {
    advancePlaybook,
    recordPlaybookAct: async ({ runId, stepId, outcome }) => {
      const row = (await stepsOfPlaybookRun(db, runId)).find(({ step_id }) => step_id === stepId);
      const facts = { [`${stepId}.outcome`]: outcome };
      await store(db, runId, stepId, row?.position ?? 0, { outcome, facts, text: row?.text ?? undefined });
    },
  };
};
