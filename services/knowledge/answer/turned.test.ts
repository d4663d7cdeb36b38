import { expect, test } from "vitest";
import { cellCandidates } from "./cell.ts";
import { computeCandidates } from "./compute.ts";
import { foundIn, readAlike } from "./fixture-table.ts";
import { turnedBack, turnedOf } from "./turned.ts";

const found = (markdown: string) => foundIn(markdown, { meaning: 0.5, meanings: new Map([[1, 0.7]]) });

const sheet = found(`| 项目 | DR-6 | DR-8 | DR-8L |
|---|---|---|---|
| 主轴数 | 6 | 8 | 8 |
| 最高转速 (krpm) | 180 | 200 | 160 |
| 整机功率 (kW) | 17 | 23 | 26 |
`);

test("a sheet of data has a row for each thing, and a place found in it is that of the document", () => {
  const turned = turnedOf(sheet)!;
  expect(turned.table.header).toEqual(["项目", "主轴数", "最高转速 (krpm)", "整机功率 (kW)"]);
  expect(turned.table.rows[2]!.cells).toEqual(["DR-8L", "8", "160", "26"]);
  const [best] = cellCandidates(readAlike("DR-8L 的主轴最快多少转"), turned).sort(
    (a, b) => b.score - a.score,
  );
  expect(best!.text).toBe("DR-8L · 最高转速 = 160 krpm");
  const [spot] = best!.spots.map(turnedBack);
  expect(spot).toMatchObject({ row: 1, column: 3 });
  expect(sheet.table.rows[spot!.row!]!.cells[spot!.column!]).toBe("160");
});

test("things beside one another are compared", () => {
  const [best] = computeCandidates(readAlike("哪台的功率最大"), turnedOf(sheet)!, (one) =>
    readAlike(one),
  ).sort((a, b) => b.score - a.score);
  expect(best!.value).toBe("DR-8L · 8: 26 kW");
});

test("a table of one unit, of other heads or of one thing is none", () => {
  const prices = "| 班次 | W-1 | W-2 |\n|---|---|---|\n| 早班 (人) | 3 | 4 |\n| 晚班 (人) | 2 | 2 |\n";
  const limits = "| 参数 | 下限 | 上限 |\n|---|---|---|\n| 温度 (°C) | 20 | 26 |\n| 压力 (bar) | 5 | 6 |\n";
  const one = "| 项目 | DR-6 |\n|---|---|\n| 转速 (krpm) | 180 |\n| 功率 (kW) | 17 |\n";
  for (const markdown of [prices, limits, one]) expect(turnedOf(found(markdown))).toBeUndefined();
});
