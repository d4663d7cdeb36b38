import { expect, test } from "vitest";
import { columnCandidates } from "./column.ts";
import { foundIn, readAlike } from "./fixture-table.ts";
import type { FoundTable } from "./tables.ts";

const found = (markdown: string, title: string, language: "zh" | "en"): FoundTable =>
  foundIn(markdown, { title, language });
const ask = (text: string, table: FoundTable) => columnCandidates(readAlike(text), table);

const reflow = found(
  `| 产品 | 峰值温度下限 (°C) | 峰值温度上限 (°C) | 链速 (cm/min) |
|---|---|---|---|
| RRU-5201 | 238 | 246 | 82 |
| RRU-5202 | 238 | 246 | 80 |
| SRV-310 | 236 | 245 | 64 |
`,
  "回流焊温度曲线作业指导书",
  "zh",
);

test("a question that names a column and no row is answered with every row, alike ones together", () => {
  const [answer] = ask("回流焊峰值温度是多少？", reflow);
  expect(answer?.steps).toEqual(["RRU-5201, RRU-5202: 238 °C / 246 °C", "SRV-310: 236 °C / 245 °C"]);
  expect(answer?.value).toBe("峰值温度下限 / 峰值温度上限");
  expect(ask("链速是多少？", reflow)[0]?.steps).toHaveLength(3);
});

test("a question about one row, or about what no column says, is left to others", () => {
  expect(ask("RRU-5201 的峰值温度是多少？", reflow)).toEqual([]);
  expect(ask("电路板多重？", reflow)).toEqual([]);
  expect(ask("谁负责回流焊？", reflow)).toEqual([]);
});

test("rows with the same name are told apart by further columns, figures by what they measure", () => {
  const changeover = found(
    `| From | To | Changeover time (min) |
|---|---|---|
| RRU | RRU | 18 |
| RRU | AAU | 42 |
`,
    "Changeover",
    "en",
  );
  expect(ask("How many minutes is the changeover time?", changeover)[0]?.steps).toEqual([
    "RRU RRU: 18 min",
    "RRU AAU: 42 min",
  ]);
  const stencil = found(
    `| Stencil thickness (mm) | Print speed (mm/s) |
|---|---|
| 0.08 | 30 |
| 0.1 | 40 |
`,
    "Printing",
    "en",
  );
  expect(ask("How fast is the print speed?", stencil)[0]?.steps?.[0]).toBe(
    "Stencil thickness (mm) 0.08: 30 mm/s",
  );
});
