import { afterAll, beforeAll, expect, test } from "vitest";
import { dayMs } from "../../services/core/zone.ts";
import { importRepairHistory } from "../../services/launcher/repair-history.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { putJob } from "../support/job.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
  await importRepairHistory(words.plant.db, 1);
});
afterAll(() => words.close());

test("an order that is imagined left out is no wish to hold it, and the plan without it is told", async () => {
  const call = { tool: "what_if_order", order: "WO-1107", line: null };
  await words.calls(
    call,
    "如果先不做 WO-1107",
    "what if we leave WO-1107 out today?",
    "WO-1107 不做的话会怎样",
  );
  await words.calls(undefined, "暂停 WO-1107", "hold WO-1107");
  const { text, choices, happening } = await words.answer("如果先不做 WO-1107");
  expect(text.zh).toMatch(/^如果先不做 WO-1107，腾出 SMT-\d/);
  expect(text.en).toMatch(/late orders go from \d+ to \d+|is not touched/);
  expect(text.en).toMatch(/Nothing was changed\.$/);
  // It would be cancelled, which nobody asked for.
  expect(happening).toBeUndefined();
  expect(choices?.[0]?.text).toBe("暂停 WO-1107");
});

test("what would be without an order that a line has is told as not to be known, and nothing of a cancelling", async () => {
  const { db } = words.plant;
  await putJob(
    db,
    { id: "JO-1050-10", order: "WO-1050", line: "SMT-1", segment: 10, quantity: 220 },
    demoEpoch(),
  );
  const { text, choices } = await words.answer("如果先不做 WO-1050", {
    ...{ tool: "what_if_order", order: "WO-1050", line: null },
  });
  expect(text.zh).toMatch(/^WO-1050 工序 10 已经下达到 SMT-1，正在做/);
  expect(choices?.map((choice) => choice.text)).toContain("暂停 WO-1050");
  await db.deleteFrom("job_order").where("work_order_id", "=", "WO-1050").execute();
});

test("who put an order on hold is not on record where it was not done here; why is", async () => {
  const { db } = words.plant;
  const held = { held: true, hold_reason: "waiting for ECO" };
  await db.updateTable("work_order").set(held).where("id", "=", "WO-1050").execute();
  const { text } = await words.answer("who put WO-1050 on hold and why", {
    tool: "who_decided",
    order: "WO-1050",
  });
  expect(text.en).toBe(
    'WO-1050 is on hold; the reason given is "waiting for ECO". It was not put on hold here, so who did it is not on record. ',
  );
  const none = { held: false, hold_reason: null };
  await db.updateTable("work_order").set(none).where("id", "=", "WO-1050").execute();
});

test("the load of a shift is that of the shift by itself", async () => {
  const { text } = await words.answer("下个班产能够不够", { tool: "line_load", line: "all" });
  expect(text.zh).toMatch(/^按计划版本 1，.+（11-0\d \d\d:00 到 11-0\d \d\d:00）/);
});

test("an order imagined on another line is told with what moves, and that it is there already", async () => {
  const planned = await words.plant.db
    .selectFrom("plan_operation")
    .select("equipment_id")
    .where("work_order_id", "=", "WO-1107")
    .where("segment", "=", 10)
    .executeTakeFirstOrThrow();
  const there = planned.equipment_id;
  const own = await words.answer(`what if WO-1107 is made on ${there}?`, {
    tool: "what_if_order",
    order: "WO-1107",
    line: there,
  });
  expect(own.text.en).toContain(`is planned on ${there} already`);
  const other = ["SMT-1", "SMT-2", "SMT-3", "SMT-4"].find((line) => line !== there)!;
  expect(await words.certain(`and if we run it on ${other} instead?`, { order: "WO-1107" })).toEqual({
    tool: "what_if_order",
    order: "WO-1107",
    line: other,
  });
  const { text } = await words.answer(`what if WO-1107 is made on ${other}?`, {
    tool: "what_if_order",
    order: "WO-1107",
    line: other,
  });
  expect(text.en).toMatch(new RegExp(`^If segment 10 of WO-1107 is made on ${other}, it ends`));
});

test("what goods come today is told, with whose they are; what came already is the MES's to say", async () => {
  await words.calls(
    { tool: "expected_receipts", material: null },
    "今天收货了哪些",
    "what deliveries arrived today",
  );
  const { text, rows } = await words.answer("今天收货了哪些");
  expect(text.zh).toMatch(/^收了哪些由 MES 登记/);
  const today = await words.plant.db
    .selectFrom("expected_receipt")
    .select((by) => by.fn.countAll<string>().as("count"))
    .where("expected_time", ">=", demoEpoch())
    .where("expected_time", "<", new Date("2026-11-02T16:00:00Z"))
    .executeTakeFirstOrThrow();
  expect(text.zh).toContain(`预计到货 ${today.count} 笔`);
  expect(rows?.[0]?.value).toMatch(/^MAT-\d+ × \d+ · 11-02 \d\d:\d\d · /);
  const { text: one } = await words.answer("供应商是谁", {
    tool: "expected_receipts",
    material: "MAT-00005",
  });
  expect(one.zh).toMatch(/^MAT-00005 在途 \d+ 笔：RCV-/);
  const { text: open } = await words.answer("还有哪些没到", { tool: "expected_receipts", material: null });
  expect(open.zh).toMatch(/^没有过了预计时间还没收的/);
});

test("units that failed as one did, or of a product, with what mended them and where they came from", async () => {
  const { db } = words.plant;
  const { id: unit, product_id: product } = await db
    .selectFrom("unit")
    .select(["id", "product_id"])
    .where("status", "=", "Failed")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const last: Last = { tool: "diagnose_unit", args: { unit }, text: unit, evidence: [] };
  expect(await words.certain("查一下这个产品最近同样的故障", {}, last)).toEqual({
    tool: "test_failures",
    unit,
    product: null,
    line: null,
  });
  expect(await words.certain(`${product} 最近同样的故障有哪些`)).toEqual({
    tool: "test_failures",
    unit: null,
    product,
    line: null,
  });
  expect(await words.certain("FT-2 最近主要挂在哪个测试项")).toEqual({
    tool: "test_failures",
    unit: null,
    product: null,
    line: "FT-2",
  });
  const tester = await words.answer("FT-2 最近主要挂在哪个测试项");
  expect(tester.text.zh).toMatch(/FT-2 各产品测试不过的有 \d+ 台/);
  await words.calls(
    { tool: "test_failures", unit: null, product: null, line: null },
    "compare measurements between lines",
  );
  const like = await words.answer("最近半年同样的故障", { tool: "test_failures", unit, product: null });
  expect(like.text.zh).toContain(`和 ${unit} 同样测试不过的`);
  const lines = await words.answer("compare measurements between lines");
  // Of those that only failed, as history that was brought in has them, no share is told.
  expect(lines.text.en).toMatch(/By line.*: SMT-\d \d+(?:\/\d+ \(\d+\.\d%\))? \(most /);
  expect(lines.rows?.map(({ label }) => label.en).sort()).toEqual([
    "SMT-1",
    "SMT-2",
    "SMT-3",
    "SMT-4",
    "SMT-5",
  ]);
});

test("how many units failed is told by their number, of the testers' kind and of all that is said", async () => {
  const all = { tool: "test_failures", unit: null, product: null, line: null } as const;
  await words.calls(
    all,
    "how many units failed at FT, from which line",
    "FT这周挂了多少台",
    "最近30天几块板没过",
    "how many RRUs failed in the last 30 days",
  );
  await words.calls({ ...all, line: "FT-2" }, "FT-2 昨天挂了几台");
  const [units, testers, assembled, two] = await Promise.all([
    words.answer("最近30天几块板没过", all),
    words.answer("最近30天 FT 挂了多少台", all),
    words.answer("最近30天装配线挂了多少台", all),
    words.answer("最近30天 FT-1 和 FT-2 挂了多少台", all),
  ]);
  const count = ({ text }: typeof units) => Number(/有 (\d+) 台/.exec(text.zh)?.[1] ?? 0);
  const { db } = words.plant;
  const failed = async (...stations: readonly string[]) =>
    Number(
      (
        await db
          .selectFrom("unit_test")
          .select(({ fn }) => fn.count("unit_id").distinct().as("units"))
          .where("result", "<>", "Passed")
          .where("time", ">=", new Date("2026-10-04T00:00:00+08:00"))
          .$if(stations.length > 0, (query) => query.where("station", "in", stations))
          .executeTakeFirstOrThrow()
      ).units,
    );
  expect(count(units)).toBe(await failed());
  expect(count(testers)).toBe(await failed());
  expect(count(assembled)).toBe(0);
  expect(count(two)).toBe(await failed("FT-1", "FT-2"));
  expect((await words.answer("最近30天夜班挂了几台", all)).text.zh).toMatch(/^没有按夜班分开/);
});

test("which units were repaired how often is told by their number and names", async () => {
  const call = { tool: "diagnose_unit", unit: null } as const;
  await words.calls(call, "返修三次以上几块", "which boards were repaired three times or more");
  const { text, rows } = await words.answer("返修三次以上几块", call);
  const units = await words.plant.db
    .selectFrom("repair")
    .select(({ fn }) => ["unit_id", fn.max("attempt").as("most")])
    .where("attempt", ">=", 3)
    .where("time", ">=", new Date(demoEpoch().getTime() - 28 * dayMs))
    .groupBy("unit_id")
    .execute();
  expect(units.length).toBeGreaterThan(0);
  expect(text.zh).toMatch(new RegExp(`修过 3 次及以上的单元有 ${units.length} 个：SN-`));
  const most = new Map(units.map((one) => [one.unit_id, one.most]));
  for (const { label, value } of rows!) expect(Number(value.split(" · ")[1])).toBe(most.get(label.en));
  expect((await words.answer("今天修过九次以上的有哪些板", call)).text.zh).toMatch(
    /没有修过 9 次及以上的单元/,
  );
});

test("a vehicle by its number is that one, and one that there is not is told to be none", async () => {
  const fleet: Last = { tool: "look_up", args: { thing: "AGV" }, text: "AGV都在哪", evidence: [] };
  // The one that is named, and not what was talked of: a model is left no other.
  expect(await words.certain("2号车咋不动", {}, fleet)).toBeUndefined();
  await words.calls({ tool: "look_up", thing: "AGV" }, "AGV-7 在哪");
  const { text } = await words.answer("AGV-7 在哪");
  expect(text.zh).toMatch(/^没有 AGV-7。/);
});

test("a word that every material might be called by names none", async () =>
  expect(await words.certain("how many units did ICT fail today")).toBeUndefined());

test("of a person the hours of the shift are told beside whether it is on now", async () => {
  const { id } = await words.plant.db
    .selectFrom("person")
    .select("id")
    .where("calendar_id", "is", null)
    .where("shift_start_minute", "=", 960)
    .executeTakeFirstOrThrow();
  const { text } = await words.answer(`${id} 今天来不来`, { tool: "look_up", thing: id });
  expect(text.zh).toContain("现在不当班，班次 16:00–24:00；");
});

test("failures of a family are told of it alone, and what they came of by its repairs", async () => {
  const call = { tool: "test_failures", unit: null, product: null, line: null } as const;
  await words.calls(call, "which test fails the most on servers", "RRU 主要挂在哪个测试");
  const [all, family] = await Promise.all([
    words.answer("which test fails the most", call),
    words.answer("which test fails the most on radios", call),
  ]);
  const units = ({ text }: typeof all) => Number(/^(\d+) units/.exec(text.en)![1]);
  expect(family.text.en).toContain("units of the RRU family that failed their test");
  expect(units(family)).toBeLessThan(units(all));
  const last: Last = {
    tool: "test_failures",
    args: call,
    text: "which test fails the most on radios",
    evidence: family.evidence,
  };
  expect(await words.certain("what is usually the cause", {}, last)).toMatchObject({
    ...{ tool: "metric_value", metric: "repairs" },
    words: "repairs of RRU by reason in the last 30 days",
  });
});

test("an order that was to go to one line goes to the line of that kind whose number is said next, and is not released", async () => {
  const last: Last = {
    tool: "move_order",
    args: { order: "WO-1091", line: "SMT-4" },
    text: "1091挪到4线",
    evidence: [],
  };
  const of = (text: string) => words.certain(text, { order: "WO-1091", line: "SMT-4" }, last);
  const onLine = (line: string) => ({ tool: "move_order", order: "WO-1091", line });
  expect(await of("还是回3线吧")).toEqual(onLine("SMT-3"));
  expect(await of("不对，放2线")).toEqual(onLine("SMT-2"));
  expect(await of("no, line 1")).toEqual(onLine("SMT-1"));
});

test("lots that expire are told as far ahead as is asked, also in the sentence behind", async () => {
  const { id } = await words.plant.db
    .selectFrom("material_lot")
    .select("id")
    .where("quantity", ">", 0)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  await words.plant.db
    .updateTable("material_lot")
    .set({ expires_at: new Date(demoEpoch().getTime() + 20 * 86_400_000) })
    .where("id", "=", id)
    .execute();
  const lotsOf = async (text: string, last?: Last) => {
    const call = (await words.certain(text, {}, last))!;
    expect(call).toMatchObject({ tool: "stock_status", material: null });
    const { evidence } = await words.answer(call.words ?? text, call);
    return evidence.filter(({ kind }) => kind === "lot").map((lot) => lot.id);
  };
  expect(await lotsOf("which lots expire in the next 30 days")).toContain(id);
  expect(await lotsOf("lots that go off in the next four weeks?")).toContain(id);
  expect(await lotsOf("25天内要过期的物料有哪些")).toContain(id);
  const thisWeek = "which lots expire this week";
  expect(await lotsOf(thisWeek)).not.toContain(id);
  const last: Last = { tool: "stock_status", args: { material: null }, text: thisWeek, evidence: [] };
  expect(await lotsOf("未来60天呢", last)).toContain(id);
});
