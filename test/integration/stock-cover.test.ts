import { afterAll, beforeAll, expect, test } from "vitest";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { materialCover } from "../../agents/scheduler/material/cover.ts";
import { waitedMaterials } from "../../agents/scheduler/material/waited-for.ts";
import { readProblem } from "../../agents/scheduler/problem/problem.ts";
import { stockAndCover } from "../../agents/steward/stock-and-cover.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { alternatesOf } from "../../services/mes/queries/material-alternates.ts";
import { openNeedsByBill } from "../../services/mes/queries/material-needs.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
const now = demoEpoch();
const clock = createPlantClock({ plantAnchor: now.getTime(), wallAnchor: Date.now(), speed: 0 });

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);

/** Says one sentence after the other in one conversation; without a call the words do for themselves. */
const talk = async (...said: readonly (readonly [text: string, call?: object])[]) => {
  const chat = await house.chat();
  const answers: string[] = [];
  for (const [text, call] of said) {
    if (call) house.model.answer(call);
    const from = chat.events.length;
    await chat.say(text);
    await chat.until((event) => chat.events.indexOf(event) >= from && finished(event), "an answer");
    answers.push(answerOf(chat.events.slice(from)));
  }
  chat.close();
  return answers;
};

const everyWaited = () => waitedMaterials(house.plant.db, now, { materials: 1_000, orders: 0 });
const coverOf = (material: string) => materialCover(house.plant.db, now, material);
/** The first one that is so. */
const firstThat = async (ids: readonly string[], is: (id: string) => Promise<boolean>): Promise<string> => {
  for (const id of ids) if (await is(id)) return id;
  throw new Error("there is none");
};
const plannedMaterials = async () => {
  const rows = await house.plant.db
    .selectFrom("bom_item")
    .select("material_id")
    .distinct()
    .orderBy("material_id")
    .execute();
  return rows.map(({ material_id }) => material_id);
};
/** What open orders need that nobody has released or reserved, by the bill. */
const neededByBill = async (material: string) =>
  (await openNeedsByBill(house.plant.db, material)).reduce((sum, { quantity }) => sum + quantity, 0);

test("every material that orders wait for does not last, and its figures are those of the list of what is short", async () => {
  const { first: waited } = await everyWaited();
  expect(waited.length).toBeGreaterThan(20);
  for (const short of waited) {
    const cover = await coverOf(short.material);
    expect(cover.waited).toEqual(short);
    expect(cover.beyondStock, short.material).toBeDefined();
    // What the plan counts on is there in time.
    expect(cover.short, short.material).toBeUndefined();
    expect(cover.missing, short.material).toBeUndefined();
    expect(cover.quantity).toBeGreaterThanOrEqual(short.quantity);
  }
  const all = new Set(waited.map(({ material }) => material));
  const others = (await plannedMaterials())
    .filter((id) => !all.has(id))
    .filter((_, index) => index % 40 === 0);
  for (const id of others) expect((await coverOf(id)).beyondStock, id).toBeUndefined();
});

test("what is still to be taken is what the bills of open orders need", async () => {
  const { first: waited } = await everyWaited();
  for (const { material } of waited.slice(2, 7))
    if ((await alternatesOf(house.plant.db, material, now)).length === 0)
      expect((await coverOf(material)).quantity, material).toBe(await neededByBill(material));
});

test("how long a material lasts is told first where it is asked, whatever the model took it for", async () => {
  const { first: waited } = await everyWaited();
  const material = await firstThat(
    waited.map((one) => one.material),
    async (id) => {
      const { free, beyondStock } = await coverOf(id);
      return free > 0 && beyondStock!.time.getTime() > now.getTime() + 86_400_000;
    },
  );
  const { orders, quantity, beyondStock, waited: wait } = await coverOf(material);
  const chinese = await ask(`${material}还够用几天？`, { tool: "short_material" });
  expect(chinese.text).toMatch(
    new RegExp(
      `^${material}：按计划版本 \\d+，还有 ${orders} 个工单要用 ${quantity}：可用库存够到 11月\\d+日 \\d\\d:\\d\\d（约 [\\d.]+ 天），${beyondStock!.order} 起要靠到货：${wait!.orders} 个工单等 ${wait!.quantity}，最早靠 ${wait!.receipt}，计划按 .+ 到货算；连到货一起算，够用到计划结束。${material}（`,
    ),
  );
  const english = await ask(`how long will ${material} last?`, { tool: "cannot_do" });
  expect(english.text).toMatch(
    new RegExp(
      `^${material}: by plan version \\d+, ${orders} orders? still needs? ${quantity}: free stock lasts until \\d+ Nov .+ with the receipts it covers the plan until its end\\. ${material} \\(`,
    ),
  );
  const plain = await ask(`${material} 还有多少库存`, { tool: "stock_status", material });
  expect(plain.text).toMatch(
    new RegExp(`^${material}（.+。还有 ${orders} 个工单要用 ${quantity}：可用库存够到`),
  );
  const covered = await firstThat(await plannedMaterials(), async (id) => {
    const cover = await coverOf(id);
    return cover.orders > 0 && !cover.beyondStock;
  });
  const enough = await ask(`${covered} 能撑多久`, { tool: "stock_status", material: covered });
  expect(enough.text).toMatch(/可用库存够用到计划结束（最后一次用料 11月/);
});

test("a receipt that is seldom in time is planned with until it is counted on, also once its date has passed", async () => {
  const { db } = house.plant;
  const { material } = (await everyWaited()).first[0]!;
  const [row] = await db
    .selectFrom("expected_receipt")
    .selectAll()
    .where("material_id", "=", material)
    .execute();
  const put = (change: { expected_time: Date; reliability: number }) =>
    db.updateTable("expected_receipt").set(change).where("id", "=", row!.id).execute();
  const planned = async () =>
    (await readProblem(db, now)).materials
      .find(({ id }) => id === material)!
      .receipts.find(({ id }) => id === row!.id);
  const passed = (days: number) => new Date(now.getTime() - days * 86_400_000);
  await put({ expected_time: passed(0.5), reliability: 0.6 });
  expect(await planned()).toMatchObject({ time: 0, delay: 1.5 * 86_400, quantity: row!.quantity });
  expect((await coverOf(material)).overdue).toBeUndefined();
  await put({ expected_time: passed(2.5), reliability: 0.6 });
  expect(await planned()).toBeUndefined();
  expect((await coverOf(material)).overdue?.id).toBe(row!.id);
  await put({ expected_time: passed(0.5), reliability: 0.95 });
  expect(await planned()).toBeUndefined();
  expect((await coverOf(material)).overdue?.id).toBe(row!.id);
  await put(row!);
});

test("a receipt that is put off behind the plan leaves it short, and the first order that lacks it is told", async () => {
  const { db } = house.plant;
  const { first: waited } = await everyWaited();
  const { material } = waited[0]!;
  const before = await coverOf(material);
  const receipts = db.selectFrom("expected_receipt").where("material_id", "=", material);
  const rows = await receipts.selectAll().execute();
  const put = (at: (expected: Date) => Date) =>
    Promise.all(
      rows.map(({ id, expected_time }) =>
        db
          .updateTable("expected_receipt")
          .set({ expected_time: at(expected_time) })
          .where("id", "=", id)
          .execute(),
      ),
    );
  await put(() => new Date(now.getTime() + 60 * 86_400_000));
  const late = await coverOf(material);
  expect(late.short).toEqual(late.beyondStock);
  expect(late.short).toEqual(before.beyondStock);
  const told = await ask(`${material}什么时候用完`, { tool: "stock_status", material });
  expect(told.text).toMatch(
    new RegExp(
      `连到货一起算，(?:现在|.+ 起)就不够，首先缺料的是 ${late.short!.order}，缺 ${late.short!.quantity}；计划已不准，请重新排产。`,
    ),
  );
  expect(told.choices.map(({ text }) => text)).toEqual([`${late.short!.order} 为什么延期？`]);
  await put(() => new Date(now.getTime() - 5 * 86_400_000));
  expect((await coverOf(material)).overdue?.id).toBe(rows[0]!.id);
  const gone = await ask(`how long will ${material} last`, { tool: "stock_status", material });
  expect(gone.text).toMatch(
    /with the receipts it is short .+ is not booked in, so it is not counted\): the plan/,
  );
  await put((expected) => expected);
  expect(await coverOf(material)).toEqual(before);
  // What came in is not waited for any more, and what was called off is not needed.
  await db
    .updateTable("work_order")
    .set({ status: "Cancelled" })
    .where("id", "=", before.beyondStock!.order)
    .execute();
  const fewer = await coverOf(material);
  expect(fewer.orders).toBe(before.orders - 1);
  expect(fewer.waited!.orders).toBe(before.waited!.orders - 1);
  expect((await everyWaited()).first.find((one) => one.material === material)).toEqual(fewer.waited);
});

test("what an order needs that came after the plan is told beside", async () => {
  const { db } = house.plant;
  const { first: waited } = await everyWaited();
  const { material } = waited[1]!;
  const before = await coverOf(material);
  const { order } = before.beyondStock!;
  const row = await db.selectFrom("work_order").selectAll().where("id", "=", order).executeTakeFirstOrThrow();
  await db
    .insertInto("work_order")
    .values({ ...row, id: "WO-9901", quantity: 10 })
    .execute();
  const { notInPlan, ...rest } = await coverOf(material);
  expect(before.notInPlan).toEqual({ orders: 0, quantity: 0 });
  expect(notInPlan.orders).toBe(1);
  expect({ ...rest, notInPlan: before.notInPlan }).toEqual(before);
  const told = await ask(`how long will ${material} last`, { tool: "stock_status", material });
  expect(told.text).toContain(`; 1 order not in the plan yet needs ${notInPlan.quantity} more.`);
  await db.deleteFrom("work_order").where("id", "=", "WO-9901").execute();
});

test("alternates of the bill are told when they are asked for, also of what was talked of", async () => {
  const { db } = house.plant;
  const ids = await plannedMaterials();
  const has = async (id: string) => (await alternatesOf(db, id, now)).length > 0;
  const material = await firstThat(ids, has);
  const [best] = await alternatesOf(db, material, now);
  const none = await firstThat(ids, async (id) => !(await has(id)));
  const allowed = `物料清单允许的替代料：${best!.id} 可用 ${best!.free}（${best!.products[0]}`;
  const named = await ask(`${material} 有没有替代料？`, { tool: "short_material" });
  expect(named.text).toContain(`${material}：${allowed}`);
  expect(named.rows[0]!.label.en).toContain(`Alternate ${best!.id}`);
  expect(named.evidence).toContainEqual(
    expect.objectContaining({ id: best!.id, facts: expect.objectContaining({ standsInFor: material }) }),
  );
  const [, followed, again] = await talk(
    [`${material} 还有多少库存`, { tool: "stock_status", material }],
    ["有没有替代料"],
    ["那还够用几天？"],
  );
  expect(followed).toContain(allowed);
  expect(again).toContain("按计划版本");
  const [, unknown] = await talk(
    [`stock of ${none}`, { tool: "stock_status", material: none }],
    ["any alternates?"],
  );
  expect(unknown).toContain(
    `${none}: the bills of material name no alternate; whether another may be used is for engineering to decide.`,
  );
});

test("after what is short, alternates are those of the first material", async () => {
  const { first: waited } = await everyWaited();
  const [, answer] = await talk(["哪些物料短缺", { tool: "short_material" }], ["有没有别的料能用？"]);
  expect(answer).toContain(waited[0]!.material);
  expect(answer).toMatch(/替代料/);
  const { free, beyondStock } = await coverOf(waited[0]!.material);
  expect(free).toBe(0);
  const { order } = beyondStock!;
  const [, ofKit] = await talk([`${order} 齐套了吗`, { tool: "check_kit", order }], ["有替代料吗"]);
  expect(ofKit).toMatch(/^MAT-\d+：物料清单.*替代料/);
});

test("alternates of what is short stand in the rows unasked", async () => {
  const { first: waited } = await everyWaited();
  const alternates = (id: string) => alternatesOf(house.plant.db, id, now);
  const material = await firstThat(
    waited.map((one) => one.material),
    async (id) => (await alternates(id)).length > 0,
  );
  const told = await ask(`stock of ${material}`, { tool: "stock_status", material });
  expect(told.text).not.toContain("lternate");
  expect(told.rows[0]!.label.en).toContain(`Alternate ${(await alternates(material))[0]!.id}`);
});

test("what is said of cover and alternates stands in the evidence, in both languages", async () => {
  const { db } = house.plant;
  const { first: waited } = await everyWaited();
  const some = (await plannedMaterials()).filter((_, index) => index % 60 === 0);
  for (const material of [...waited.map((one) => one.material).slice(0, 20), ...some])
    for (const text of ["还够用几天，有没有替代料", "stock"]) {
      const args = { material };
      const context = {
        db,
        clock,
        tool: "stock_status",
        toolCallId: "t",
        actorId: "li.wei",
        args,
        text,
      } as const;
      const result = await stockAndCover(context, deskHere(db));
      for (const language of ["zh", "en"] as const)
        expect(inventedBy(result, args, language), result.text[language]).toEqual([]);
    }
});

test("what no known receipt brings leaves orders out of the plan, and that is told", async () => {
  const { db } = house.plant;
  const { material } = (await everyWaited()).first[0]!;
  await db.deleteFrom("expected_receipt").where("material_id", "=", material).execute();
  await createPlanning({ desk: deskHere(db), clock, budgetMs: 300, seed: 1 }).makePlan({
    requestId: "without",
    reason: { kind: "asked", text: "test" },
  });
  const { missing, waited, short } = await coverOf(material);
  expect(short).toBeUndefined();
  expect(missing).toMatchObject({ orders: waited!.orders, quantity: waited!.quantity });
  expect((await everyWaited()).first).toContainEqual(waited);
  const told = await ask(`${material} 还能撑多久`, { tool: "stock_status", material });
  expect(told.text).toContain(
    `${missing!.quantity} 没有已知的到货，${missing!.orders} 个工单因此没排进计划，最急的是 ${missing!.first}。`,
  );
  expect(told.choices.map(({ text }) => text)).toEqual([`${missing!.first} 为什么延期？`]);
});
