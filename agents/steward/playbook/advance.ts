import { type Bilingual, fromShape, MillwrightError } from "../../../services/core/errors.ts";
import { deterministicId } from "../../../services/core/ids.ts";
import { endPlaybookRun, giveNotice } from "../../../services/mes/commands/playbooks.ts";
import type { Tx } from "../../../services/mes/database.ts";
import {
  type PlaybookRunRow,
  type PlaybookStepRow,
  playbookRunById,
  stepsOfPlaybookRun,
  versionOf,
} from "../../../services/mes/queries/playbooks.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import type { PlaybookActivities, PlaybookAdvance } from "../../runtime/activities.ts";
import { allHold, told } from "../../runtime/playbook/facts.ts";
import { type Playbook, type Step, storedPlaybook } from "../../runtime/playbook/model.ts";
import { nextStep } from "../../runtime/playbook/next.ts";
import { toolNamed } from "../../runtime/tool.ts";
import type { Desk } from "../../scheduler/desk/desk.ts";
import { openAct } from "./open-act.ts";
import { createReadStep, type ReadStepDeps } from "./read-step.ts";
import { createStoredSteps } from "./stored-steps.ts";

export interface AdvanceDeps extends ReadStepDeps {
  /** Who works on whole plans. */
  readonly desk: Desk;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
}

/** A run that waits looks at the clock again after so long, since the plant's speed may change. */
const longestWaitMs = 3_600_000;

/** So long in plant time a run waits for the first plan there is, and so often, in wall time, it looks. */
const firstPlanMs = 8 * 3_600_000;
const lookAgainMs = 5_000;

/** What is known in a run: how it began, and what each step found. */
const knownFacts = (run: PlaybookRunRow, steps: readonly PlaybookStepRow[]): PlaybookFacts =>
  Object.fromEntries([run, ...steps].flatMap(({ facts }) => Object.entries(facts)));

/** The activities of a playbook's run. Each may be repeated: a step that is stored as done is never done again. */
export const createPlaybookActivities = ({
  db,
  clock,
  handlers,
  filter,
  desk,
  repairMs,
  log,
}: AdvanceDeps): PlaybookActivities => {
  const steps = createStoredSteps(clock);
  const read = createReadStep({ db, clock, handlers, filter, log });

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
        await steps.finish(db, runId, step.id, position, await read(step, facts, actorId, runId));
        return { kind: "again" };
      case "branch": {
        const side = allHold(step.when, facts) ? "yes" : "no";
        await steps.finish(db, runId, step.id, position, { outcome: side });
        return { kind: "again" };
      }
      case "wait": {
        const until = inMinutes(step.minutes);
        await steps.wait(db, runId, step.id, position, { until });
        return { kind: "again" };
      }
      case "notify": {
        const text = told(step.text, facts);
        await db.transaction().execute(async (tx) => {
          await give(tx, step, "told", text);
          await steps.finish(tx, runId, step.id, position, { outcome: "told", text });
        });
        return { kind: "again" };
      }
      case "hand_over": {
        const text = told(step.text, facts);
        await db.transaction().execute(async (tx) => {
          await steps.wait(tx, runId, step.id, position, { until: inMinutes(step.minutes), text });
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
          desk,
          repairMs,
          now: clock.now(),
        });
        if (!opened)
          await steps.finish(db, runId, step.id, position, {
            outcome: "nothing",
            facts: { [`${step.id}.outcome`]: "nothing" },
          });
        else await steps.wait(db, runId, step.id, position, { until: null, ...opened });
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
    await steps.finish(db, run.id, step.id, row.position, { outcome, facts, text: row.text ?? undefined });
    return { kind: "again" };
  };

  const end = (runId: string, status: "Done" | "Failed", reason: Bilingual | null) =>
    db.transaction().execute((tx) => endPlaybookRun(tx, runId, status, reason, clock.now()));

  const advancePlaybook: PlaybookActivities["advancePlaybook"] = async ({ runId }) => {
    const run = await playbookRunById(db, runId);
    if (run.status !== "Running") return { kind: "finished" };
    const { definition, saved_by: actorId } = await versionOf(db, run.playbook_id, run.version);
    const playbook = storedPlaybook(definition);
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

  const failPlaybook: PlaybookActivities["failPlaybook"] = async ({ runId, error }) => {
    await end(runId, "Failed", fromShape(error).bilingual);
  };

  return {
    advancePlaybook,
    failPlaybook,
    recordPlaybookAct: async ({ runId, stepId, outcome }) => {
      const row = (await stepsOfPlaybookRun(db, runId)).find(({ step_id }) => step_id === stepId);
      const facts = { [`${stepId}.outcome`]: outcome };
      await steps.finish(db, runId, stepId, row?.position ?? 0, {
        outcome,
        facts,
        text: row?.text ?? undefined,
      });
    },
  };
};
