import { expect, test } from "vitest";
import { computeCandidates } from "./compute.ts";
import { foundIn, readAlike } from "./fixture-table.ts";

/** What is worked out of a table of Markdown; nothing where no answer is given. */
const ask = (text: string, markdown: string): string | undefined =>
  computeCandidates(readAlike(text), foundIn(markdown), readAlike)[0]?.text;

const soak = `| 产品 | 老化时间 |
|---|---|
| RRU-5201 | 90 min |
| SRV-310 | 3 h |
| BBU-V9200 | 150 分钟 |
`;
const soakInMinutes = `| 产品 | 老化时间 (min) |
|---|---|
| RRU-5201 | 90 |
| SRV-310 | 180 |
| BBU-V9200 | 150 |
`;

test("figures of several units are summed and averaged in one of them", () => {
  expect(ask("老化时间一共多少？", soak)).toContain("= 420 min");
  expect(ask("平均老化时间是多少？", soak)).toContain("= 140 min");
  expect(ask("哪个产品的老化时间最长？", soak)).toContain("SRV-310");
});

test("a limit is held against the column in the unit that it is said in", () => {
  for (const table of [soak, soakInMinutes]) {
    const told = ask("哪些产品的老化时间超过 2 小时？", table);
    expect(told).toContain("> 2 小时");
    expect(told).toMatch(/SRV-310.*BBU-V9200/);
    expect(told).not.toContain("RRU-5201");
    expect(ask("老化时间超过 2.5 h 的有几种？", table)).toContain("> 2.5 h: 1");
  }
  expect(ask("哪些产品的老化时间超过 120？", soakInMinutes)).toContain("> 120 min");
  expect(
    ask(
      "哪些产品的存放温度低于 -30 ℃？",
      "| 产品 | 存放温度 (°C) |\n|---|---|\n| A1 | -40 |\n| A2 | -25 |\n",
    ),
  ).toContain("< -30 °C: A1 (-40 °C)");
  expect(
    ask("哪些产品的数量超过 1,000？", "| 产品 | 数量 |\n|---|---|\n| A1 | 900 |\n| A2 | 1,200 |\n"),
  ).toContain("> 1000: A2");
  const stock = "| 物料 | 库存 (件) |\n|---|---|\n| M1 | 900 |\n| M2 | 12,000 |\n| M3 | 16,000 |\n";
  expect(ask("哪些物料的库存超过 1.5 万件？", stock)).toContain("> 15000 件: M3");
  expect(ask("库存超过 1 万的有几种物料？", stock)).toContain("> 10000 件: 2");
  const mass = "| 物料 | 质量 (kg) |\n|---|---|\n| M1 | 1 |\n| M2 | 3 |\n";
  expect(ask("哪些物料的质量超过 2 千克？", mass)).toContain("> 2 千克: M2");
});

test("a row that is the total or the mean of the others is none of them, and a large sum is told to the last digit", () => {
  const stock = `| 物料 | 库存数量 |
|---|---|
| MAT-1 | 1,234,567 |
| MAT-2 | 20,000 |
| MAT-3 | 3,000 |
| 合计 | 1,257,567 |
| 平均 | 419,189 |
`;
  expect(ask("库存数量一共多少？", stock)).toContain("(3) = 1257567");
  expect(ask("平均库存数量是多少？", stock)).toContain("(3) = 419189");
  expect(ask("哪种物料的库存数量最多？", stock)).toContain("MAT-1");
  expect(ask("库存数量超过 10,000 的有几种？", stock)).toContain(": 2 (");
  const zones = "| Zone | Energy (kWh) |\n|---|---|\n| 1 | 0.1 |\n| 2 | 0.2 |\n| Total | 0.3 |\n";
  expect(ask("What is the total energy?", zones)).toContain("(2) = 0.3 kWh");
});

test("what cannot be held against each other is not worked out", () => {
  const mixed = "| 项目 | 限值 |\n|---|---|\n| 时间 | 30 min |\n| 长度 | 2 m |\n| 质量 | 3 kg |\n";
  expect(ask("限值一共多少？", mixed)).toBeUndefined();
  expect(ask("哪个项目的限值最大？", mixed)).toBeUndefined();
  expect(ask("哪些产品的老化时间超过 2 米？", soakInMinutes)).toBeUndefined();
  // Two of what?
  expect(ask("哪些产品的老化时间超过 2？", soak)).toBeUndefined();
});

test("the most of something, a superlative that begins a sentence, and the greater of two are worked out", () => {
  const areas =
    "| Area | Air changes per hour |\n|---|---|\n| Assembly | 35 |\n| Filling | 60 |\n| Booth | 25 |\n";
  expect(ask("which area has the most air changes", areas)).toContain("Filling");
  expect(ask("area with the fewest air changes", areas)).toContain("Booth");
  expect(ask("which has more air changes, assembly or booth", areas)).toContain("Assembly");
  const courses = "| Course | Duration (h) |\n|---|---|\n| Basics | 4 |\n| Operator | 24 |\n";
  expect(ask("longest course", courses)).toContain("Operator");
  expect(ask("how many air changes at most", areas)).toBeUndefined();
});
