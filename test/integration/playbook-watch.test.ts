import { sql } from "kysely";
import { expect, test } from "vitest";
import { handOnRuns, lookAtStream } from "../../agents/steward/playbook/watch.ts";
import { savePlaybook, setPlaybookActive, startPlaybookRun } from "../../services/mes/commands/playbooks.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
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

/** A run that waits to be handed on, of a playbook of its own. */
const startRun = (db: Db, playbookId: string) =>
  db.transaction().execute(async (tx) => {
    await turnOnDown(tx, playbookId, "SMT-1", 10);
    const start = { playbookId, version: 1, cause: "a stop", facts: {}, now: demoEpoch() };
    return (await startPlaybookRun(tx, { ...start, atOnce: 1, cooldownMinutes: 0 }))!;
  });
const handedOn = async (db: Db): Promise<string[]> => {
  const ids: string[] = [];
  await handOnRuns(db, async ({ id }) => void ids.push(id));
  return ids;
};

test("a run whose process was killed while it was handed on is handed on by the next", async () => {
  const plant = await createTestPlant();
  try {
    const run = await startRun(plant.db, "PB-KILLED");
    // Neither done nor failed: whoever hands it on is no more.
    await new Promise<void>((begun) => {
      void handOnRuns(plant.db, () => new Promise(() => begun()));
    });
    expect(await handedOn(plant.db)).toEqual([run]);
    expect(await handedOn(plant.db)).toEqual([]);
  } finally {
    await plant.close();
  }
});

test("a run that was answered while it was handed on is handed on again", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    const run = await startRun(db, "PB-ANSWERED");
    await handOnRuns(db, async ({ id }) => {
      await db.updateTable("playbook_run").set({ is_handed_on: false }).where("id", "=", id).execute();
    });
    expect(await handedOn(db)).toEqual([run]);
    expect(await handedOn(db)).toEqual([]);
  } finally {
    await plant.close();
  }
});

test("a run that cannot be handed on is told, tried again, and keeps no other from its turn", async () => {
  const plant = await createTestPlant();
  try {
    const runs = [await startRun(plant.db, "PB-A"), await startRun(plant.db, "PB-B")];
    const tried: string[] = [];
    const handing = handOnRuns(plant.db, async ({ id }) => {
      tried.push(id);
      if (tried.length === 1) throw new Error("no server");
    });
    await expect(handing).rejects.toThrow("no server");
    expect(tried.toSorted()).toEqual(runs.toSorted());
    expect(await handedOn(plant.db)).toEqual([tried[0]]);
  } finally {
    await plant.close();
  }
});
