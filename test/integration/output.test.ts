import { afterAll, beforeAll, expect, test } from "vitest";
import { appendEvents, type NewEvent } from "../../services/mes/events.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { proposed } from "../support/chat-events.ts";
import { putJob } from "../support/job.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
let order: string;
/** A moment of the plant's day that the house begins in, at 08:00. */
const at = (clock: string, day = "02") => new Date(`2026-11-${day}T${clock}:00+08:00`);

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
  const { db } = house.plant;
  ({ id: order } = await db
    .selectFrom("work_order")
    .select("id")
    .where("due_time", ">", at("23:00"))
    .orderBy("id")
    .limit(1)
    .executeTakeFirstOrThrow());
  await putJob(db, { id: "JO-OUT", order, line: "SMT-1", segment: 990, quantity: 100 }, at("06:00"), {
    dispatch_status: "Completed",
    // It began three hours before the plan had it.
    planned_start: at("02:00"),
    actual_start: at("23:00", "01"),
    actual_end: at("06:00"),
  });
  let number = 0;
  const event = (type: string, time: Date, objects: object, attributes: object = {}): NewEvent => ({
    id: `output-${++number}`,
    type,
    time,
    source: "test",
    objects: Object.entries(objects).map(([kind, id]) => ({ type: kind, id, qualifier: "about" })),
    attributes: { ...attributes },
  });
  const state = (time: Date, code: number) =>
    event(
      "equipment.state",
      time,
      { equipment: "SMT-1" },
      { code, reason: code === 5300 ? "feeder jam" : "" },
    );
  const job = { job_order: "JO-OUT", work_order: order, equipment: "SMT-1" };
  const report = (type: string, time: Date, said: string, good: number, scrap: number) =>
    event(type, time, job, { state: said, good, scrap, quantity: 100 });
  await appendEvents(db, [
    state(new Date("2026-10-31T12:00:00+08:00"), 2202),
    event("job.released", at("22:00", "01"), job, { segment: 990, quantity: 100 }),
    state(at("23:00", "01"), 1100),
    report("job.running", at("23:00", "01"), "Running", 0, 0),
    report("job.progress", at("23:30", "01"), "Running", 20, 1),
    report("job.progress", at("03:00"), "Running", 60, 1),
    state(at("04:00"), 5300),
    state(at("05:00"), 1100),
    report("job.completed", at("06:00"), "Ended", 96, 4),
    state(at("06:00"), 2202),
    event("order.completed", at("06:00"), { work_order: order }),
  ]);
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);

test("today's output is told with its ratios and formulas, and beside the day before", async () => {
  const all = await ask("今天产量多少", { tool: "output", line: "all" });
  expect(all.text).toMatch(
    /^今天（11月2日 00:00 到 11月2日 08:0\d）各线良品 76 件，报废 3 件，合格率 96\.2%；完工 1 个工单，按期 1 个/,
  );
  expect(all.rows.map(({ label }) => label.en)).toContain("Availability APT/PBT");
  const own = all.evidence.find(({ id }) => id === "SMT-1");
  expect(own?.facts).toMatchObject({ good: 76, scrap: 3 });
});

test("one line, another day, and in English", async () => {
  const one = await ask("what was the output of SMT-1 yesterday?", { tool: "output", line: "SMT-1" });
  expect(one.text).toMatch(
    /^Yesterday \(1 Nov 00:00 to 2 Nov 00:00\) SMT-1 made 20 good pieces and 1 scrap, quality ratio 95\.2%; availability [\d.]+%/,
  );
  const today = await ask("SMT-1 今天产量", { tool: "output", line: "SMT-1" });
  // Five of the eight hours, less that in which it was down; what it did after eight is seconds.
  const [, share] = /可用率 ([\d.]+)%/.exec(today.text) ?? [];
  expect(Number(share)).toBeCloseTo((5 / 8) * 100, 0);
  expect(today.text).toContain("前一天同一时段良品 0 件");
});

test("a night is told with its output, its stops and their reasons, and what waits", async () => {
  const night = await ask("昨晚怎么样", { tool: "shift_report", line: "all" });
  expect(night.text).toMatch(
    /^夜班（11月2日 00:00 到 11月2日 08:00）各线良品 76 件，报废 3 件，合格率 96\.2%.*停机 1 次共 1\.0 小时：SMT-1 11月2日 04:00 起 1\.0 小时，供料器卡料。/,
  );
  expect(night.text).toMatch(/等批准的提案 \d+ 个，搁置的消息 0 条。$/);
  expect(night.evidence.find(({ id }) => id === "SMT-1")?.facts).toMatchObject({
    length: "1.0 h",
    reason: "feeder jam",
  });
  const line = await ask("what happened on SMT-1 last night", { tool: "shift_report", line: "SMT-1" });
  expect(line.text).toMatch(
    /^The night shift \(2 Nov 00:00 to 2 Nov 08:00\): SMT-1 made 76 good pieces and 3 scrap.*it worked on WO-\d+\. 1 breakdown, 1\.0 h in all: from 2 Nov 04:00 for 1\.0 h, feeder jam\.$/,
  );
  const evening = await ask("昨天中班SMT-1发生了什么", { tool: "shift_report", line: "SMT-1" });
  expect(evening.text).toMatch(
    /^中班（11月1日 16:00 到 11月2日 00:00）SMT-1良品 20 件，报废 1 件.*没有停机。$/,
  );
});

test("a period before the record is told as such", async () => {
  await house.plant.db.deleteFrom("event").where("time", "<", at("00:00")).execute();
  const none = await ask("昨天产量多少", { tool: "output", line: "all" });
  expect(none.text).toMatch(/^昨天没有记录：记录从 11月2日 \d\d:\d\d 开始。$/);
});

test("what waits for a person is told with who asked for it", async () => {
  const none = await ask("你在等什么", { tool: "open_decisions" });
  expect(none.text).toContain("没有等人批准的提案");
  const chat = await house.chat();
  house.model.answer({ tool: "make_plan" });
  await chat.say("重新排产");
  await chat.until(proposed, "the proposal");
  chat.close();
  const one = await ask("what are you waiting for", { tool: "open_decisions" });
  expect(one.text).toMatch(/^1 proposal waits: "Make plan", asked for by .+, waits for a planner\./);
});
