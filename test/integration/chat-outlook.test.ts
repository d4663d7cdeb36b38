import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plantDayTime } from "../../agents/runtime/format.ts";
import { type Ask, askIn, type Shown } from "../support/ask.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);

/** A receipt of a material that the plan waits for, and one of a material that nobody needs. */
const receiptOf = async (materialId: string) =>
  house.plant.db
    .selectFrom("expected_receipt")
    .selectAll()
    .where("material_id", "=", materialId)
    .orderBy("expected_time")
    .executeTakeFirstOrThrow();

test("a date is promised for a new order, with what holds it back", async () => {
  const english = await ask("when could we deliver 40 RRU-5301", {
    tool: "promise_date",
    product: "RRU-5301",
    quantity: 40,
  });
  expect(english.text).toMatch(/^40 RRU-5301 can be delivered \d+ Nov \d\d:\d\d at the earliest/);
  expect(english.text).toContain("Held back:");
  expect(english.rows.slice(0, 4).map(({ label }) => label.en)).toEqual([
    expect.stringMatching(/^Segment 10 SMT-\d$/),
    expect.stringMatching(/^Segment 20 ASM-\d$/),
    expect.stringMatching(/^Segment 30 BI-\d$/),
    expect.stringMatching(/^Segment 40 FT-\d$/),
  ]);
  const chinese = await ask("RRU-5301 四十台什么时候能交", {
    tool: "promise_date",
    product: "RRU-5301",
    quantity: 40,
  });
  expect(chinese.text).toMatch(/^40 台 RRU-5301 最早 11月/);
  expect(chinese.evidence[0]).toMatchObject({ kind: "plan", facts: { product: "RRU-5301", quantity: 40 } });
});

test("what no known receipt brings is said, and no date is made up", async () => {
  const { text, rows } = await ask("when could we deliver 100000 RRU-5301", {
    tool: "promise_date",
    product: "RRU-5301",
    quantity: 100_000,
  });
  expect(text).toMatch(/^No date can be promised for 100000 RRU-5301: \d+ of MAT-\d{5} are missing/);
  expect(rows).toEqual([]);
});

test("a product or a quantity that was not said is asked for, and an unknown product has near ones", async () => {
  const product = await ask("五百台什么时候能交", { tool: "promise_date", product: null, quantity: 500 });
  expect(product.text).toBe("您问的是哪个产品？");
  expect(product.choices).toHaveLength(4);
  for (const choice of product.choices)
    expect(choice.text).toMatch(/^500 台 [A-Z]{3}-\d+ 最早什么时候能交？$/);
  const quantity = await ask("how soon for AAU-5611", {
    tool: "promise_date",
    product: "AAU-5611",
    quantity: null,
  });
  expect(quantity.choices[1]!.text).toBe("When could we deliver 100 AAU-5611?");
  const unknown = await ask("when could we deliver 5 RRU-5299", {
    tool: "promise_date",
    product: "RRU-5299",
    quantity: 5,
  });
  expect(unknown.error).toContain("There is no product RRU-5299");
  expect(unknown.choices[0]!.text).toMatch(/^When could we deliver 5 RRU-5\d0\d\?$/);
});

test("a line that would stand still moves orders, and nothing is stored", async () => {
  const versions = async () => (await house.plant.db.selectFrom("plan").select("version").execute()).length;
  const before = await versions();
  const { text, rows, evidence } = await ask("what happens if SMT-2 stands still for two days", {
    tool: "what_if_down",
    line: "SMT-2",
    hours: 48,
  });
  expect(text).toMatch(
    /^If SMT-2 stands still for 48 h from now \(until 4 Nov \d\d:\d\d\), \d+ operations of plan version 2 have to move/,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    expect(row.label.en).toMatch(/^WO-\d{4}/);
    expect(evidence.map(({ id }) => id)).toContain(row.label.en.slice(0, 7));
  }
  expect(await versions()).toBe(before);
});

test("a stop of tonight begins tonight", async () => {
  const { text } = await ask("如果 SMT-2 今晚停 3 小时会影响谁", {
    tool: "what_if_down",
    line: "SMT-2",
    hours: 3,
  });
  expect(text).toMatch(/^如果 SMT-2 从 11月2日 18:00 停到 11月2日 21:00（3 小时），/);
});

test("a stop of a whole weekend is that one, whatever length a model takes it as", async () => {
  const call = { tool: "what_if_down", line: "BI-1", hours: 48 } as const;
  expect((await ask("If we lose BI-1 for the whole weekend, what happens?", call)).text).toMatch(
    /^If BI-1 stands still from 7 Nov 00:00 until 9 Nov 00:00 \(48 h\), /,
  );
  expect((await ask("SMT-2 周六一整天停会怎样", { ...call, line: "SMT-2", hours: 24 })).text).toMatch(
    /^如果 SMT-2 从 11月7日 00:00 停到 11月8日 00:00（24 小时），/,
  );
});

test("free time is told of the lines of a kind, and not of one that is asked about", async () => {
  const { text, rows } = await ask("could an SMT line be idle for 5 hours at some time tomorrow", {
    tool: "line_gaps",
    line: null,
    hours: 5,
  });
  expect(text).toMatch(/^By plan version 2, on SMT between 3 Nov 00:00 and 4 Nov 00:00, /);
  expect(rows.every(({ label }) => label.en.startsWith("SMT-"))).toBe(true);
});

test("what is to come is told of the plan, with its set-ups, where a figure of it was asked for", async () => {
  const { db } = house.plant;
  const operations = await db
    .selectFrom("plan_operation")
    .selectAll()
    .where("version", "=", 2)
    .where("start_time", ">=", new Date("2026-11-02T16:00:00+08:00"))
    .where("start_time", "<", new Date("2026-11-03T00:00:00+08:00"))
    .execute();
  const setUps = operations.filter(({ setup_seconds }) => setup_seconds > 0).length;
  expect(setUps).toBeGreaterThan(0);
  const shift = await ask("下一个班次要换几次线", {
    tool: "metric_value",
    metric: "setup_time",
    line: "all",
  });
  expect(shift.text).toMatch(
    new RegExp(
      `^下一个班次（11月2日 16:00 到 11月3日 00:00）按计划版本 2 开工 ${operations.length} 道工序，换线 ${setUps} 次共 [\\d.]+ 小时（最多的是 .+次）；完成 \\d+ 个工单，其中延期 \\d+ 个。$`,
    ),
  );
  const line = await ask("what is on SMT-1 tomorrow morning?", {
    tool: "planned_next",
    order: null,
    line: "SMT-1",
  });
  expect(line.text).toMatch(
    /^Tomorrow in the morning \(3 Nov 06:00 to 3 Nov 12:00\), by plan version 2, on SMT-1: \d+ operations? begins?: WO-\d{4} \(\d+ [A-Z]{3}-\d+, 3 Nov \d\d:\d\d\)/,
  );
  expect(line.rows.length).toBeGreaterThan(0);
});

test("how long was not said: a length is taken, said, and others are offered", async () => {
  const { text, choices } = await ask("如果SMT-1停了会怎样", {
    tool: "what_if_down",
    line: "SMT-1",
    hours: null,
  });
  expect(text).toMatch(/^没有说停多久，按 4 小时算。如果 SMT-1 从现在起停 4 小时/);
  expect(choices.map((choice) => choice.text)).toEqual([
    "如果 SMT-1 停 8 小时会怎样？",
    "如果 SMT-1 停 24 小时会怎样？",
  ]);
});

test.each(["ASM-1", "BI-1", "FT-1"])("%s can be imagined to stop for a week", async (line) => {
  const { text } = await ask(`what if ${line} is down for a week`, {
    tool: "what_if_down",
    line,
    hours: 168,
  });
  expect(text).toContain(`If ${line} stands still for 168 h`);
});

test("that a line stands is understood without a model; how long it may last is offered", async () => {
  const told = await ask("SMT-3 is down, feeder jam", undefined);
  expect(told.text).toMatch(/^SMT-3 (?:is|has been) /);
  expect(told.choices.map(({ text }) => text)).toEqual(
    [2, 4, 8].map((hours) => `What happens if SMT-3 is down for ${hours} hours?`),
  );
  expect((await ask("SMT-3 停了", undefined)).choices).toHaveLength(3);
});

const aLotOf = (material: string) =>
  house.plant.db
    .selectFrom("material_lot")
    .selectAll()
    .where("material_id", "=", material)
    .where("status", "=", "Released")
    .executeTakeFirstOrThrow();

test("a late receipt is told with its orders; a material without receipts or orders as well", async () => {
  const receipts = await house.plant.db
    .selectFrom("expected_receipt")
    .select("material_id")
    .distinct()
    .execute();
  const id = receipts[0]!.material_id;
  const receipt = await receiptOf(id);
  const late = await ask(`what if ${id} comes 20 days late`, {
    tool: "what_if_late",
    material: id,
    days: 20,
  });
  expect(late.text).toContain(`If ${receipt.id} with ${receipt.quantity} of ${id} comes 20 d late`);
  expect(late.evidence[0]).toMatchObject({ kind: "material", id, facts: { receipt: receipt.id, days: 20 } });
  // Pieces that have expired are free for nothing.
  const wasFree = (late.evidence[0]!.facts as { free?: unknown }).free;
  await house.plant.db
    .insertInto("material_lot")
    .values({ ...(await aLotOf(id)), id: "LOT-EXPIRED", quantity: 999, reserved: 0, expires_at: new Date(0) })
    .execute();
  const still = await ask(`what if ${id} comes 20 days late`, {
    tool: "what_if_late",
    material: id,
    days: 20,
  });
  expect((still.evidence[0]!.facts as { free?: unknown }).free).toBe(wasFree);
  await house.plant.db.deleteFrom("material_lot").where("id", "=", "LOT-EXPIRED").execute();
  const none = await house.plant.db
    .selectFrom("material")
    .select("id")
    .where("id", "like", "MAT-%")
    .where(
      "id",
      "not in",
      receipts.map((row) => row.material_id),
    )
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const nothing = await ask(`${none.id}晚到会怎样`, { tool: "what_if_late", material: none.id, days: null });
  expect(nothing.text).toContain(`${none.id} 没有在途的到货`);
  const missing = await ask("what if a material is late", {
    tool: "what_if_late",
    material: null,
    days: null,
  });
  expect(missing.text).toBe("Which material do you mean? Say its id.");
});

test("a date that can be kept is confirmed; one that cannot is answered with the pieces that could be done by then", async () => {
  const call = { tool: "promise_date", product: "RRU-5301", quantity: 40 };
  const kept = await ask("能在11月28号之前交40台RRU-5301吗", call);
  expect(kept.text).toMatch(/^可以：40 台 RRU-5301 最早 11月\d+日 \d\d:\d\d 交付，赶得上 11月28日/);
  expect(kept.choices).toEqual([]);
  const missed = await ask("could we deliver 400 RRU-5301 by November 18th", { ...call, quantity: 400 });
  expect(missed.text).toMatch(
    /^No(?:: 400 RRU-5301 can be delivered| date can be promised for 400 RRU-5301)/,
  );
  const pieces = Number(
    /By 18 Nov (\d+) could be promised \(done 1\d Nov \d\d:\d\d\)/.exec(missed.text)?.[1],
  );
  expect(pieces).toBeGreaterThan(0);
  expect(pieces).toBeLessThan(400);
  expect(missed.text).toContain("Held back:");
  expect(missed.evidence).toContainEqual(
    expect.objectContaining({ facts: expect.objectContaining({ inTime: pieces }) }),
  );
  // What was offered holds when it is asked for.
  const [offered] = missed.choices;
  expect(offered?.text).toBe(`Could we deliver ${pieces} RRU-5301 by 2026-11-18?`);
  const taken = await ask(offered!.text, { ...call, quantity: pieces });
  expect(taken.text).toMatch(new RegExp(`^Yes: ${pieces} RRU-5301 can be delivered 1`));
  const late = await ask("60台RRU-5301周日前交得了吗", { ...call, quantity: 60 });
  expect(late.text).toMatch(
    /^60 台 RRU-5301 最早 11月\d+日 \d\d:\d\d 才能交付，比 11月8日 晚 [\d.]+ 天。到 11月8日 .*制约：.*可提前 [\d.]+ (?:天|小时)，(?:就赶得上|仍赶不上)。$/,
  );
  const none = await ask("今天之内交400台RRU-5301", { ...call, quantity: 400 });
  expect(none.text).toContain("一台也承诺不了");
});

test("what the words leave open is asked, with what they may mean", async () => {
  const pieces = await ask("两三百台RRU-5301什么时候能交", {
    tool: "promise_date",
    product: "RRU-5301",
    quantity: null,
  });
  expect(pieces.text).toBe("按多少台算？");
  expect(pieces.choices.map(({ text }) => text)).toEqual([
    "200 台 RRU-5301 最早什么时候能交？",
    "300 台 RRU-5301 最早什么时候能交？",
  ]);
  const lines = await ask("二线停4个小时会怎样", { tool: "what_if_down", line: null, hours: 4 });
  expect(lines.text).toBe("您说的是哪条产线？");
  expect(lines.choices.map(({ text }) => text)).toEqual(
    ["SMT-2", "ASM-2", "FT-2"].map((line) => `如果 ${line} 停 4 小时会怎样？`),
  );
  const invented = await ask("SMT-2停一万五千台", { tool: "what_if_down", line: "SMT-2", hours: 15 });
  expect(invented.text).toBe("我没有在您的话里找到对应的编号或数字，请确认：");
});

test("a product that is named by its family alone is asked about among that family", async () => {
  const { text, choices } = await ask("SRV 最早什么时候能交 20 台", {
    tool: "promise_date",
    product: null,
    quantity: 20,
  });
  expect(text).toBe("您说的是哪个产品？");
  expect(choices.length).toBeGreaterThan(1);
  for (const choice of choices) expect(choice.text).toMatch(/^20 台 SRV-3\d0 最早什么时候能交？$/);
});

test("a stop until a moment, and a receipt that does not come before one, are taken as that long", async () => {
  const call = { tool: "what_if_down", line: "SMT-2", hours: null };
  const chinese = await ask("SMT-2停到明天八点会怎样", call);
  expect(chinese.text).toMatch(/^如果 SMT-2 从现在起停到 11月3日 08:00（\d+(?:\.\d)? 小时），/);
  const english = await ask("what if SMT-2 is down until eight tomorrow", call);
  expect(english.text).toMatch(/^If SMT-2 stands still from now until 3 Nov 08:00 \(/);
  // Until a day is until it starts, or over it.
  const open = await ask("what if SMT-2 is down until Wednesday", call);
  expect(open.choices.map(({ text }) => text)).toEqual([
    "What happens if SMT-2 is down until 2026-11-04 00:00?",
    "What happens if SMT-2 is down until 2026-11-05 00:00?",
  ]);
  expect((await ask(open.choices[0]!.text, call)).text).toContain("from now until 4 Nov 00:00 (");

  const receipt = await house.plant.db
    .selectFrom("expected_receipt")
    .selectAll()
    .orderBy("expected_time")
    .executeTakeFirstOrThrow();
  const day = (ahead: number) =>
    plantDayTime(new Date(receipt.expected_time.getTime() + ahead * 86_400_000)).day;
  const { material_id: id } = receipt;
  const waits = { tool: "what_if_late", material: id, days: null };
  const [, month, date] = day(3).split("-").map(Number);
  const late = await ask(`${id}拖到${month}月${date}号才到会怎样`, waits);
  expect(late.text).toMatch(new RegExp(`^如果 ${id} 的到货 .*晚 3 天，由 .* 变为 `));
  const negated = await ask(`${id} won't arrive before ${day(3)}`, waits);
  expect(negated.text).toContain(" comes 3 d late, ");
  const inTime = await ask(`what if ${id} does not come before ${day(0)}`, waits);
  expect(inTime.text).toContain("nothing would be late");
});

test("parts of an hour and of a day are taken as they are said", async () => {
  const { text } = await ask("what if SMT-2 stands still for an hour and a half", {
    tool: "what_if_down",
    line: "SMT-2",
    hours: 1.5,
  });
  expect(text).toContain("If SMT-2 stands still for 1.5 h from now");
});

test("a holiday is asked for by its date, and never passed over", async () => {
  const call = { tool: "promise_date", product: "RRU-5301", quantity: 40 };
  const chinese = await ask("国庆前能交 40 台 RRU-5301 吗", call);
  expect(chinese.text).toMatch(/^“国庆”是哪一天？/);
  expect(chinese.choices.map(({ text }) => text)).toEqual([
    "40 台 RRU-5301 2027-09-30 前能交吗？",
    "40 台 RRU-5301 2027-10-01 前能交吗？",
  ]);
  const english = await ask("could we deliver 40 RRU-5301 before Chinese New Year", call);
  expect(english.text).toMatch(/^Which date is Chinese New Year\?/);
  expect(english.choices).toEqual([]);
  // With a date beside there is nothing to ask, and a family of products is asked about only after the date.
  expect((await ask("国庆前，也就是11月20号前能交40台RRU-5301吗", call)).text).not.toContain("哪一天");
  const family = await ask("春节前能交 40 台 SRV 吗", { ...call, product: null });
  expect(family.text).toMatch(/^“春节”是哪一天？/);
  // Where no date is taken, it is only a word.
  expect((await ask("国庆加班，SMT-2 现在怎么样", { tool: "line_status", line: "SMT-2" })).text).toContain(
    "SMT-2",
  );
});

test("orders that are named beside the one that is dealt with are told to be left", async () => {
  const { text } = await ask("WO-1108 的替代料，WO-1107 也看看", { tool: "order_status", order: "WO-1108" });
  expect(text).toMatch(/^一次只办一件事：这次是 WO-1108。WO-1107 要办什么，请另说一句。WO-1108（/);
});

test("an order that is named is meant, also when there is none such and another was talked about", async () => {
  const conversation = randomUUID();
  const chat = await house.chat("li.wei", conversation);
  const say = async (text: string, call: object) => {
    const from = chat.events.length;
    house.model.answer(call);
    await chat.say(text);
    await chat.until(
      (event) => chat.events.indexOf(event) >= from && event.type === "RUN_FINISHED",
      "the end",
    );
    return chat.events.slice(from);
  };
  await say("WO-1107 的进度", { tool: "order_status", order: "WO-1107" });
  const wrong = await say("WO-9999 的进度", { tool: "order_status", order: "WO-1107" });
  expect(wrong.some(({ type }) => type === "TOOL_CALL_RESULT")).toBe(false);
  // An id alone is of no language, and no command: the conversation's language goes on, and it is asked what is wanted.
  const alone = await say("WO-1108", { tool: "cannot_do" });
  chat.close();
  expect(alone.find(({ type }) => type === "TEXT_MESSAGE_CONTENT")!["delta"]).toContain("这件事我办不了");
  const { choices } = alone.find(({ type }) => type === "CHOICES") as unknown as Shown;
  expect(choices.map(({ text }) => text)).toEqual([
    "WO-1108 进度怎么样？",
    "WO-1108 齐套了吗？",
    "WO-1108 为什么延期？",
  ]);
});
