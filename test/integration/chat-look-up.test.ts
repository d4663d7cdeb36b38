import { afterAll, beforeAll, expect, test } from "vitest";
import { customersSaid } from "../../agents/runtime/customers-said.ts";
import { understand } from "../../agents/steward/understand.ts";
import { stocksNamed } from "../../services/mes/queries/material-names.ts";
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
const read = async (text: string) => (await understand(house.plant.db, demoEpoch(), text, {})).candidates;

test("a thing is found by its id whatever its case and leading zeros, by what people call it, or by a person's name", async () => {
  const person = await house.plant.db
    .selectFrom("person")
    .selectAll()
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const tool = await house.plant.db.selectFrom("tool").selectAll().orderBy("id").executeTakeFirstOrThrow();
  for (const [text, id] of [
    ["AGV-01 在哪？", "AGV-01"],
    ["where is agv-1", "AGV-01"],
    ["1号车现在在干什么", "AGV-01"],
    ["agv 1 battery?", "AGV-01"],
    [`${tool.id} 还能用几次`, tool.id],
    [`where is ${tool.id.toLowerCase()}?`, tool.id],
    [`${person.name_zh}在岗吗`, person.id],
    [`is ${person.name_en} on shift?`, person.id],
    [person.name_zh, person.id],
  ] as const) {
    const { wish, thing } = await read(text);
    expect({ text, wish, thing }).toEqual({ text, wish: "thing", thing: [id] });
  }
});

test("an act, an order or a line beside it is not taken for a question about a thing", async () => {
  const person = await house.plant.db
    .selectFrom("person")
    .selectAll()
    .orderBy("id")
    .executeTakeFirstOrThrow();
  for (const text of [
    "让 AGV-01 去充电",
    "把 WO-1042 用 AGV-01 送到 SMT-2",
    "send AGV-01 to SMT-3",
    `告诉${person.name_zh}产线停了`,
    "WO-1042 的进度怎么样？",
    "AGV-77 在哪？",
  ])
    expect((await read(text)).wish).not.toBe("thing");
});

test("what a vehicle, a stencil, a lot and a person are at is told with its evidence", async () => {
  const { db } = house.plant;
  const vehicle = await ask("AGV-01 在哪？", { tool: "look_up", thing: "AGV-01" });
  expect(vehicle.text).toContain("AGV-01 离线，位置 (0, 25) m，电量 90%，空载，没有任务。");
  expect(vehicle.evidence[0]).toMatchObject({ kind: "equipment", id: "AGV-01", source: "vehicle" });
  const stencil = "STENCIL-SMT-RRU-5201";
  const tool = await ask(`where is ${stencil}?`, { tool: "look_up", thing: stencil });
  expect(tool.text).toMatch(
    /^STENCIL-SMT-RRU-5201 \(.+\) is available, at TOOL-\d+, \d+ cycles left; \d+ open orders need it: WO-\d+/,
  );
  const { id: lotId, material_id: material } = await db
    .selectFrom("material_lot")
    .select(["id", "material_id"])
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const lot = await ask(`批次 ${lotId} 的状态`, { tool: "look_up", thing: lotId });
  expect(lot.text).toContain(`批次 ${lotId}：${material}`);
  const person = await db.selectFrom("person").selectAll().orderBy("id").executeTakeFirstOrThrow();
  const told = await ask(`${person.name_zh}在岗吗`, { tool: "look_up", thing: person.id });
  expect(told.text).toContain(`${person.name_zh}（${person.id}`);
});

test("who is there now is told by area, with the skills that are there", async () => {
  const { text, evidence } = await ask("现在谁当班？", { tool: "who_is_there" });
  expect(text).toMatch(/^现在 24 人当班（共 72 人/);
  expect(evidence[0]!.facts).toMatchObject({ onShift: 24, people: 72 });
});

test("who holds a skill is told by name, and who works a shift to come by its hours", async () => {
  const { db } = house.plant;
  const skill = await ask("谁能开 SMT-B 的线，现在在岗吗", { tool: "line_status", line: "all" });
  const found = /能上 SMT-B 的有 (\d+) 人：(.+)。$/.exec(skill.text)!;
  const names = found[2]!.split("、");
  expect(names).toHaveLength(Number(found[1]));
  const able = await db
    .selectFrom("person as p")
    .innerJoin("qualification as q", "q.person_id", "p.id")
    .select("p.name_zh")
    .where("q.skill", "=", "SMT-B")
    .where("p.name_zh", "in", names)
    .execute();
  expect(able).toHaveLength(names.length);
  const tomorrow = await ask("明天早班谁上班", { tool: "who_is_there" });
  expect(tomorrow.text).toMatch(/^明天白班（11月3日 08:00 到 11月3日 16:00）\d+ 人当班（共 72 人/);
  const night = await ask("who works tomorrow's night shift?", { tool: "who_is_there" });
  expect(night.text).toMatch(
    /^Tomorrow, night shift \(3 Nov 00:00 to 3 Nov 08:00\): \d+ of 72 people are on shift/,
  );
});

test("a shift that is named without a day is the one that runs or comes; of a crew it is said that none is on record", async () => {
  const call = { tool: "who_is_there" } as const;
  expect((await ask("who is on the second shift?", call)).text).toMatch(
    /^The evening shift \(2 Nov 16:00 to 3 Nov 00:00\): \d+ of 72 people are on shift/,
  );
  expect((await ask("白班都有谁", call)).text).toMatch(/^现在 24 人当班/);
  expect((await ask("二班谁在", call)).text).toMatch(/^人员不按班组记（“二班”），.*现在 24 人当班/);
});

test("a skill that nobody holds who is there is told as such", async () => {
  const { db } = house.plant;
  // Whoever works in the evening holds it alone.
  await db
    .deleteFrom("qualification")
    .where("skill", "=", "FT-RF")
    .where("person_id", "in", (people) =>
      people.selectFrom("person").select("id").where("shift_start_minute", "<", 960),
    )
    .execute();
  const { text } = await ask("会FT-RF的有几个", { tool: "ask_knowledge" });
  expect(text).toMatch(/没有人有 FT-RF 的有效资质。$/);
});

test("materials and customers are found by the names that a sentence says", async () => {
  const { db } = house.plant;
  const { name_zh, name_en } = await db
    .selectFrom("material")
    .select(["name_zh", "name_en"])
    .where("category", "<>", "Product")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  for (const text of [`${name_zh}还有多少`, `how many ${name_en} do we have left`]) {
    const found = await stocksNamed(db, text, new Date());
    expect([text, found.map((one) => one.nameZh)]).toEqual([text, expect.arrayContaining([name_zh])]);
  }
  const { customer } = await db
    .selectFrom("sales_order")
    .select("customer")
    .orderBy("id")
    .executeTakeFirstOrThrow();
  expect(await customersSaid(db, `${customer}的订单什么时候发`)).toEqual([customer]);
  expect(await customersSaid(db, "谁的订单什么时候发")).toEqual([]);
});

test("what the words tell beyond doubt is answered in the chat without a model", async () => {
  expect((await ask("哪台 AGV 空闲", undefined)).text).toContain("3 台 AGV，没有空闲的：AGV-01 离线");
  expect((await ask("stop the cell now", undefined)).text).toMatch(
    /^A sentence does not stop the cell: .+ \(Alt\+X\)\. TC-1 \(.+\) is offline/,
  );
  const routing = await ask("RRU-5201 有哪些工序，每道多久", undefined);
  expect(routing.text).toMatch(/有 4 道工序：10 贴片（SMT）每台 [\d.]+–[\d.]+ s，换线 /);
  expect(routing.rows).toHaveLength(4);
  expect((await ask("who is WO-1042 for?", undefined)).text).toMatch(
    /^WO-1042 \(RRU-5201, 48 units for .+, SO-\d+\): /,
  );
  expect((await ask("any open alerts?", undefined)).text).toBe(
    "No alert is open, and nothing is watched yet.",
  );
  const gaps = await ask("when is SMT-2 free for two hours of maintenance", undefined);
  expect(gaps.text).toMatch(
    /^By plan version \d+, for 2 h of SMT-2 it could stand still .*\d+ Nov \d\d:\d\d/,
  );
  expect(gaps.choices[0]!.text).toBe("What happens if SMT-2 is down for 2 hours?");
});
