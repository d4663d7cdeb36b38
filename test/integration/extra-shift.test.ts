import { afterAll, beforeAll, expect, test } from "vitest";
import { makePlan } from "../../agents/scheduler/desk/make-plan.ts";
import { understand } from "../../agents/steward/understand.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);
const tool = "what_if_shift";
const replan = (requestId: string) =>
  makePlan(
    house.plant.db,
    demoEpoch(),
    { requestId, reason: { kind: "asked", text: "test" } },
    { budgetMs: 500, seed: 1 },
  );
/** What no question may change. */
const stored = async () => {
  const { db } = house.plant;
  return {
    plans: (await db.selectFrom("plan").select("version").execute()).length,
    proposals: (await db.selectFrom("plan_proposal").select("number").execute()).length,
    shifts: await db
      .selectFrom("calendar_shift")
      .selectAll()
      .orderBy("calendar_id")
      .orderBy("weekday")
      .orderBy("start_minute")
      .execute(),
    exceptions: await db.selectFrom("calendar_exception").selectAll().orderBy("id").execute(),
  };
};

test("of a line that never stops there is no more time, and what holds the late orders is told", async () => {
  const english = await ask("what if SMT-2 works Sunday too", { tool, line: "SMT-2" });
  expect(english.text).toMatch(
    /^SMT-2 already runs in all the time from 8 Nov 00:00 to 9 Nov 00:00 but for maintenance and breaks; more time is not to be had there\. The \d+ late orders of plan version 2 \([\d.]+ days in all\) are held up: \d+ by (?:a line|material) \(.+Closed then: ASM-1, ASM-2, ASM-3\.$/,
  );
  expect(english.choices.map(({ text }) => text)).toEqual([
    "What would overtime on all lines on 8 Nov bring the late orders?",
    expect.stringMatching(/^Why is WO-\d{4} late\?$/),
    "Which line is the bottleneck?",
    "Which orders will be late?",
  ]);
  expect(english.meanwhile).toBe("");
  const chinese = await ask("贴片线周末加班呢", { tool, line: null });
  expect(chinese.text).toMatch(
    /^这些产线在 11月7日 00:00 到 11月9日 00:00 本来就全时开工（保养和休息除外），没有更多时间可加。计划版本 2 里延期的 \d+ 个工单/,
  );
});

test("hours that are worked anyway are told as such, and another line goes on from the sentence before", async () => {
  const { text } = await ask("周三 ASM-1 加个白班呢", { tool, line: "ASM-1" });
  expect(text).toMatch(
    /^ASM-1 在 11月4日 00:00 到 11月5日 00:00 之间，要加的时间本来就开工或在保养；请换个班次或日子。计划版本 2 里/,
  );
  const last = { tool, args: { line: "ASM-1" }, text: "周日 ASM-1 加班呢", evidence: [] };
  const { certain } = await understand(house.plant.db, demoEpoch(), "ASM-2 呢", {}, last);
  expect(certain).toMatchObject({ tool, line: "ASM-2", words: expect.stringContaining("周日") });
  for (const sentence of [
    "周六加一个班能赶上吗",
    "今晚加班三个小时够不够",
    "would a Sunday shift on BI-1 help",
    "What would overtime on all lines on 8 Nov bring the late orders?",
  ]) {
    const understood = await understand(house.plant.db, demoEpoch(), sentence, {});
    expect([sentence, understood.certain]).toEqual([sentence, undefined]);
  }
});

test("of all lines only those that have time off are worked longer, for the stretch that is named", async () => {
  const saturday = await ask("周六加一个班能赶上吗", { tool, line: null });
  expect(saturday.text).toMatch(
    /^如果 ASM-1、ASM-2、ASM-3 在 11月7日 00:00 到 11月7日 08:00 加班（共 24\.0 小时），/,
  );
  expect(saturday.text).toContain("日历和计划都没有改");
  const tonight = await ask("would overtime tonight save the late orders", { tool, line: "all" });
  expect(tonight.text).toMatch(
    /^If ASM-1, ASM-2, ASM-3 worked from 3 Nov 00:00 to 3 Nov 08:00 \(24\.0 h in all\), /,
  );
  const unsaid = await ask("加班能把延期的单子追回来吗", { tool, line: null });
  expect(unsaid.text).toMatch(
    /^没有说哪天，按这个周末算。如果 ASM-1、ASM-2、ASM-3 在 11月7日 00:00 到 11月9日 00:00 之间原本不开工的时间加班/,
  );
});

test("a plant with free weekends gains by one that is worked, and nothing is stored", async () => {
  const { db } = house.plant;
  await db.deleteFrom("calendar_shift").where("weekday", "in", [0, 6]).execute();
  await replan("free weekends");
  const before = await stored();
  const { text, meanwhile, rows, evidence, choices } = await ask(
    "would overtime this weekend save the late orders",
    { tool, line: "all" },
  );
  // It takes some seconds: who asks is told at once what is worked out.
  expect(meanwhile).toMatch(/^Working out what the extra time would save/);
  const told =
    /^If SMT-1, SMT-2, SMT-3 and others \(\d+ lines\) worked in the time off between 7 Nov 00:00 and 9 Nov 00:00 \([\d.]+ h in all\), late orders would go from (\d+) to (\d+) and their lateness from ([\d.]+) days to ([\d.]+) days \(against a plan made with as much effort and without the time\); WO-.+ would gain.+ of this time is used: .+once you decide, change the calendar and make a new plan\.$/.exec(
      text,
    );
  expect(told, text).not.toBeNull();
  const [ordersBefore, ordersAfter, daysBefore, daysAfter] = told!.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
  ];
  expect(ordersAfter).toBeLessThan(ordersBefore);
  expect(daysAfter).toBeLessThan(daysBefore * 0.95);
  expect(evidence[0]).toMatchObject({
    kind: "plan",
    facts: { lateWithout: ordersBefore, lateWith: ordersAfter, latenessWith: `${daysAfter.toFixed(1)} days` },
  });
  const gains = rows.filter(({ label }) => label.en.startsWith("WO-"));
  expect(gains.length).toBeGreaterThan(0);
  for (const { label } of gains) expect(evidence.map(({ id }) => id)).toContain(label.en.slice(0, 7));
  expect(rows.map(({ label }) => label.en)).toContainEqual(
    expect.stringMatching(/^[A-Z]+-\d, worked of it$/),
  );
  expect(choices.map((choice) => choice.text)).toContainEqual(
    expect.stringMatching(/^What would overtime on [A-Z]+-\d on 7 Nov bring the late orders\?$/),
  );
  const own = gains[0]!.label.en.slice(0, 7);
  const order = await ask(`周末加班 ${own} 能按时吗`, { tool, line: null });
  expect(order.text).toMatch(
    new RegExp(`${own} (?:不加班晚 .+，加班后(?:按时|晚 .+)|加不加班都.+)，11月\\d+日 \\d\\d:\\d\\d 完成。`),
  );
  expect(order.choices.map((choice) => choice.text)).toContain(`${own} 为什么延期？`);
  // A number alone is the order's too.
  const bare = await ask(`would overtime this weekend help ${own.slice(3)}`, { tool, line: null });
  expect(bare.text).toContain(own);
  expect(await stored()).toEqual(before);
});

test("a line that nothing is made on brings nothing, and that is said", async () => {
  const { db } = house.plant;
  const line = await db
    .selectFrom("equipment")
    .selectAll()
    .where("id", "=", "ASM-1")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("equipment")
    .values({ ...line, id: "ASM-9", name_zh: "装配九线", name_en: "Assembly line 9", sort: 90 })
    .execute();
  await replan("idle line");
  const { text, rows, choices } = await ask("如果装配九线周日加班会怎样", { tool, line: "ASM-9" });
  expect(text).toMatch(
    /^如果 ASM-9 在 11月8日 08:00 到 11月9日 00:00 加班（共 16\.0 小时），帮不上忙：延期工单仍是 \d+ 个，延误合计 [\d.]+ 天。.*仍延期的工单：\d+ 个等产线（.+日历和计划都没有改。$/,
  );
  expect(rows).toEqual([]);
  expect(choices.map((choice) => choice.text)).toContain("如果各条产线在 11月8日加班，延期能少多少？");
});

test("maintenance of the time off stays closed, and without late orders nothing is to be won", async () => {
  const { db } = house.plant;
  const at = (time: string) => new Date(`2026-11-08T${time}:00+08:00`);
  await db
    .insertInto("calendar_exception")
    .values({
      id: "CX-W",
      equipment_id: "ASM-9",
      start_time: at("00:00"),
      end_time: at("20:00"),
      reason: "overhaul",
    })
    .execute();
  const { text } = await ask("what if ASM-9 works on Sunday", { tool, line: "ASM-9" });
  expect(text).toMatch(/^If ASM-9 worked from 8 Nov 20:00 to 9 Nov 00:00 \(4\.0 h in all\), it would bring/);
  await db
    .updateTable("work_order")
    .set({ due_time: new Date("2027-06-01T00:00:00Z") })
    .execute();
  await replan("nothing late");
  const none = await ask("周末加班呢", { tool, line: "all" });
  expect(none.text).toBe("按计划版本 5 没有工单延期，加班没有延期可减。");
});
