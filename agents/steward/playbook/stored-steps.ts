import type { PlantClock } from "../../../services/core/clock.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";

/** What came of a step. */
export interface StepDone {
  readonly outcome: string | null;
  readonly text?: Bilingual | undefined;
  readonly facts?: PlaybookFacts;
  readonly evidence?: readonly object[];
  readonly happening?: Happening | undefined;
}

/** Steps of runs as they are stored: each waits once and is done once, however often that is tried. */
export const createStoredSteps = (clock: PlantClock) => {
  const finish = (tx: Tx | Db, runId: string, stepId: string, position: number, done: StepDone) => {
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

  const wait = async (
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

  return { finish, wait };
};
