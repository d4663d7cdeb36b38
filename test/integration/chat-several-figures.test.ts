import { afterAll, beforeAll, expect, test } from "vitest";
import { seedDemoMonth } from "../../services/mes/seed/month/seed-month.ts";
import { type Ask, askIn } from "../support/ask.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;

beforeAll(async () => {
  house = await startPlannedHouse();
  await seedDemoMonth(house.plant.db, 1);
  await house.startWorker();
});
afterAll(() => house.close());

const ask: Ask = (...said) => askIn(house, ...said);
/** What a model would take that reads one figure out of the words: none of these is left to it. */
const output = { tool: "metric_value", metric: "output", line: "all" } as const;
const numbers = (text: string) =>
  [...text.matchAll(/的产量是 (\d+) 件/g)].map(([, pieces]) => Number(pieces));

test("of two figures in one sentence both are told", async () => {
  const { text } = await ask("上周的产量和直通率", output);
  expect(text).toMatch(/^上周.*全厂的产量是 \d+ 件.*上周.*全厂的直通率是 [\d.]+%/);
  const en = await ask("OEE and FPY last week", { ...output, metric: "oee" });
  expect(en.text).toMatch(/the OEE of the plant was [\d.]+%.*the first pass yield of the plant was [\d.]+%/);
});

test("of one figure in two stretches both are told, and by how much they differ", async () => {
  const { text } = await ask("上周和上上周的产量", output);
  const [last, before] = numbers(text);
  expect(text).toContain(
    `产量：上周比上上周${last! > before! ? "高" : "低"} ${Math.abs(last! - before!)} 件。`,
  );
  const days = await ask("10月26日和27日的产量", output);
  expect(numbers(days.text)).toHaveLength(2);
  const four = await ask("给我报一下上周四个指标：OEE、直通率、报废、停机", output);
  expect(four.text).toMatch(/的OEE是.*的直通率是.*的报废是.*的停机时间是/);
});

test("by how much two lines differ is told with them", async () => {
  const { text } = await ask("SMT-1和SMT-2上周的产量差多少", output);
  const [, first, most, second, least] = /按产线：(SMT-\d) (\d+) 件，(SMT-\d) (\d+) 件/.exec(text)!;
  expect(text).toContain(`；${first}比${second}高 ${Number(most) - Number(least)} 件`);
});

test("whether a figure came to a bound is told, and that nobody has set a target", async () => {
  const reached = await ask("10月准时交付率多少，有没有到99%", { ...output, metric: "on_time" });
  expect(reached.text).toMatch(
    /按期率是 [\d.]+%（完工 \d+ 单，按期 \d+ 单，晚 \d+ 单）（记录从 .{8,16} 开始）。没有达到 99.0%，低 [\d.]+ 个百分点。/,
  );
  const { text } = await ask("10月产量目标达成了吗", output);
  expect(text).toMatch(/的产量是 \d+ 件.*没有人给产量定过目标/);
});

test("a month of which nothing is on record is named beside the one that is", async () => {
  const { text } = await ask("10月和9月比产量涨了没", output);
  expect(text).toMatch(/的产量是 \d+ 件（记录从 .{8,16} 开始）；2026 年 9 月（.*）没有记录/);
});

test("the reason of each part is told beside it, and is of that part alone", async () => {
  const { text } = await ask("上周停机最久的线是哪条，最多的原因是啥", { ...output, metric: "downtime" });
  const [, line, reason, hours] = /按产线：(SMT-\d|[A-Z]+-\d) .*最多的原因：\1 是(.+?) ([\d.]+) 小时/.exec(
    text,
  )!;
  const own = await ask(`${line}上周停机按原因`, { ...output, metric: "downtime", line: line! });
  expect(own.text).toContain(`按原因：${reason} ${hours} 小时`);
});

test("the factors of a product are told with the lowest of them", async () => {
  const { text } = await ask("SMT-3上周OEE多少，三个分项哪个最拖后腿", { ...output, metric: "oee" });
  const factors = [...text.matchAll(/(可用率|性能效率|合格率) ([\d.]+)%/g)].map(([, name, value]) => ({
    name,
    value: Number(value),
  }));
  expect(factors).toHaveLength(3);
  const [lowest] = factors.toSorted((a, b) => a.value - b.value);
  expect(text).toContain(`最低的是${lowest!.name}`);
});

test("who had most late orders in a month that is over is told by how many of the orders done were late", async () => {
  const { text, rows } = await ask("10月份延期最多的是哪个客户", { tool: "late_orders" });
  const [, late] = /按客户：\S.*?（完工 \d+ 单，按期 \d+ 单，晚 (\d+) 单）/.exec(text)!;
  const all = await ask("10月各客户晚了多少单", { ...output, metric: "on_time" });
  const each = [...all.text.split("按客户")[1]!.matchAll(/晚 (\d+) 单/g)].map(([, count]) => Number(count));
  expect(each.length).toBeGreaterThan(1);
  expect(Math.max(...each)).toBe(Number(late));
  // All that have as many are told.
  const most = [...text.split("按客户")[1]!.matchAll(/晚 (\d+) 单/g)].map(([, count]) => count);
  expect(most).toHaveLength(each.filter((count) => count === Number(late)).length);
  expect(rows.length).toBeGreaterThan(0);
});

test("kinds of defects of which there were none are told as none", async () => {
  const { text } = await ask("昨天锡珠有多少个", { ...output, metric: "aoi_defects" });
  expect(text).toMatch(/按原因：锡珠 \d+ 次|没有/);
});
