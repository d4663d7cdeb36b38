import { expect, it } from "vitest";
import type { Source } from "../demo/source.ts";
import { writePdf } from "../demo/write/pdf.ts";
import { demo, pdfOf, tableOf, textsOf } from "./fixture-files.ts";
import { readDocument } from "./read.ts";

it("reads Chinese and tables of a PDF that names its font and does not hold it", async () => {
  const { blocks } = await demo("QS-ESD-003");
  expect(textsOf(blocks)).toContain("2 人员要求");
  expect(textsOf(blocks).join("\n")).toContain("EPA 内相对湿度保持在 45%～70%。");
  const table = tableOf(blocks);
  expect(table.header).toEqual(["项目", "下限", "上限", "检查周期"]);
  expect(table.rows.map(({ cells }) => cells.join("|"))).toContain("烙铁头对地电阻|-|2 Ω|每月");
  expect(table.place).toEqual({ page: 1 });
});

it("reads rows of a PDF whose first cells are set in the middle of their lines, or go on in a second one", async () => {
  const rowsOf = async (pieces: readonly (readonly [number, number, string])[]) =>
    tableOf((await readDocument("a.pdf", pdfOf(pieces))).blocks).rows.map(({ cells }) => cells);
  // Two lines beside a first cell, three with it in the second one, one, and a first cell of two lines.
  expect(
    await rowsOf([
      [50, 700, "Zone"],
      [200, 700, "Setting"],
      [400, 700, "Limit"],
      [200, 680, "ramp up slowly"],
      [50, 674, "Preheat"],
      [400, 674, "160"],
      [200, 668, "to 150"],
      [200, 645, "hold until all"],
      [50, 633, "Soak"],
      [200, 633, "of the board has"],
      [400, 633, "190"],
      [200, 621, "one temperature"],
      [50, 600, "Peak"],
      [200, 600, "once"],
      [400, 600, "246"],
      [50, 580, "Cooling with"],
      [200, 580, "below 4 K/s"],
      [400, 580, "50"],
      [50, 568, "nitrogen"],
      [50, 548, "Outlet"],
      [200, 548, "fan on"],
      [400, 548, "40"],
      [50, 500, "A sentence below."],
    ]),
  ).toEqual([
    ["Preheat", "ramp up slowly to 150", "160"],
    ["Soak", "hold until all of the board has one temperature", "190"],
    ["Peak", "once", "246"],
    ["Cooling with nitrogen", "below 4 K/s", "50"],
    ["Outlet", "fan on", "40"],
  ]);
  // A first cell of two rows.
  expect(
    await rowsOf([
      [50, 700, "Product"],
      [200, 700, "Line"],
      [400, 700, "Limit"],
      [200, 676, "SMT-1"],
      [400, 676, "246"],
      [50, 668, "RRU"],
      [200, 660, "SMT-2"],
      [400, 660, "248"],
      [50, 636, "AAU"],
      [200, 636, "SMT-3"],
      [400, 636, "244"],
    ]),
  ).toEqual([
    ["RRU", "SMT-1", "246"],
    ["RRU", "SMT-2", "248"],
    ["AAU", "SMT-3", "244"],
  ]);
});

it("reads rows of a PDF below a first cell that spans them, and lines that go on in their cell", async () => {
  const note = "在首件检验之后再次确认炉温曲线并由工艺工程师签字后方可批量生产，换线后须重新测量并保存记录";
  const rowsOf = async (rows: readonly (readonly string[])[]) => {
    const source = { id: "WI-1", revision: "A", title: "T" } as Source;
    const { blocks } = await readDocument("a.pdf", writePdf(source, [{ kind: "table", rows }]));
    return tableOf(blocks).rows.map(({ cells }) => cells);
  };
  const limits = [
    ["产品", "线体", "下限", "上限"],
    ["RRU-5201", "SMT-1", "238", "246"],
    ["", "SMT-2", "240 °C", "248 °C"],
    ["", "", "241 °C", "249 °C"],
    ["SRV-310", "SMT-4", "236", "245"],
  ];
  expect(await rowsOf(limits)).toEqual([
    ["RRU-5201", "SMT-1", "238", "246"],
    ["RRU-5201", "SMT-2", "240 °C", "248 °C"],
    ["RRU-5201", "SMT-2", "241 °C", "249 °C"],
    ["SRV-310", "SMT-4", "236", "245"],
  ]);
  expect(
    await rowsOf([
      ["产品", "线体", "说明"],
      ["RRU-5201", "SMT-1", note],
      ["", "SMT-2", "同上"],
      ["SRV-310", "SMT-4", note],
    ]),
  ).toEqual([
    ["RRU-5201", "SMT-1", note],
    ["RRU-5201", "SMT-2", "同上"],
    ["SRV-310", "SMT-4", note],
  ]);
});
