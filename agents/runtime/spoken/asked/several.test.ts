import { expect, test } from "vitest";
import { questionsIn } from "./several.ts";

// A Monday.
const now = new Date("2026-11-02T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "FT-1", "FT-2"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
}));
const asked = (text: string) => questionsIn(text, { lines, products: ["RRU-5201"] }, now);

test.each([
  ["昨天的产量和直通率", ["昨天的产量", "昨天的直通率"]],
  ["OEE, FPY and scrap last week", ["OEE last week", "FPY last week", "scrap last week"]],
  ["昨天干了多少台，直通率咋样", ["昨天干了多少台", "直通率咋样"]],
  ["10月一共报废了多少，占总数百分之几", ["10月一共报废了多少", "占总数百分之几"]],
  ["上周OEE最差的三条线，还有最好的是哪条", ["上周OEE最差的三条线", "最好的是哪条"]],
  ["停机时间最长和最短的线", ["停机时间最长的线", "停机时间最短的线"]],
])("%s asks several figures", (text, questions) => expect(asked(text)).toEqual(questions));

test.each([
  ["上周和这周的产量", ["上周产量", "这周的产量"]],
  ["上周六和周日各出了多少", ["上周6各出了多少", "上周日各出了多少"]],
  ["10月26日和27日的产量", ["10月26日产量", "10月27日的产量"]],
  ["output on Monday and Tuesday last week", ["output on monday last week", "output tuesday last week"]],
  ["fpy on Oct 26 and 27", ["fpy on oct 26", "fpy oct 27"]],
  ["上周一次修好率多少 上上周呢", ["上周一次修好率多少", "上上周呢"]],
])("%s asks of several stretches", (text, questions) => expect(asked(text)).toEqual(questions));

test.each([
  "上周，SMT-2的产量是多少",
  "SMT-1和SMT-2上周的产量",
  "SMT-2上周停了几个小时，主要啥原因",
  "last week's yield by product, worst 5",
  "本周和上周比产量",
  "energy per unit, Tuesday vs Wednesday last week",
  "产量最高的线的OEE",
  "从周一到周三的产量",
])("%s asks one", (text) => expect(asked(text)).toHaveLength(1));
