import { afterAll, beforeAll, expect, test } from "vitest";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

test("of several vehicles all are told, those first that are idle", async () => {
  await words.calls(
    { tool: "look_up", thing: "AGV" },
    "哪台 AGV 空闲",
    "which AGV is free?",
    "AGV 都在哪",
    "小车在哪",
  );
  const { db } = words.plant;
  expect((await words.answer("哪台 AGV 空闲")).text.zh).toMatch(
    /^3 台 AGV，没有空闲的：AGV-01 离线，电量 90%，/,
  );
  const set = (id: string, row: object) =>
    db
      .updateTable("vehicle")
      .set({ online: true, ...row })
      .where("id", "=", id)
      .execute();
  await set("AGV-01", { battery: 80 });
  await set("AGV-02", { battery: 55.4 });
  await set("AGV-03", { errors: JSON.stringify([{ errorType: "stuck" }]) });
  await db
    .insertInto("material_requisition")
    .values({
      id: "MR-1",
      work_order_id: "WO-1042",
      segment: 10,
      equipment_id: "SMT-1",
      status: "InTransit",
      requested_by: "li.wei",
      requested_at: demoEpoch(),
      issued_at: null,
      tool_call_id: null,
    })
    .execute();
  await db
    .insertInto("transport_order")
    .values({
      id: "TO-1",
      requisition_id: "MR-1",
      vehicle_id: "AGV-01",
      from_station: "WH",
      to_station: "SMT-1",
      status: "InTransit",
      changed_at: demoEpoch(),
    })
    .execute();
  const { text, rows } = await words.answer("which AGV is free?");
  expect(text.en).toMatch(
    /^3 AGVs, 1 idle: AGV-02 idle, battery 55%, at .+ m; AGV-01 to SMT-1 for WO-1042, battery 80%, .+; AGV-03 1 errors, /,
  );
  expect(text.zh).toContain("AGV-02 空闲，电量 55%，在 ");
  expect(rows?.map(({ label }) => label.en)).toEqual(["AGV-02", "AGV-01", "AGV-03"]);
  expect(rows?.[1]?.value).toMatch(/^为 WO-1042 送往 SMT-1 \/ to SMT-1 for WO-1042 · 80% · .+ · TO-1$/);
});

test("where the talk is of one vehicle, a sentence goes on from it; one by its number is that one", async () => {
  const last: Last = {
    tool: "look_up",
    args: { thing: "AGV-02" },
    text: "AGV-02 在哪",
    evidence: [],
  };
  expect(await words.certain("AGV 电量多少", {}, last)).toEqual({ tool: "look_up", thing: "AGV-02" });
  expect(await words.certain("哪台 AGV 空闲", {}, last)).toEqual({ tool: "look_up", thing: "AGV" });
  await words.calls(undefined, "AGV-02 空闲吗", "让空闲的 AGV 去充电", "stop the AGV");
});

test("no sentence stops a cell: it is told at once where the stop is", async () => {
  await words.calls(
    { tool: "look_up", thing: "TC-1" },
    "stop the cell now",
    "测试单元急停",
    "停下机器人",
    "stop TC-1",
    "emergency stop!",
  );
  const { text } = await words.answer("停下机器人");
  expect(text.zh).toMatch(
    /^说一句话停不了单元：.+在“单元”页按“急停”（Alt\+X）。TC-1（.+）离线；现在没有任务；/,
  );
  expect(text.en).toMatch(
    /^A sentence does not stop the cell: press the red button .+Cells page \(Alt\+X\)\. TC-1 /,
  );
  expect((await words.answer("TC-1 怎么样", { tool: "look_up", thing: "TC-1" })).text.zh).toMatch(/^TC-1（/);
  await words.calls(
    undefined,
    "stop SMT-2",
    "停下 SMT-2",
    "暂停 WO-1042",
    "stop order 1042",
    "stop the line",
  );
});

test("when a line could stand still is told out of the plan in force", async () => {
  await words.calls(
    { tool: "line_gaps", line: "SMT-3", hours: 2 },
    "when is SMT-3 free for two hours of maintenance",
    "SMT-3 什么时候能停两小时做保养",
  );
  await words.calls({ tool: "line_gaps", line: "SMT-3", hours: null }, "SMT-3 什么时候有空");
  await words.calls(
    { tool: "line_gaps", line: "SMT-3", hours: 1, by: "2026-11-03" },
    "SMT-3 明天几点能停一小时",
    "when can SMT-3 be stopped for an hour tomorrow",
  );
  await words.calls(
    undefined,
    "is SMT-3 idle",
    "SMT-3 停两小时会怎样",
    "when could SMT-3 and SMT-4 be stopped for an hour",
    "when can SMT-3 do WO-1042",
  );
  const { db } = words.plant;
  const version = 1;
  await db.deleteFrom("plan_operation").where("equipment_id", "=", "SMT-3").execute();
  const hour = (hours: number) => new Date(demoEpoch().getTime() + hours * 3_600_000);
  const planned = (order: string, from: number, to: number) =>
    db
      .insertInto("plan_operation")
      .values({
        version,
        work_order_id: order,
        segment: 10,
        equipment_id: "SMT-3",
        start_time: hour(from),
        end_time: hour(to),
        setup_family: null,
        material_time: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(["version", "work_order_id", "segment"])
          .doUpdateSet({ equipment_id: "SMT-3", start_time: hour(from), end_time: hour(to) }),
      )
      .execute();
  const [first, second, third] = (
    await db
      .selectFrom("work_order as o")
      .leftJoin("job_order as j", (join) =>
        join.onRef("j.work_order_id", "=", "o.id").on("j.segment", "=", 10),
      )
      .select("o.id")
      .where("j.id", "is", null)
      .where("o.status", "not in", ["Completed", "Cancelled"])
      .orderBy("o.id")
      .limit(3)
      .execute()
  ).map(({ id }) => id) as [string, string, string];
  await planned(first, 1.5, 4);
  await planned(second, 5, 8);
  await planned(third, 12, 20);
  await db
    .insertInto("calendar_exception")
    .values({
      id: "CE-T",
      equipment_id: "SMT-3",
      start_time: hour(20),
      end_time: hour(21),
      reason: "service",
    })
    .execute();
  const two = await words.answer("when is SMT-3 free for two hours of maintenance");
  expect(two.text.en).toMatch(
    /^By plan version 1, for 2 h of SMT-3 it could stand still 11-02 16:00 to 11-02 20:00 \(4\.0 h\); from 11-03 05:00 on, with nothing planned behind\./,
  );
  expect(two.choices?.map(({ text }) => text)[0]).toBe("What happens if SMT-3 is down for 2 hours?");
  const one = await words.answer("SMT-3 什么时候有空");
  expect(one.rows?.map(({ value }) => value.split(" · ")[1])).toEqual(["1.5 h", "1.0 h", "4.0 h"]);
  expect((await words.answer("SMT-3 明天几点能停一小时")).text.zh).toContain(
    "SMT-3 到 11-04 00:00 为止停 1 小时：能停的空档：11-03 05:00 到 11-04 00:00（19.0 h）。",
  );
  const none = await words.answer("SMT-3 什么时候能停 6 小时", {
    tool: "line_gaps",
    line: "SMT-3",
    hours: 6,
    by: "2026-11-02T21:00",
  });
  expect(none.text.zh).toContain("：没有这么长的空档。");
});

test("lines that are free are named where somebody asks for those", async () => {
  await words.plant.db
    .updateTable("equipment")
    .set({ state_code: stationState.starved })
    .where("id", "=", "SMT-2")
    .execute();
  const call = { tool: "line_status", line: "all" } as const;
  const { zh, en } = (await words.answer("哪些线现在没活干", call)).text;
  expect(zh).toMatch(/；空闲的有 .*SMT-2/);
  expect(en).toMatch(/; with nothing in hand: .*SMT-2/);
  expect((await words.answer("各条产线怎么样", call)).text.zh).not.toContain("空闲的有");
});

test("a vehicle that does not work is asked about as a vehicle", async () => {
  expect(await words.certain("AGV 有没有故障")).toEqual({ tool: "look_up", thing: "AGV" });
});

test("whether a cell tests a product is told of that cell, and of one without a recipe which it has", async () => {
  await words.calls(
    { tool: "look_up", thing: "TC-1" },
    "tc-1能测RRU-5258吗",
    "can the test cell run an RRU-5258?",
  );
  const without = { tool: "test_units", product: "AAU-5713", quantity: null };
  await words.calls(without, "tc-1能测AAU-5713吗");
  const last: Last = { tool: "look_up", args: { thing: "TC-1" }, text: "TC-1 怎么样", evidence: [] };
  expect(await words.certain("AAU-5713呢", {}, last)).toEqual(without);
  expect(await words.certain("SRV-R5300能测吗", {}, last)).toEqual({ tool: "look_up", thing: "TC-1" });
  const wanted = await words.certain("那测2台SRV-R5300", {}, last);
  expect(wanted).not.toMatchObject({ quantity: null });
  // Without a cell in the talk a product is asked of otherwise.
  expect((await words.certain("AAU-5713能做吗"))?.tool).not.toBe("test_units");
});

test("of lines that are named beside each other the load of each is told", async () => {
  const { text, rows } = await words.answer("SMT-2和SMT-4哪个更紧", { tool: "line_load", line: "all" });
  expect(rows?.map(({ label }) => label.en).toSorted()).toEqual(["SMT-2", "SMT-4"]);
  expect(text.zh).toMatch(/SMT-[24]：排了 .+；SMT-[24] 排了 /);
});
