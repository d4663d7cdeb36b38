import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { longestStops } from "../../agents/analyst/figures/proof.ts";
import { formatPlantTime } from "../../agents/runtime/format.ts";
import { timesAsRead } from "../../services/core/said-time.ts";
import { seedDemoMonth } from "../../services/mes/seed/month/seed-month.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { answerOf, finished } from "../support/chat-events.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await startPlannedHouse();
  await seedDemoMonth(house.plant.db, 1);
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);

test("a figure is told with its formula, in the period, split and order that the words ask for", async () => {
  const zh = await ask("上周停机时间最长的三条产线", {
    tool: "metric_value",
    metric: "downtime",
    line: "all",
  });
  expect(zh.text).toMatch(
    /^上周（10月26日 00:00 到 11月2日 00:00）全厂的停机时间是 [\d.]+ 小时。按产线：SMT-4 [\d.]+ 小时，[A-Z]+-\d [\d.]+ 小时，[A-Z]+-\d [\d.]+ 小时。$/,
  );
  expect(zh.rows[0]!.label.en).toBe("downtime ADET");
  const en = await ask("What was the OEE of SMT-2 last week compared with the week before?", {
    tool: "metric_value",
    metric: "oee",
    line: "SMT-2",
  });
  expect(en.text).toMatch(
    /^Last week \(26 Oct 00:00 to 2 Nov 00:00\) the OEE of SMT-2 was [\d.]+%; [\d.]+ points (more|less) than [\d.]+% of 19 Oct 00:00 to 26 Oct 00:00\.$/,
  );
  expect(en.rows.map(({ label }) => label.en)).toContain("Planned busy time PBT");
  expect(en.choices).toHaveLength(3);
});

test("a share of what is bad is told as such, the worst first, and the highest of it is the worst", async () => {
  const call = { tool: "metric_value", metric: "scrap", line: "all" } as const;
  const shares = (text: string) =>
    [...text.matchAll(/[A-Z]{3}-\d+ ([\d.]+)%/g)].map(([, share]) => Number(share));
  const all = await ask("What was the scrap rate by product last week?", call);
  const plant = Number(/a scrap rate of ([\d.]+)%/.exec(all.text)![1]);
  expect(shares(all.text)).toHaveLength(5);
  expect(shares(all.text)).toEqual(shares(all.text).toSorted((a, b) => b - a));
  expect(shares(all.text)[0]).toBeGreaterThan(plant);
  const highest = await ask("上周报废率最高的产品是哪个", call);
  expect(shares(highest.text)).toEqual([shares(all.text)[0]]);
});

test("lines in the order of a figure, why the worst is so, and those of a kind alone", async () => {
  const worst = await ask("上周哪条线 OEE 最低，为什么", {
    tool: "metric_cause",
    metric: "oee",
    line: "all",
  });
  const [, line] = /按产线：([A-Z]+-\d) [\d.]+%。\1的OEE从 .*主要来自：/.exec(worst.text)!;
  expect(worst.choices.map(({ text }) => text)).toContain(`${line} 上周的OEE为什么变了？`);
  const chat = await house.chat();
  house.model.answer({ tool: "output", line: "all" });
  await chat.say("各线昨天的产量排个名");
  await chat.until(finished, "the ranking");
  const before = chat.events.length;
  await chat.say("只看 SMT 的");
  await chat.until((event) => chat.events.indexOf(event) >= before && finished(event), "those of a kind");
  const told = answerOf(chat.events.slice(before));
  chat.close();
  expect(told).toMatch(/^昨天.*的产量是 \d+ 件。按产线：(SMT-\d \d+ 件，)+SMT-\d \d+ 件/);
});

test("the longest stop, the clause of its own, and this week beside the last are told where they are asked for", async () => {
  const stop = await ask("上周 SMT-4 停机最长的是哪次", {
    tool: "metric_value",
    metric: "downtime",
    line: "SMT-4",
  });
  expect(stop.text).toMatch(/；最长的一次是 SMT-4，\d+月\d+日 \d\d:\d\d 起 \d+ 分钟（/);
  const own = await ask("FT-1 上周的直通率多少，什么缺陷最多", {
    tool: "metric_value",
    metric: "fpy",
    line: "FT-1",
  });
  expect(own.text).toMatch(/FT-1的直通率是 [\d.]+%。$/);
  const both = await ask("SMT-4 上周的合格率多少，什么缺陷最多", {
    tool: "metric_value",
    metric: "quality",
    line: "SMT-4",
  });
  expect(both.text).toMatch(/^上周.*SMT-4的合格率.*上周.*SMT-4的AOI 缺陷数/);
  const compared = await ask("how is the OEE compared with last month", {
    tool: "metric_value",
    metric: "oee",
    line: "all",
  });
  expect(compared.text).toMatch(
    /^This month \(1 Nov 00:00 to 2 Nov 08:0\d\) the OEE of the plant was [\d.]+%; .* of 1 Oct 00:00 to /,
  );
  const often = await ask("SMT-4 为什么老停", undefined);
  expect(often.text).toMatch(/^最近 4 周（.*）SMT-4的停机时间是 [\d.]+ 小时。按原因：/);
  const ofWeek = await ask("SMT-4 上周为什么老停", undefined);
  expect(ofWeek.text).toMatch(/^上周（.*）SMT-4的停机时间是 [\d.]+ 小时。按原因：/);
});

test("a reason of stops is told with its share, how often beside why, and the usual level", async () => {
  const call = { tool: "metric_value", metric: "downtime", line: "all" } as const;
  const jams = await ask("what % of downtime last week was feeder jams", call);
  const [, all, own, share] =
    /was ([\d.]+) h; of it feeder jam ([\d.]+) h, ([\d.]+)% of it\. By reason: /.exec(jams.text)!;
  expect(Math.abs((100 * Number(own)) / Number(all) - Number(share))).toBeLessThan(0.3);
  const none = await ask("上周停机里急停占百分之几", call);
  expect(none.text).toMatch(/停机时间是 [\d.]+ 小时；其中没有报为“急停”的。按原因：/);
  const often = await ask("SMT-4为啥老坏，上周坏了几回", undefined);
  expect(often.text).toMatch(/上周.*SMT-4的停机时间是 [\d.]+ 小时。按原因：.*SMT-4的故障次数是 \d+ 次/);
  const usual = await ask("SMT-2上周OEE跟平时比咋样", { tool: "metric_value", metric: "oee", line: "SMT-2" });
  expect(usual.text).toMatch(/^上周.*SMT-2的OEE是 [\d.]+%；比之前 4 周（9月28日 00:00 到 10月26日 00:00，/);
  const amount = await ask("上周产量比平时多吗", { tool: "metric_value", metric: "output", line: "all" });
  expect(amount.text).toMatch(/^“比平时”没能用上/);
});

test("stops longer than is asked are told each, by their length and not by the sum", async () => {
  const week = { from: new Date("2026-10-26T00:00:00+08:00"), to: new Date("2026-11-02T00:00:00+08:00") };
  const stops = await longestStops(house.plant.db, week, {}, null);
  const long = stops.filter(({ minutes }) => minutes > 60);
  const { text, evidence } = await ask("any stop over 1h last week", undefined);
  expect(text).toContain(
    `; ${long.length} stops were longer than 60 min: ${long[0]!.line} from ${timesAsRead(formatPlantTime(long[0]!.from), "en")} for ${Math.round(long[0]!.minutes)} min`,
  );
  expect(evidence.find(({ id }) => id === "STOPS")?.facts).toMatchObject({ stops: long.length });
  const none = await ask("上周有没有停机超过20小时的", undefined);
  expect(none.text).toContain(`；没有超过 1200 分钟的停机，最长的一次是 ${stops[0]!.line}，`);
  const lastDay = await ask("any stop over 2h", undefined);
  expect(lastDay.text).toMatch(/^In the last 24 hours .+ the downtime of the plant was /);
});

test("how many set-ups there were is counted where it is asked for, one that a stop broke once", async () => {
  const states = await house.plant.db
    .selectFrom("event")
    .select(["time", "attributes"])
    .where("type", "=", "equipment.state")
    .where(sql<boolean>`objects->0->>'id' = 'SMT-2'`)
    .orderBy("time")
    .orderBy("seq")
    .execute();
  const [from, to] = [new Date("2026-10-26T00:00:00+08:00"), new Date("2026-11-02T00:00:00+08:00")];
  let [before, setUps] = [0, 0];
  for (const { time, attributes } of states) {
    const code = (attributes as { code?: number }).code;
    if (!code || code === stationState.down) continue;
    if (code === stationState.setup && before !== code && time >= from && time < to) setUps += 1;
    before = code;
  }
  expect(setUps).toBeGreaterThan(1);
  expect((await ask("SMT-2上周换了几次线", undefined)).text).toContain(`；换线 ${setUps} 次`);
  expect((await ask("how many changeovers did SMT-2 have last week", undefined)).text).toContain(
    `; ${setUps} set-ups began`,
  );
  const all = await ask("上周换线换了几回，哪条线换得最久", undefined);
  expect(all.text).toMatch(/的换线时间是 [\d.]+ 小时；换线 \d+ 次（最多的是 \S+ \d+ 次、.+）。按产线：\S+ /);
});

test("which of the values of a course is the worst is told with it", async () => {
  const { text, evidence } = await ask("OEE走势，哪一天最差", {
    tool: "metric_trend",
    metric: "oee",
    line: "all",
  });
  const days = [...(evidence[0]!.facts as { readonly end: string }).end.matchAll(/(\d+\.\d)%/g)];
  expect(days).toHaveLength(1);
  expect(text).toContain(`最差的天是 `);
  expect(text).toContain(`，${days[0]![1]}%；`);
});

test("a trend, and a cause down to the reason and the stop", async () => {
  const trend = await ask("OEE走势", { tool: "metric_trend", metric: "oee", line: "all" });
  expect(trend.text).toMatch(
    /^最近四周（10月6日 00:00 到 11月2日 08:0\d）全厂的OEE：27 个天的值；.*控制限 [\d.]+% 到 [\d.]+%/,
  );
  const cause = await ask("Why did downtime grow last week?", {
    tool: "metric_cause",
    metric: "downtime",
    line: "all",
  });
  expect(cause.text).toMatch(
    /^The downtime of the plant went from [\d.]+ h .* it rose by [\d.]+ h\. It comes mainly of: SMT-4 \+[\d.]+ h \(of it feeder jam/,
  );
  expect(cause.text).toContain("The longest stop: SMT-4 from ");
  expect(cause.evidence.some(({ id }) => id === "SMT-4")).toBe(true);
});

test("what the data store does not know is said, and a metric that is none is asked about", async () => {
  const refused = await ask("availability by product last week", {
    tool: "metric_value",
    metric: "availability",
    line: "all",
  });
  expect(refused.error).toContain("FIGURE_NOT_KEPT");
  const none = await ask("指标怎么样", { tool: "metric_value", metric: null, line: "all" });
  expect(none.error).toContain("MISSING_ARGUMENT");
  // A metric that the words do not name is not taken from a model, which is asked only where they leave something open.
  const other = await ask("上周的OEE", { tool: "metric_value", metric: "scrap", line: "all" });
  expect(other.text).toMatch(/^上周.+全厂的OEE是 /);
  const open = await ask("老王要上周的OEE", { tool: "metric_value", metric: "scrap", line: "all" });
  expect(open.text).toContain("请确认");
});

test("an alert rule waits for approval, says what it would have done, and is set as it was shown", async () => {
  const chat = await house.chat("zhao.lei");
  house.model.answer({ tool: "set_alert", metric: "downtime", line: "all" });
  await chat.say("任何一条线停机超过2小时就通知计划员");
  await chat.until(({ type }) => type === "APPROVAL_REQUESTED", "the proposal");
  const proposal = chat.events.find(({ type }) => type === "APPROVAL_REQUESTED")!;
  expect(JSON.stringify(proposal["summary"])).toMatch(
    /任一产线的停机时间每天高于 2\.0 小时时通知计划员；按过去 28 个时段试算，会触发 \d+ 次/,
  );
  expect(await house.plant.db.selectFrom("alert_rule").selectAll().execute()).toEqual([]);
  await chat.decide(proposal as never, "approve");
  await chat.until(finished, "the end");
  chat.close();
  const [rule] = await house.plant.db.selectFrom("alert_rule").selectAll().execute();
  expect(rule).toMatchObject({
    metric: "downtime",
    line: "*",
    condition: "above",
    threshold: 2,
    role: "planner",
    period: "day",
    created_by: "zhao.lei",
  });
});

test("letters that stand for no figure here are asked about, and no other figure is told for them", async () => {
  const call = { tool: "metric_value", metric: "fpy", line: "all" } as const;
  expect((await ask("NTF占多少", call)).text).toMatch(/^“NTF”不是这里有的指标/);
  expect((await ask("whats the RTY", call)).text).toMatch(/^“RTY” is no figure that is kept here/);
  expect((await ask("FPY 昨天多少", call)).text).toMatch(/^昨天.*直通率/);
});

test("a figure is of the orders of a customer, by customers, and without what is left out of it", async () => {
  const call = { tool: "metric_value", metric: "on_time", line: "all" } as const;
  const numberIn = (text: string) => Number(/ ([\d.]+)%/.exec(text)![1]);
  const own = await ask("给江苏移动的单子上个月准交率多少", call);
  expect(own.text).toMatch(
    /江苏移动 订单的按期率是 [\d.]+%（完工 \d+ 单，按期 \d+ 单，晚 \d+ 单）（记录从 10月5日 00:00 开始）。$/,
  );
  const each = await ask("各客户上个月的按期率", call);
  expect(each.text).toMatch(/按客户：/);
  const rowOf = (name: string) => each.rows.find(({ label }) => label.en === name)!.value;
  expect(numberIn(own.text)).toBe(Number.parseFloat(rowOf("江苏移动")));
  const pieces = (text: string) => Number(/ (\d+) pieces/.exec(text)![1]);
  const output = { ...call, metric: "output" } as const;
  const [all, servers, others] = [
    await ask("output last month", output),
    await ask("output of SRV last month", output),
    await ask("output last month excluding SRV", output),
  ];
  expect(others.text).toContain("(without the SRV family)");
  expect(pieces(others.text)).toBe(pieces(all.text) - pieces(servers.text));
});

test("parts are picked by a limit, the farthest beyond it first, and how many of all", async () => {
  const call = { tool: "metric_value", metric: "oee", line: "all" } as const;
  const each = await ask("各条线上周的OEE", call);
  const picked = await ask("上周OEE低于60%的线有哪些", call);
  const valuesOf = ({ rows }: typeof each) =>
    rows.filter(({ label }) => /-\d$/.test(label.en)).map(({ value }) => Number.parseFloat(value));
  const low = valuesOf(each).filter((value) => value < 60);
  expect(low.length).toBeGreaterThan(1);
  expect(valuesOf(picked)).toEqual(low.toSorted((a, b) => a - b));
  expect(picked.text).toContain(`按产线，低于 60.0% 的有 ${low.length} 个（共 ${valuesOf(each).length} 个）`);
});

test("what was said and could not be used is told before the number", async () => {
  const call = { tool: "metric_value", metric: "on_time", line: "all" } as const;
  expect((await ask("华为的单上周按期率怎么样", call)).text).toMatch(/^“华为”没能用上，下面的数没有按它算。/);
  const output = { ...call, metric: "output" } as const;
  expect((await ask("二车间上周产量多少", output)).text).toMatch(/^“2车间”没能用上/);
  expect((await ask("上周产量多少", output)).text).toMatch(/^上周/);
});
