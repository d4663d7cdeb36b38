import { deterministicId } from "../../../services/core/ids.ts";
import type { Tx } from "../../../services/mes/database.ts";
import type { StoredEvent } from "../../../services/mes/events.ts";
import { stepsOfPlaybookRun, versionOf, waitingSteps } from "../../../services/mes/queries/playbooks.ts";
import type { PlaybookFacts } from "../../../services/mes/schema/playbook.ts";
import { allHold, factsOfEvent } from "../../runtime/playbook/facts.ts";
import { everyStep, storedPlaybook } from "../../runtime/playbook/model.ts";

/** Steps that wait for an event that has come, or for a person who has answered, are done; their runs go on. */
export const takeAnswers = async (tx: Tx, events: readonly StoredEvent[], now: Date): Promise<void> => {
  for (const step of await waitingSteps(tx)) {
    const { definition } = await versionOf(tx, step.playbook_id, step.version);
    const all = everyStep(storedPlaybook(definition).steps);
    const wanted = all.find((one) => one.step.id === step.step_id)?.step;
    const finish = async (outcome: string, facts: PlaybookFacts) => {
      await tx
        .updateTable("playbook_step")
        .set({
          status: "Done",
          outcome,
          facts: JSON.stringify({ [`${step.step_id}.outcome`]: outcome, ...facts }),
          finished_at: now,
        })
        .where("run_id", "=", step.run_id)
        .where("step_id", "=", step.step_id)
        .where("status", "=", "Waiting")
        .execute();
      await tx
        .updateTable("playbook_run")
        .set({ is_handed_on: false })
        .where("id", "=", step.run_id)
        .execute();
    };
    if (wanted?.do === "wait" && wanted.until) {
      const { until } = wanted;
      const earlier = await stepsOfPlaybookRun(tx, step.run_id);
      const known = Object.assign({}, step.run_facts, ...earlier.map(({ facts }) => facts)) as PlaybookFacts;
      const found = events.find(
        (event) =>
          event.type === until.type &&
          event.time >= step.started_at &&
          allHold(until.where, { ...known, ...prefixed(factsOfEvent(event), step.step_id) }),
      );
      if (found) await finish("happened", prefixed(factsOfEvent(found), step.step_id));
    }
    if (wanted?.do === "hand_over") {
      const notice = await tx
        .selectFrom("notice")
        .selectAll()
        .where("id", "=", deterministicId("notice", step.run_id, step.step_id))
        .executeTakeFirst();
      if (notice?.acknowledged_by) await finish("taken", { [`${step.step_id}.by`]: notice.acknowledged_by });
    }
  }
};

/** An event's facts under the name of the step that waited for it. */
const prefixed = (facts: PlaybookFacts, step: string): PlaybookFacts =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name.replace(/^event\./, `${step}.`), value]),
  );
