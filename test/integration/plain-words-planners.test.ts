import { afterAll, beforeAll, expect, test } from "vitest";
import { formatDuration } from "../../agents/runtime/format.ts";
import { setUpAsked } from "../../agents/runtime/spoken/about/set-up.ts";
import { type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

test("a set-up from one product to another is told for each process, as the master data have it", async () => {
  await words.calls(
    { tool: "routing", product: "SRV-330" },
    "从RRU-5302换到SRV-330要调多久",
    "changeover time from RRU-5302 to SRV-330?",
    "how long does it take to switch to SRV-330 from RRU-5302",
  );
  const familyOf = async (product: string) =>
    (
      await words.plant.db
        .selectFrom("work_master_segment")
        .select("setup_family")
        .where("work_master_id", "=", `WM-${product}`)
        .where("segment", "=", 10)
        .executeTakeFirstOrThrow()
    ).setup_family;
  const { seconds } = await words.plant.db
    .selectFrom("setup_time")
    .select("seconds")
    .where("process", "=", "SMT")
    .where("from_family", "=", await familyOf("RRU-5302"))
    .where("to_family", "=", await familyOf("SRV-330"))
    .executeTakeFirstOrThrow();
  const { text, rows } = await words.answer("从RRU-5302换到SRV-330要调多久");
  expect(text.zh).toContain(`从 RRU-5302 换到 SRV-330，每条产线换线要：贴片（SMT）${seconds / 60} min，`);
  expect(rows).toHaveLength(4);
  const { text: same } = await words.answer("SRV-310换到SRV-320要多久");
  expect(same.zh).toContain("贴片（SMT）不用换");
});

test("what a line is changed from is what stands behind from, wherever that is", () => {
  const products = ["SRV-310", "AAU-5612"];
  const there = { from: ["SRV-310"], to: ["AAU-5612"] };
  for (const text of [
    "how long to change over ASM from SRV-310 to AAU-5612",
    "how long to switch to AAU-5612 from SRV-310",
    "SRV-310转AAU-5612换型几分钟",
    "换到AAU-5612，从SRV-310，要多久",
  ])
    expect(setUpAsked(text, products), text).toEqual(there);
  expect(setUpAsked("how long does SRV-310 take", products)).toBeUndefined();
});

test("a family that is named without a number stands for its products", async () => {
  const { text } = await words.answer("SRV切到AAU要多久");
  expect(text.zh).toMatch(/^从 SRV 换到 AAU，每条产线换线要：贴片（SMT）\d+–\d+ min，/);
});

test("how many set-ups are to come is told of the plan, and of those there were it is not", async () => {
  await words.calls({ tool: "planned_work", line: "all" }, "计划里头今天贴片换几次线，哪条最多");
  await words.calls({ tool: "planned_work", line: "SMT-4" }, "how many line changes on SMT-4 tonight");
  expect((await words.certain("昨天SMT-4换线几次"))?.tool).not.toBe("planned_work");
});

test("lots that may not be used are told with where they lie", async () => {
  await words.calls(
    { tool: "stock_status", material: null },
    "哪些批次被冻结了",
    "which lots are blocked right now and where r they",
  );
  const lots = await words.plant.db
    .selectFrom("material_lot")
    .select(["id", "status"])
    .where("status", "<>", "Released")
    .where("quantity", ">", 0)
    .execute();
  const blocked = lots.filter(({ status }) => status === "Blocked").length;
  const { text, evidence } = await words.answer("哪些批次被冻结了");
  expect(text.zh).toContain(`冻结的批次 ${blocked} 个，待检（隔离）的 ${lots.length - blocked} 个：LOT-`);
  expect(evidence[0]?.facts).toMatchObject({ lots: lots.length, blocked });
});

test("a receipt that is named is the one that comes later", async () => {
  const { db } = words.plant;
  const [first, second] = await db
    .selectFrom("expected_receipt")
    .selectAll()
    .where("material_id", "=", "MAT-00019")
    .orderBy("expected_time")
    .execute();
  expect(await words.certain(`${second!.id}晚三天到，影响大不大`)).toMatchObject({
    tool: "what_if_late",
    material: "MAT-00019",
    days: 3,
  });
  for (const other of [`${second!.id}要是拖三天，哪些单要晚`, `if ${second!.id} slips 3 days what happens`])
    expect(await words.certain(other), other).toMatchObject({ tool: "what_if_late", days: 3 });
  const { text } = await words.answer(`${second!.id}晚三天到，影响大不大`);
  expect(text.zh).toContain(`MAT-00019 的到货 ${second!.id}（${second!.quantity} 件）晚 3 天`);
  expect(text.zh).not.toContain(first!.id);
});

test("when more comes is asked of the material that was talked of", async () => {
  const last = { tool: "stock_status", args: { material: "MAT-00116" }, text: "MAT-00116", evidence: [] };
  const call = { tool: "expected_receipts", material: "MAT-00116" };
  expect(await words.certain("啥时候再来货", {}, last)).toMatchObject(call);
  expect(await words.certain("今天到了什么料", {}, last)).toMatchObject({ material: null });
});

test("whether others make room for a promise is answered before the date", async () => {
  const promise = { tool: "promise_date" as const, product: "RRU-5203", quantity: 20 };
  const { tool, ...args } = promise;
  const last = { tool, args, text: "20 RRU-5203", evidence: [] };
  for (const text of [
    "那别的单子会不会被挤",
    "那会挤到谁的货",
    "这样老客户的单受不受影响",
    "would that hurt anybody elses dates",
  ])
    expect(await words.certain(text, {}, last), text).toMatchObject(promise);
  const { text } = await words.answer("那别的单子会不会被挤", promise);
  expect(text.zh).toMatch(/^别的工单不会被挤：.+20 台 RRU-5203/);
});

test("which orders wait for material is told with the orders, those due first and what each waits for longest", async () => {
  const { text, rows, evidence } = await words.answer("which orders wait for parts", {
    tool: "short_material",
  });
  const { orders, materials } = evidence[0]!.facts as { orders: number; materials: number };
  expect(text.en).toMatch(
    new RegExp(
      `${orders} orders wait for material, ${materials} kinds of it in all; those due first: ${evidence[1]!.id} \\(due `,
    ),
  );
  expect(text.zh).toContain(
    `有 ${orders} 个工单在等料，一共 ${materials} 种；交期最早的：${evidence[1]!.id}（`,
  );
  const due = await words.plant.db
    .selectFrom("work_order")
    .select("id")
    .where(
      "id",
      "in",
      evidence.slice(1).map(({ id }) => id),
    )
    .orderBy("due_time")
    .execute();
  expect(rows?.map(({ label }) => label.en)).toEqual(due.map(({ id }) => id));
  const materialsFirst = await words.answer("哪些物料短缺", { tool: "short_material" });
  expect(materialsFirst.text.zh).toContain(`有 ${materials} 种物料要等，牵涉 ${orders} 个工单；`);
});

test("the kits of today's starts and the orders that end on a day by its name are told of that day", async () => {
  const kits = await words.answer("今天要发的料齐了没", { tool: "short_material" });
  expect(kits.text.zh).toMatch(/^按计划版本 1，到 11-03 00:00 要开工的 \d+ 道工序/);
  const work = await words.answer("下周三能交几个单", { tool: "planned_work", line: "all" });
  expect(work.text.zh).toMatch(/^11月11日（11-11 00:00 到 11-12 00:00）按计划版本 1 开工/);
  const { orders } = work.evidence[0]!.facts;
  const ends = await words.plant.db
    .selectFrom("plan_operation")
    .select(({ fn }) => fn.max("end_time").as("end"))
    .where("version", "=", 1)
    .groupBy("work_order_id")
    .execute();
  const [from, to] = [new Date("2026-11-11T00:00:00+08:00"), new Date("2026-11-12T00:00:00+08:00")];
  expect(orders).toBe(ends.filter(({ end }) => end >= from && end < to).length);
});

test("when a line is set up next is told by the order that it is for", async () => {
  await words.calls(
    { tool: "planned_work", line: "SMT-1" },
    "下一次换线啥时候 smt1",
    "when is the next changeover on SMT-1",
  );
  expect((await words.certain("SMT-1换线什么时候完"))?.tool).not.toBe("planned_work");
  const next = await words.plant.db
    .selectFrom("plan_operation")
    .select(["work_order_id as order", "setup_seconds as seconds"])
    .where("version", "=", 1)
    .where("equipment_id", "=", "SMT-1")
    .where("setup_seconds", ">", 0)
    .orderBy("start_time")
    .executeTakeFirstOrThrow();
  const { text } = await words.answer("下一次换线啥时候 smt1");
  expect(text.zh).toContain(`，下一次换线在 SMT-1，为 ${next.order}（`);
  expect(text.zh).toContain(`要 ${formatDuration(next.seconds)}，`);
});
