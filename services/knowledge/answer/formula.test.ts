import { expect, test } from "vitest";
import type { LibraryDocument } from "../library.ts";
import { readMarkdown } from "../read/markdown.ts";
import type { Ranked } from "../search/rank.ts";
import { formulaCandidates } from "./formula.ts";
import { readQuestion } from "./question.ts";

const { blocks } = readMarkdown(
  "WI-1.md",
  new TextEncoder().encode(`# 面积

孔的面积按下式计算：S = W × L

式中 S 为面积，单位 mm²；W 为孔宽，单位 mm；L 为孔长，单位 mm。

## 链速

链速按下式计算：v = D/t

式中 v 为链速，单位 cm/min；D 为加热区长度，SMT-1 的回流炉为 360 cm；t 为加热时间，单位 min。

## 失效率

失效率按下式计算：F = k/n

式中 F 为失效率；k 为失效数；n 为总数。

## 锁模力

锁模力 Q(kN) 按投影面积 A(cm²) 和型腔压力 p(MPa) 计算：

Q = A × p / 10

## 5S

综合得分 P = 0.5 × X + 0.5 × Y，X 为现场检查得分，Y 为日常巡查得分。
`),
);
const document = { id: "WI-1", title: "", language: "zh", blocks } as unknown as LibraryDocument;
/** The result that is told; nothing where none is. */
const ask = (text: string): string | null | undefined =>
  formulaCandidates(readQuestion(text, { idf: () => 2, knowsTerm: () => true, knowsConcept: () => true }), [
    { passage: { document } } as unknown as Ranked,
  ])[0]?.value;

test("values are taken in the unit that they are given in", () => {
  for (const given of [
    "孔宽 2 mm、孔长 3 mm",
    "孔宽 2，孔长 3",
    "W = 2 and L = 3 for ",
    "W=2 L=3 时",
    "孔宽为2孔长为3，",
    "孔宽为 0.002 米，孔长为 3 毫米，",
    "孔宽0.2厘米孔长3000微米，",
  ])
    expect(ask(`${given}面积是多少？`), given).toBe("6 mm²");
  expect(ask("加热区长度 3.6 m，加热时间 300 秒，链速是多少？")).toBe("72 cm/min");
  expect(ask("失效数 3 台，总数 120 台，失效率是多少？")).toBe("0.025");
});

test("a value in a unit that is not known, or of another kind, gives no result", () => {
  for (const given of [
    "孔宽为 2 丈，孔长为 3 mm，",
    "孔宽为 2 秒，孔长为 3 mm，",
    "孔宽为 2 furlong，孔长为 3 mm，",
  ])
    expect(ask(`${given}面积是多少？`), given).toBeUndefined();
  expect(ask("失效数 3 mm，总数 120，失效率是多少？")).toBeUndefined();
});

test("what words before a formula call its symbols gives them names and units", () => {
  expect(ask("投影面积 300 cm²，型腔压力 40 MPa，锁模力多大")).toBe("1200 kN");
});

test("a variable may be called by the beginning of its name", () => {
  expect(ask("现场检查 90、日常巡查 80，5S 综合得分多少")).toBe("85");
});
