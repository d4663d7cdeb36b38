import { afterAll, beforeAll, expect, test } from "vitest";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("an item takes its own material before another item takes it as an alternate", async () => {
  const lot = (id: string, material: string, quantity: number) => ({
    id,
    material_id: material,
    quantity,
    status: "Released" as const,
    location: "X",
  });
  await plant.db
    .insertInto("material")
    .values(
      ["ALT-A", "ALT-B", "ALT-P"].map((id) => ({
        id,
        name_zh: id,
        name_en: id,
        category: "test",
        kind: "Component" as const,
      })),
    )
    .execute();
  await plant.db
    .insertInto("material_lot")
    .values([lot("ALT-LOT-A", "ALT-A", 4), lot("ALT-LOT-B", "ALT-B", 10), lot("ALT-LOT-P", "ALT-P", 6)])
    .execute();
  await plant.db.insertInto("work_master").values({ id: "WM-ALT", product_id: "ALT-P" }).execute();
  const segment = { work_master_id: "WM-ALT", segment: 10 };
  await plant.db
    .insertInto("work_master_segment")
    .values({ ...segment, name_zh: "x", name_en: "x", process: "SMT", setup_family: "x" })
    .execute();
  await plant.db
    .insertInto("bom_item")
    .values([
      { ...segment, position: 1, material_id: "ALT-A", quantity_per: 1 },
      { ...segment, position: 2, material_id: "ALT-B", quantity_per: 1 },
    ])
    .execute();
  await plant.db
    .insertInto("bom_alternate")
    .values([
      { ...segment, position: 1, material_id: "ALT-B", rank: 1 },
      { ...segment, position: 1, material_id: "ALT-P", rank: 2 },
    ])
    .execute();
  const kit = await kitOf(plant.db, { workMasterId: "WM-ALT", quantity: 10 }, 10, demoEpoch());
  expect(kit.complete).toBe(true);
  expect(kit.allocations.map(({ lotId, quantity }) => [lotId, quantity]).sort()).toEqual([
    ["ALT-LOT-A", 4],
    ["ALT-LOT-B", 10],
    ["ALT-LOT-P", 6],
  ]);
});

test("a receipt or a lot in quarantine is told of a shortage only where its vendor is approved for the position", async () => {
  const { db } = plant;
  const now = demoEpoch();
  const at = { work_master_id: "WM-VENDOR", segment: 10 };
  await db.insertInto("work_master").values({ id: at.work_master_id, product_id: "ALT-P" }).execute();
  await db
    .insertInto("work_master_segment")
    .values({ ...at, name_zh: "x", name_en: "x", process: "SMT", setup_family: "x" })
    .execute();
  await db
    .insertInto("material")
    .values({ id: "VEN-A", name_zh: "a", name_en: "a", category: "test", kind: "Component" })
    .execute();
  await db
    .insertInto("bom_item")
    .values([1, 2].map((position) => ({ ...at, position, material_id: "VEN-A", quantity_per: 1 })))
    .execute();
  await db
    .insertInto("approved_vendor")
    .values({ ...at, position: 1, vendor: "V-1" })
    .execute();
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  await db
    .insertInto("expected_receipt")
    .values(
      [2, 1].map((vendor, index) => ({
        id: `VEN-PO-${vendor}`,
        material_id: "VEN-A",
        quantity: 50,
        supplier: `V-${vendor}`,
        expected_time: inHours(index + 1),
      })),
    )
    .execute();
  await db
    .insertInto("material_lot")
    .values(
      ["V-1", "V-2", null].map((vendor) => ({
        id: `VEN-LOT-${vendor}`,
        material_id: "VEN-A",
        quantity: 50,
        status: "Quarantine",
        location: "X",
        expires_at: null,
        vendor,
      })),
    )
    .execute();
  const kit = await kitOf(db, { workMasterId: at.work_master_id, quantity: 5 }, 10, now);
  const [approved, any] = kit.shortages;
  expect(approved?.nextReceipt?.id).toBe("VEN-PO-1");
  expect(approved?.unusableLots.map(({ id }) => id)).toEqual(["VEN-LOT-V-1"]);
  expect(any?.nextReceipt?.id).toBe("VEN-PO-2");
  expect(any?.unusableLots.map(({ id }) => id)).toEqual(["VEN-LOT-V-1", "VEN-LOT-V-2", "VEN-LOT-null"]);
});

test("a receipt of what may stand in for a short material is the next one where it comes sooner, of approved vendors only", async () => {
  const { db } = plant;
  const now = demoEpoch();
  const at = { work_master_id: "WM-STAND-IN", segment: 10 };
  await db.insertInto("work_master").values({ id: at.work_master_id, product_id: "ALT-P" }).execute();
  await db
    .insertInto("work_master_segment")
    .values({ ...at, name_zh: "x", name_en: "x", process: "SMT", setup_family: "x" })
    .execute();
  const ids = ["OWN", "STAND-IN", "OTHER"];
  const kind = "Component" as const;
  await db
    .insertInto("material")
    .values(ids.map((id) => ({ id, name_zh: id, name_en: id, category: "test", kind })))
    .execute();
  const positions = [1, 2];
  await db
    .insertInto("bom_item")
    .values(positions.map((position) => ({ ...at, position, material_id: "OWN", quantity_per: 1 })))
    .execute();
  await db
    .insertInto("bom_alternate")
    .values(positions.map((position) => ({ ...at, position, material_id: "STAND-IN", rank: 1 })))
    .execute();
  await db
    .insertInto("approved_vendor")
    .values({ ...at, position: 1, vendor: "V-1" })
    .execute();
  const receipt = (id: string, material_id: string, supplier: string, hours: number) => ({
    id,
    material_id,
    supplier,
    quantity: 50,
    expected_time: new Date(now.getTime() + hours * 3_600_000),
  });
  await db
    .insertInto("expected_receipt")
    .values([
      receipt("PO-OTHER", "OTHER", "V-1", 1),
      receipt("PO-STAND-IN", "STAND-IN", "V-2", 2),
      receipt("PO-OWN", "OWN", "V-1", 3),
    ])
    .execute();
  const { shortages } = await kitOf(db, { workMasterId: at.work_master_id, quantity: 5 }, 10, now);
  expect(shortages.map(({ nextReceipt }) => [nextReceipt?.id, nextReceipt?.materialId])).toEqual([
    ["PO-OWN", "OWN"],
    ["PO-STAND-IN", "STAND-IN"],
  ]);
});
