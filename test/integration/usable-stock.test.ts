import { afterAll, beforeAll, expect, test } from "vitest";
import { stocksNamed } from "../../services/mes/queries/material-names.ts";
import { freeOf } from "../../services/mes/queries/material-needs.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("an expired lot is free for nobody, whether its material is asked for by its number or by its name", async () => {
  const { db } = plant;
  const now = new Date("2026-11-02T08:00:00Z");
  const lot = await db
    .selectFrom("material_lot as l")
    .innerJoin("material as m", "m.id", "l.material_id")
    .select(["l.id", "l.material_id", "l.quantity", "l.reserved", "m.name_en"])
    .where("l.status", "=", "Released")
    .whereRef("l.quantity", ">", "l.reserved")
    .where("l.expires_at", "is", null)
    .where("m.kind", "=", "Component")
    .orderBy("l.id")
    .executeTakeFirstOrThrow();
  const byName = async () =>
    (await stocksNamed(db, lot.name_en, now)).find(({ id }) => id === lot.material_id)?.free;
  const before = await freeOf(db, lot.material_id, now);
  expect(await byName()).toBe(before);
  await db.updateTable("material_lot").set({ expires_at: now }).where("id", "=", lot.id).execute();
  expect(await freeOf(db, lot.material_id, now)).toBe(before - (lot.quantity - lot.reserved));
  expect(await byName()).toBe(before - (lot.quantity - lot.reserved));
});
