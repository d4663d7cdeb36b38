import { afterAll, beforeAll, expect, test } from "vitest";
import { formatPlantTime } from "../../agents/runtime/format.ts";
import { takenOnLines } from "../../services/mes/queries/planned-operations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

/** Nothing but one stop a line is planned: from so many hours after now for so many. */
const takeOnly = async (stops: Readonly<Record<string, readonly [number, number]>>) => {
  const { db } = words.plant;
  await db.deleteFrom("plan_operation").execute();
  await db.deleteFrom("calendar_exception").execute();
  const hour = (hours: number) => new Date(demoEpoch().getTime() + hours * 3_600_000);
  await db
    .insertInto("calendar_exception")
    .values(
      Object.entries(stops).map(([line, [from, hours]]) => ({
        id: `CE-${line}`,
        equipment_id: line,
        start_time: hour(from),
        end_time: hour(from + hours),
        reason: "service",
      })),
    )
    .execute();
};
const lineIds = async () =>
  (
    await words.plant.db
      .selectFrom("equipment")
      .select("id")
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute()
  ).map(({ id }) => id);

test("a question of which line has free time is one of the lines, whatever was talked about", async () => {
  await words.calls(
    { tool: "line_gaps", line: null, hours: 1.5 },
    "哪条线这两天有空档？一个半小时就够",
    "which line has a gap of an hour and a half",
  );
  await words.calls(
    { tool: "line_gaps", line: null, hours: 5 },
    "is there any slot on an SMT line for 5 hours",
    "哪条贴片线有 5 小时的空档",
  );
  await words.calls(
    { tool: "line_gaps", line: null, hours: null },
    "where are the idle windows in the schedule",
    "各产线有哪些空档",
  );
  await words.calls(
    undefined,
    "这条线有空档吗",
    "which feeder slots on the SMT line are bad",
    "哪条线有空档能放 WO-1042",
  );
});

test("each line's first time of that length is told, the soonest first, and those without one", async () => {
  const ids = await lineIds();
  const [a, b, c, ...others] = ids as [string, string, string, ...string[]];
  await takeOnly({
    ...Object.fromEntries(others.map((id) => [id, [0, 100]])),
    [a]: [1.5, 1.5],
    [b]: [0, 5],
    [c]: [0, 3],
  });
  const at = (hours: number) => formatPlantTime(new Date(demoEpoch().getTime() + hours * 3_600_000));
  const call = { tool: "line_gaps", line: null, hours: 2 } as const;
  const { text, rows, choices } = await words.answer("哪条线有两小时的空档", call);
  expect(text.zh).toContain(
    `按计划版本 1，至少 2 小时的空档，各线最早的是：${a} ${at(3)} 起，之后没有排；${c} ${at(3)} 起，之后没有排；${b} ${at(5)} 起，之后没有排；`,
  );
  expect(text.zh).toContain("；其余见下。");
  expect(rows).toHaveLength(Math.min(20, ids.length));
  expect(choices?.[0]?.text).toBe(`${a} 什么时候能停 2 小时做保养？`);
  const english = await words.answer("which lines have a slot of an hour", { ...call, hours: null });
  expect(english.text.en).toMatch(
    new RegExp(
      `^No length was said, so 1 h is taken\\. By plan version 1, the first free time of at least 1 h on each line is: ${a} .+ \\(1\\.5 h\\); ${c} from `,
    ),
  );
});

test("of a kind of lines those are told, and of a stretch what lies in it", async () => {
  const ids = await lineIds();
  await takeOnly(Object.fromEntries(ids.map((id, index) => [id, [0, id === "SMT-1" ? 10 : 60 + index]])));
  const five = await words.answer("is there any slot on an SMT line for 5 hours");
  expect(five.rows?.map(({ label }) => label.en).every((id) => id.startsWith("SMT-"))).toBe(true);
  expect(five.text.en).toContain("By plan version 1, on SMT, the first free time of at least 5 h");
  const days = await words.answer("哪条线这两天有空档？一个半小时就够");
  expect(days.text.zh).toMatch(
    /^按计划版本 1，11-04 00:00 之前至少 1\.5 小时的空档，各线最早的是：SMT-1 .+。没有这么长空档的：.+ 等 \d+ 条。/,
  );
  expect(days.rows).toHaveLength(1);
  const none = await words.answer("明天有没有哪条装配线有两小时的空档");
  expect(none.text.zh).toContain("没有一条产线有 2 小时以上的空档");
  expect(none.text.en).toContain("no line has free time of 2 h; ask for another time or fewer hours.");
  const { db } = words.plant;
  const taken = await takenOnLines(db, 1, ["SMT-1"], demoEpoch());
  expect([...taken.keys()]).toEqual(["SMT-1"]);
});

test("a line that is pointed at and not known is asked about", async () => {
  await expect(words.answer("这条线什么时候有空档", { tool: "line_gaps", line: null })).rejects.toMatchObject(
    { code: "MISSING_ARGUMENT" },
  );
});

test("all of a weekend or day that a line stands still is from its start to its end", async () => {
  const call = { tool: "what_if_down", line: "BI-1" } as const;
  const weekend = await words.answer("If we lose BI-1 for the whole weekend", call);
  expect(weekend.text.en).toMatch(/^If BI-1 stands still from 11-07 00:00 until 11-09 00:00 \(48 h\), /);
  expect((await words.answer("BI-1 整个周末都停", call)).text.zh).toMatch(
    /^如果 BI-1 从 11-07 00:00 停到 11-09 00:00（48 小时），/,
  );
  expect((await words.answer("明天全天停", call)).text.zh).toMatch(
    /^如果 BI-1 从 11-03 00:00 停到 11-04 00:00（24 小时），/,
  );
});
