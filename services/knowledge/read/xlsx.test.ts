import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import type { Table } from "./block.ts";
import { demo, sheetRow, tableOf, workbook } from "./fixture-files.ts";
import { readDocument } from "./read.ts";

it("reads a workbook that another program than Excel has written, and no letters that tell how others are read out", async () => {
  const book = zipSync({
    "xl/workbook.xml": strToU8(
      '<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><x:sheets><x:sheet name="A" r:id="r1"/></x:sheets></x:workbook>',
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    "xl/sharedStrings.xml": strToU8(
      '<sst><si><t>温度</t><rPh sb="0" eb="2"><t>wēndù</t></rPh></si><si><r><t>上</t></r><r><rPr><b/></rPr><t>限</t></r></si></sst>',
    ),
    "xl/worksheets/sheet1.xml": strToU8(
      `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>
        <x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c></x:row>
        <x:row r="2"><x:c r="A2"><x:v>240</x:v></x:c><x:c r="B2"><x:v>246</x:v></x:c></x:row>
      </x:sheetData></x:worksheet>`,
    ),
  });
  const table = tableOf((await readDocument("a.xlsx", book)).blocks);
  expect(table.header).toEqual(["温度", "上限"]);
  expect(table.rows.map(({ cells }) => cells)).toEqual([["240", "246"]]);
});

it("reads sheets with the cell of every row", async () => {
  const { blocks } = await demo("SP-MNT-010");
  expect(tableOf(blocks).rows[1]).toMatchObject({ place: { sheet: "备件", cell: "A4" } });
  expect(tableOf(blocks).rows[1]!.cells[0]).toBe("SP-1002");
});

it("reads merged cells of a sheet into every row and column that they stand in", async () => {
  const sheet = async (rows: string[], merges: string[]) =>
    (await readDocument("a.xlsx", workbook({ rows, merges }))).blocks.filter(
      ({ kind }) => kind === "table",
    ) as Table[];
  const cellsOf = (table: Table | undefined) => table?.rows.map(({ cells }) => cells);
  // Covered cells are written blank (Excel), with what they held before they were merged, or not at all.
  for (const covered of ["", "old", undefined]) {
    const [table] = await sheet(
      [
        sheetRow(1, "Product", "Limit", covered, "Line"),
        sheetRow(2, covered, "lower", "upper", covered),
        sheetRow(3, "RRU-5201", "238", "246", "SMT-1"),
        sheetRow(4, covered, "240", "248", covered),
        sheetRow(5, "BBU-V9200", "235", "", "SMT-2"),
      ],
      ["A1:A2", "B1:C1", "D1:D2", "A3:A4", "D3:D4"],
    );
    expect(table?.header).toEqual(["Product", "Limit / lower", "Limit / upper", "Line"]);
    expect(cellsOf(table)).toEqual([
      ["RRU-5201", "238", "246", "SMT-1"],
      ["RRU-5201", "240", "248", "SMT-1"],
      ["BBU-V9200", "235", "", "SMT-2"],
    ]);
    expect(table?.rows[1]?.place).toEqual({ sheet: "A", cell: "A4" });
  }
});

it("takes rows that merged cells go on through for one row of the same table", async () => {
  for (const blank of [[sheetRow(3, "", "")], []]) {
    const { blocks } = await readDocument(
      "a.xlsx",
      workbook({
        rows: [
          sheetRow(1, "Product", "Peak"),
          sheetRow(2, "RRU-5201", "238"),
          ...blank,
          sheetRow(4, "BBU-V9200", "235"),
          sheetRow(6, "Spare part", "Stock"),
          sheetRow(7, "SP-1002", "4"),
        ],
        merges: ["A2:A3", "B2:B3"],
      }),
    );
    const tables = blocks.filter((block) => block.kind === "table");
    expect(tables.map(({ rows }) => rows.map(({ cells }) => cells))).toEqual([
      [
        ["RRU-5201", "238"],
        ["BBU-V9200", "235"],
      ],
      [["SP-1002", "4"]],
    ]);
  }
});
