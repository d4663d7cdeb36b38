import { sql } from "kysely";
import { expect, test } from "vitest";
import { lookAtStream } from "../../agents/steward/playbook/watch.ts";
import { savePlaybook, setPlaybookActive } from "../../services/mes/commands/playbooks.ts";
import type { Tx } from "../../services/mes/database.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant } from "../support/plant.ts";
import { stateOf } from "../support/playbook-house.ts";

const turnOnDown = async (tx: Tx, id: string, line: string, minutes: number) => {
  const definition = {
    name: { zh: "停机", en: "Down" },
    language: "en",
    trigger: {
      kind: "event",
      type: "equipment.state",
      where: [
        { fact: "event.line", is: "is", value: line },
        { fact: "event.code", is: "is", value: 5300 },
      ],
      lasts: minutes,
    },
    conditions: [],
    steps: [{ do: "notify", id: "tell", role: "planner", text: { zh: "", en: "{event.line} is down" } }],
    limits: { atOnce: 1, cooldownMinutes: 0 },
  };
  const by = { actorId: "zhang.min", now: demoEpoch() };
  await savePlaybook(tx, { id, definition, base: 0, ...by });
  await setPlaybookActive(tx, { id, active: true, key: id, ...by });
};

test("a playbook that is turned on during a look, for a stop that is due already, starts", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-EARLIER", "SMT-1", 10));
    await lookAtStream(db, demoEpoch());
    const [first, second] = [stateOf("SMT-1", 5), stateOf("SMT-2", 30)];
    await appendEvents(db, [first, second]);
    const due = (playbook: string, event: { id: string; time: Date }) => ({
      playbook_id: playbook,
      event_id: event.id,
      seq: "0",
      due_at: event.time,
    });

    // Holds the look between its first question and what is due, as a plant with much to look at does.
    const held = await db.startTransaction().execute();
    await held.insertInto("playbook_due").values(due("PB-EARLIER", first)).execute();
    const look = lookAtStream(db, demoEpoch());
    const waits = sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    while ((await waits.execute(db)).rows.length === 0);
    await db.transaction().execute(async (tx) => {
      await turnOnDown(tx, "PB-LATER", "SMT-2", 20);
      await tx.insertInto("playbook_due").values(due("PB-LATER", second)).execute();
    });
    await held.rollback().execute();
    await look;
    await lookAtStream(db, demoEpoch());

    const runs = await db.selectFrom("playbook_run").select(["playbook_id", "cause"]).execute();
    expect(runs).toEqual([{ playbook_id: "PB-LATER", cause: second.id }]);
  } finally {
    await plant.close();
  }
});

test("a stop that a long transaction wrote beside many other events starts a run once it is committed", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-SLOW", "SMT-1", 10));
    await lookAtStream(db, demoEpoch());
    const stop = stateOf("SMT-1", 30);
    const slow = await db.startTransaction().execute();
    await appendEvents(slow, [stop]);
    const others = Array.from({ length: 1_200 }, (_, index) => stateOf("SMT-2", 20 - index / 100, 1100));
    await appendEvents(db, others);
    while (await lookAtStream(db, demoEpoch()));
    await slow.commit().execute();
    await lookAtStream(db, demoEpoch());
    const runs = await db.selectFrom("playbook_run").select(["playbook_id", "cause"]).execute();
    expect(runs).toEqual([{ playbook_id: "PB-SLOW", cause: stop.id }]);
  } finally {
    await plant.close();
  }
});
