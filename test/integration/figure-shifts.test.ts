import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const at = (time: string) => new Date(`2026-12-02T${time}:00+08:00`);

test("pieces belong to the shift that made them, also where shifts change at no full five minutes", async () => {
  const { db } = plant;
  const { id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  // From 06:00 to 14:12, and from then on.
  await db.updateTable("person").set({ shift_start_minute: 360, shift_end_minute: 852 }).execute();
  const { id: late } = await db
    .selectFrom("qualification")
    .select("person_id as id")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("person")
    .set({ shift_start_minute: 852, shift_end_minute: 1_344 })
    .where("id", "=", late)
    .execute();
  await db
    .insertInto("job_order")
    .values({
      id: "JO-SHIFTS",
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-1",
      quantity: 100,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: null,
      changed_at: at("13:00"),
    })
    .execute();
  await appendEvents(
    db,
    (
      [
        ["13:00", 0],
        ["14:11", 5],
        ["14:12", 12],
        ["14:14", 23],
      ] as const
    ).map(([time, good]) => ({
      id: `shifts-${time}`,
      type: "job.progress",
      time: at(time),
      source: "test",
      objects: [
        { id: "JO-SHIFTS", type: "job_order", qualifier: "reported" },
        { id: order, type: "work_order", qualifier: "order" },
        { id: "SMT-1", type: "equipment", qualifier: "line" },
      ],
      attributes: { state: "Running", good, scrap: 0, quantity: 100 },
    })),
  );
  const asked = { metric: "output", from: at("00:00"), to: at("23:00") } as const;
  const lines = ["SMT-1"];
  const { parts } = await askFigure(db, { ...asked, filter: { lines }, split: "shift" });
  expect(parts.map(({ key, value }) => [key, value])).toEqual([
    ["day", 5],
    ["evening", 18],
  ]);
  const { value } = await askFigure(db, { ...asked, filter: { lines, shift: "day" } });
  expect(value).toBe(5);
});
