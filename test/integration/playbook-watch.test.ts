import { sql } from "kysely";
import { expect, test } from "vitest";
import { createMemory } from "../../agents/steward/playbook/memory.ts";
import { handOnAnew, handOnRuns, lookAtStream } from "../../agents/steward/playbook/watch.ts";
import { endPlaybookRun, startPlaybookRun } from "../../services/mes/commands/playbooks.ts";
import type { Db } from "../../services/mes/database.ts";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant } from "../support/plant.ts";
import { stateOf, turnOnDown } from "../support/playbook-house.ts";

test("a playbook that is turned on during a look, for a stop that is due already, starts", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-EARLIER", "SMT-1", { lasts: 10 }));
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
      await turnOnDown(tx, "PB-LATER", "SMT-2", { lasts: 20 });
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
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-SLOW", "SMT-1", { lasts: 10 }));
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
    await turnOnDown(tx, playbookId, "SMT-1", { lasts: 10 });
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

test("a run whose workflow is gone is handed on anew when a worker begins, one that is over is not", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    const [lost, over] = [await startRun(db, "PB-LOST"), await startRun(db, "PB-OVER")];
    expect((await handedOn(db)).toSorted()).toEqual([lost, over].toSorted());
    await db.transaction().execute((tx) => endPlaybookRun(tx, over, "Done", null, demoEpoch()));
    await handOnAnew(db);
    expect(await handedOn(db)).toEqual([lost]);
    expect(await handedOn(db)).toEqual([]);
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

/** A data store that counts what is asked of it, and the rows of its answers. */
const counted = (db: Db) => {
  const asked = { queries: 0, rows: 0 };
  const counting = db.withPlugin({
    transformQuery: ({ node }) => {
      asked.queries += 1;
      return node;
    },
    transformResult: async ({ result }) => {
      asked.rows += result.rows.length;
      return result;
    },
  });
  return { asked, counting };
};

test("what was looked at is not looked at again: a look costs what is new, however many there were before", async () => {
  const plant = await createTestPlant();
  try {
    const { asked, counting } = counted(plant.db);
    const memory = createMemory();
    const lookAfter = async (...events: readonly NewEvent[]) => {
      await appendEvents(plant.db, events);
      Object.assign(asked, { queries: 0, rows: 0 });
      await lookAtStream(counting, demoEpoch(), memory);
      return { ...asked };
    };
    const stops = (count: number) => Array.from({ length: count }, () => stateOf("SMT-1", 30));
    await plant.db.transaction().execute((tx) => turnOnDown(tx, "PB-TENTH", "SMT-1", { times: 10 }));
    await lookAfter(...stops(3));
    const afterFew = await lookAfter(stateOf("SMT-2", 20));
    await lookAfter(...stops(40));
    const afterMany = await lookAfter(stateOf("SMT-2", 10));
    expect(afterMany.queries).toBe(afterFew.queries);
    // Of the past only what is looked back on; the series of the line is not loaded again.
    const { rows } = await lookAfter(stateOf("SMT-1", 5));
    expect(rows - afterMany.rows).toBeLessThan(10);
  } finally {
    await plant.close();
  }
});

test("the n-th time is counted on from look to look, with what was committed late, and by whoever has no memory", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    const memory = createMemory();
    // Of no figure: two that write the same one wait for each other.
    const type = "test.stop";
    const look = () => lookAtStream(db, demoEpoch(), memory);
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-THIRD", "SMT-1", { type, times: 3 }));
    await look();
    const stops = Array.from({ length: 5 }, () => ({ ...stateOf("SMT-1", 30), type }));
    const [first, late, third, fourth, fifth] = stops as [NewEvent, NewEvent, NewEvent, NewEvent, NewEvent];
    await appendEvents(db, [first]);
    await look();
    const slow = await db.startTransaction().execute();
    await appendEvents(slow, [late]);
    await appendEvents(db, [third]);
    await look();
    await slow.commit().execute();
    await look();
    await appendEvents(db, [fourth]);
    await look();
    await appendEvents(db, [fifth]);
    await lookAtStream(db, demoEpoch());
    const runs = await db.selectFrom("playbook_run").select(["cause", "facts"]).execute();
    const times = new Map(runs.map(({ cause, facts }) => [cause, facts["event.times"]]));
    expect(times).toEqual(
      new Map([
        // The third once the late one is there.
        [third.id, 3],
        [fourth.id, 4],
        [fifth.id, 5],
      ]),
    );
  } finally {
    await plant.close();
  }
});

test("a playbook that is turned on after a look has looked at nothing, and one that is turned on anew neither", async () => {
  const plant = await createTestPlant();
  try {
    const { db } = plant;
    const memory = createMemory();
    const stop = stateOf("SMT-1", 30);
    await db.transaction().execute((tx) => turnOnDown(tx, "PB-FIRST", "SMT-2", { times: 1 }));
    await lookAtStream(db, demoEpoch(), memory);
    const on = await db.startTransaction().execute();
    await turnOnDown(on, "PB-MEANWHILE", "SMT-1", { times: 1 });
    await appendEvents(db, [stop]);
    await lookAtStream(db, demoEpoch(), memory);
    await on.commit().execute();
    await lookAtStream(db, demoEpoch(), memory);
    const runs = await db.selectFrom("playbook_run").select(["playbook_id", "cause"]).execute();
    expect(runs).toEqual([{ playbook_id: "PB-MEANWHILE", cause: stop.id }]);
  } finally {
    await plant.close();
  }
});
