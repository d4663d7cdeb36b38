import { afterEach, beforeEach, expect, test } from "vitest";
import { cancelWorkOrder } from "../../services/mes/commands/cancel.ts";
import { createRequisition, holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import type { Tx } from "../../services/mes/database.ts";
import { importFolder } from "../../services/mes/import/import.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { exampleFolder, exampleWith } from "../support/import-folder.ts";
import { putJob } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeEach(async () => {
  plant = await createTestPlant();
});
afterEach(() => plant.close());

test("an order that was released here keeps the status that its machines tell, unless it ended elsewhere", async () => {
  await importFolder(plant.db, exampleFolder);
  const id = "WO-9002";
  const status = async () => (await orderById(plant.db, id)).status;
  const say = async (word: string) =>
    importFolder(
      plant.db,
      await exampleWith({
        "work_orders.csv": (text) => text.replace(/^(WO-9002,.*),Waiting,/m, `$1,${word},`),
      }),
    );
  await say("Released");
  expect(await status()).toBe("Released");
  await putJob(
    plant.db,
    { id: "JO-9002-10", order: id, line: "SMT-91", segment: 10, quantity: 60 },
    new Date("2026-11-03T09:00:00Z"),
  );
  await plant.db.updateTable("work_order").set({ status: "Running" }).where("id", "=", id).execute();
  await say("Waiting");
  expect(await status()).toBe("Running");
  await say("Cancelled");
  expect(await status()).toBe("Cancelled");
});

test("a file takes back nothing that was decided here of an order: its hold, its cancellation, what its line makes", async () => {
  await importFolder(plant.db, exampleFolder);
  const id = "WO-9001";
  const now = new Date("2026-11-03T09:00:00Z");
  const act = { workOrderId: id, actorId: "li.wei", now };
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => plant.db.transaction().execute(work);
  const say = async (change: (row: string) => string) =>
    importFolder(
      plant.db,
      await exampleWith({ "work_orders.csv": (text) => text.replace(/^WO-9001,.*$/m, change) }),
    );
  await inTx((tx) => holdWorkOrder(tx, { ...act, toolCallId: "held-here", reason: "drawing changed" }));
  await say((row) => row);
  expect(await orderById(plant.db, id)).toMatchObject({ held: true, holdReason: "drawing changed" });
  await inTx((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "resumed-here" }));
  await say((row) => row.replace(",false,", ",true,by the file"));
  expect((await orderById(plant.db, id)).held).toBe(true);
  // A file without the columns says nothing of holds.
  await importFolder(
    plant.db,
    await exampleWith({
      "work_orders.csv": (text) => text.replaceAll(/(?:,held,hold_reason|,false,)$/gm, ""),
    }),
  );
  expect((await orderById(plant.db, id)).held).toBe(true);
  // What the file put on it takes off; each change is told, whoever made it.
  await say((row) => row);
  expect((await orderById(plant.db, id)).held).toBe(false);
  await say((row) => row.replace(",false,", ",true,by the file"));
  await inTx((tx) => resumeWorkOrder(tx, { ...act, toolCallId: "resumed-again" }));
  const told = await plant.db
    .selectFrom("event")
    .select(["type", "source", "attributes"])
    .where("type", "in", ["order.held", "order.resumed"])
    .orderBy("seq")
    .execute();
  expect(told.map(({ type, source }) => `${type} ${source}`)).toEqual([
    "order.held steward",
    "order.resumed steward",
    "order.held import",
    "order.resumed import",
    "order.held import",
    "order.resumed steward",
  ]);
  expect(told[2]).toMatchObject({ attributes: { reason: "by the file" } });

  const reserved = async () =>
    Number(
      (
        await plant.db
          .selectFrom("material_lot as l")
          .innerJoin("bom_item as b", "b.material_id", "l.material_id")
          .select((fields) => fields.fn.sum<string>("l.reserved").as("sum"))
          .where("b.work_master_id", "=", "WM-BOARD-1")
          .executeTakeFirstOrThrow()
      ).sum,
    );
  const before = await reserved();
  const requisition = await inTx((tx) => createRequisition(tx, { ...act, toolCallId: "kit-here" }));
  expect(await reserved()).toBeGreaterThan(before);
  expect(await say((row) => row.replace(",120,", ",110,"))).toMatchObject({ issues: [] });
  expect(await reserved()).toBe(before);
  expect((await inTx((tx) => createRequisition(tx, { ...act, toolCallId: "kit-again" }))).id).toBe(
    requisition.id,
  );
  await putJob(plant.db, { id: "JO-9001-10", order: id, line: "SMT-91", segment: 10, quantity: 110 }, now);
  const commands = async () => {
    const rows = await plant.db
      .selectFrom("outbox")
      .select("id")
      .where("id", "like", "JO-9001-10/%")
      .orderBy("seq")
      .execute();
    return rows.map(({ id: command }) => command.split("/")[1]);
  };
  const as110 = (row: string) => row.replace(",120,", ",110,");
  await say((row) => as110(row).replace(",false,", ",true,by the file"));
  expect(await commands()).toEqual(["Pause"]);
  await say((row) => as110(row).replace(",false,", ",true,by the file"));
  expect(await commands()).toEqual(["Pause"]);
  await plant.db
    .updateTable("job_order")
    .set({ dispatch_status: "Suspended" })
    .where("id", "=", "JO-9001-10")
    .execute();
  await say(as110);
  expect(await commands()).toEqual(["Pause", "Resume"]);
  const refused = await say((row) => row);
  expect(refused.issues).toMatchObject([
    { file: "work_orders.csv", column: "quantity", value: "120", code: "wrong-value" },
  ]);
  await plant.db
    .updateTable("job_order")
    .set({ dispatch_status: "Aborted" })
    .where("id", "=", "JO-9001-10")
    .execute();
  await inTx((tx) => cancelWorkOrder(tx, id, act));
  const as = (status: string) => (row: string) => row.replace(",120,", ",110,").replace("Waiting", status);
  await say(as("Waiting"));
  expect((await orderById(plant.db, id)).status).toBe("Cancelled");
  await say(as("Completed"));
  expect((await orderById(plant.db, id)).status).toBe("Completed");
});

test("an order that was called off before anything of it was released does not wait again with the next file", async () => {
  await importFolder(plant.db, exampleFolder);
  const wo = "WO-9003";
  const folder = await exampleWith({
    "work_orders.csv": (text) =>
      `${text.trimEnd()}\n${text.match(/^WO-9001.*$/m)![0].replace("WO-9001", wo)}\n`.replace(
        /^WO-900[12],.*\n/gm,
        "",
      ),
  });
  await importFolder(plant.db, folder);
  const act = { actorId: "li.wei", now: new Date("2026-11-03T09:00:00Z") };
  await plant.db.transaction().execute((tx) => cancelWorkOrder(tx, wo, act));
  expect(await importFolder(plant.db, folder)).toMatchObject({ issues: [] });
  expect((await orderById(plant.db, wo)).status).toBe("Cancelled");
});

test("a folder that is imported is told in the stream, with each receipt that comes at another time; a dry run and wrong rows tell nothing", async () => {
  const told = async () =>
    (
      await plant.db
        .selectFrom("event")
        .select(["type", "source", "objects", "attributes"])
        .where("type", "in", ["records.written", "receipt.moved"])
        .orderBy("seq")
        .execute()
    ).map(({ type, source }) => `${type} ${source}`);
  await importFolder(plant.db, exampleFolder, { dryRun: true });
  expect(await told()).toEqual([]);
  await importFolder(plant.db, exampleFolder);
  expect(await told()).toEqual(["records.written import"]);
  const later = await exampleWith({
    "receipts.csv": (text) => text.replace(/\d{4}-\d\d-\d\dT[^,]*/, "2030-01-01T08:00:00+08:00"),
  });
  expect((await importFolder(plant.db, later)).issues).toEqual([]);
  expect(await told()).toEqual(["records.written import", "records.written import", "receipt.moved import"]);
  const wrong = await exampleWith({ "work_orders.csv": (text) => text.replace(",Waiting,", ",Wating,") });
  expect((await importFolder(plant.db, wrong)).issues).not.toEqual([]);
  expect(await told()).toHaveLength(3);
});

test("a partial import leaves out what is wrong and what leans on it, and writes the others", async () => {
  const folder = await exampleWith({
    "sales_orders.csv": (text) => text.replace(/^(SO-9001,[^\n]*?)\d{4}-\d{2}-\d{2}T[^,\n]*/m, "$1tomorrow"),
    "work_orders.csv": (text) => text.replace(/^(WO-9002,[^,]*,[^,]*),\d+,/m, "$1,-5,"),
  });
  const whole = await importFolder(plant.db, folder);
  expect(whole.rows).toEqual({});
  const { issues, rows } = await importFolder(plant.db, folder, { partial: true });
  expect(issues.length).toBeGreaterThan(0);
  expect(rows["materials.csv"]).toBeGreaterThan(0);
  const written = await plant.db.selectFrom("work_order").select("id").where("id", "like", "WO-9%").execute();
  expect(written.map(({ id }) => id)).not.toContain("WO-9002");
  expect(rows["work_orders.csv"]).toBe(written.length);
  const again = await importFolder(plant.db, folder, { partial: true, dryRun: true });
  expect(again.rows).toEqual(rows);
});

test("a file that is wrong as a whole leaves nothing to be written in part", async () => {
  const folder = await exampleWith({
    "work_orders.csv": (text) => text.replace(/^[^\n]*/, "nothing,of,this"),
  });
  const { issues, rows } = await importFolder(plant.db, folder, { partial: true });
  expect(issues.length).toBeGreaterThan(0);
  expect(Object.values(rows).every((count) => count === 0)).toBe(true);
});

test("what a file changes of a known order, calls off or finds completed is told, and what it leaves is not", async () => {
  await importFolder(plant.db, exampleFolder);
  const say = async (change: (text: string) => string) =>
    importFolder(plant.db, await exampleWith({ "work_orders.csv": change }));
  const told = () =>
    plant.db
      .selectFrom("event")
      .select(["type", "source", "objects", "attributes"])
      .where("type", "like", "order.%")
      .orderBy("seq")
      .execute();
  await say((text) => text);
  expect(await told()).toEqual([]);
  const { quantity, dueTime } = await orderById(plant.db, "WO-9001");
  const later = new Date(dueTime.getTime() + 3_600_000);
  const changed = (text: string) =>
    text.replace(/^WO-9001,.*$/m, (row) => {
      const cells = row.split(",");
      cells[cells.indexOf(String(quantity))] = String(quantity + 10);
      return cells
        .map((cell) =>
          Date.parse(cell) === dueTime.getTime() && cell.includes("T") ? later.toISOString() : cell,
        )
        .join(",");
    });
  await say((text) => changed(text).replace(/^(WO-9002,.*),Waiting,/m, "$1,Cancelled,"));
  await say((text) => changed(text).replace(/^(WO-9002,.*),Waiting,/m, "$1,Completed,"));
  expect(await told()).toMatchObject([
    {
      type: "order.changed",
      source: "import",
      objects: [{ id: "WO-9001", type: "work_order" }],
      attributes: {
        quantityBefore: quantity,
        quantity: quantity + 10,
        dueTimeBefore: dueTime.toISOString(),
        dueTime: later.toISOString(),
        cause: {
          en: expect.stringMatching(`^import: quantity ${quantity} → ${quantity + 10}, due \\d\\d-\\d\\d `),
        },
      },
    },
    { type: "order.cancelled", objects: [{ id: "WO-9002", type: "work_order" }] },
    { type: "order.completed", objects: [{ id: "WO-9002", type: "work_order" }] },
  ]);
});
