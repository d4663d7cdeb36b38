import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { refreshFigures } from "../../services/mes/figures/refresh.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
let order: string;
beforeAll(async () => {
  plant = await createTestPlant();
  ({ id: order } = await plant.db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow());
});
afterAll(() => plant.close());

const begin = Date.parse("2026-12-01T00:00:00+08:00");

/** Reports of a job: when it is of, what it counts, and with which look at the figures it arrives. */
const reports = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 40 }),
    good: fc.integer({ min: 0, max: 30 }),
    scrap: fc.integer({ min: 0, max: 3 }),
    state: fc.constantFrom("Running", "Running", "Interrupted", "Ended", "Aborted"),
    turn: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 12 },
);

test("a job is told by going on from where it was looked at last as it is told anew from its first event", async () => {
  const { db } = plant;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(reports, fc.boolean(), async (told, isReleased) => {
      run += 1;
      const job = `JO-ON-${run}`;
      await db
        .insertInto("job_order")
        .values({
          id: job,
          work_order_id: order,
          segment: 10,
          equipment_id: "SMT-1",
          quantity: 30,
          dispatch_status: "Aborted",
          released_by: "li.wei",
          tool_call_id: null,
          planned_start: new Date(begin),
          changed_at: new Date(begin),
        })
        .execute();
      const objects = [
        { id: job, type: "job_order", qualifier: "reported" },
        { id: order, type: "work_order", qualifier: "order" },
        { id: "SMT-1", type: "equipment", qualifier: "line" },
      ];
      const events = told.map(({ minute, good, scrap, state, turn }, index) => ({
        turn,
        event: {
          id: `${job}-${index}`,
          type: "job.progress",
          time: new Date(begin + minute * 60_000),
          source: "test",
          objects,
          attributes: { state, good, scrap, quantity: 30 },
        } satisfies NewEvent,
      }));
      if (isReleased)
        events.push({
          turn: 1,
          event: {
            id: `${job}-release`,
            type: "job.released",
            time: new Date(begin - 60_000),
            source: "test",
            objects: [objects[1]!, objects[0]!, objects[2]!],
            attributes: { state: "Running", good: 0, scrap: 0, quantity: 30 },
          },
        });
      const figures = async () => {
        await refreshFigures(db);
        const made = await db
          .selectFrom("figure_made")
          .selectAll()
          .where("job_id", "=", job)
          .orderBy("time")
          .execute();
        return { job: await db.selectFrom("figure_job").selectAll().where("id", "=", job).execute(), made };
      };
      for (let turn = 0; turn <= 4; turn += 1) {
        await appendEvents(
          db,
          events.filter((one) => one.turn === turn).map(({ event }) => event),
        );
        await refreshFigures(db);
      }
      const before = await figures();
      await db
        .insertInto("figure_due")
        .values({ kind: "job", subject: job, since: new Date(0) })
        .execute();
      expect(before).toEqual(await figures());
    }),
    { seed: 11, numRuns: 60 },
  );
});
