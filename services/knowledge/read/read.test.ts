import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { demoDocuments } from "../demo/documents.ts";
import type { Source } from "../demo/source.ts";
import { writePdf } from "../demo/write/pdf.ts";
import { readApart } from "./apart.ts";
import type { Block, Table } from "./block.ts";
import { limits } from "./limits.ts";
import { readDocument } from "./read.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const demo = async (id: string, revision?: string) => {
  const found = (await demoDocuments()).find(
    (one) => one.id === id && (revision ?? one.revision) === one.revision,
  );
  return readDocument(found!.file, found!.bytes);
};
const textsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === "table" ? [] : [block.text]));
const tableOf = (blocks: readonly Block[]): Table => blocks.find((block) => block.kind === "table")!;
const code = (file: string, content: Uint8Array) =>
  readDocument(file, content).then(
    () => "read",
    (error) => error.code,
  );
/** A workbook of one sheet, with its rows and merged ranges as Excel writes them. */
const workbook = ({
  rows,
  merges = [],
  formats = [0],
}: {
  readonly rows: readonly string[];
  readonly merges?: readonly string[];
  readonly formats?: readonly number[];
}) => {
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("");
  return zipSync({
    "xl/workbook.xml": strToU8('<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>'),
    "xl/_rels/workbook.xml.rels": strToU8(
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    "xl/styles.xml": strToU8(
      `<styleSheet><cellXfs>${formats.map((id) => `<xf numFmtId="${id}"/>`).join("")}</cellXfs></styleSheet>`,
    ),
    "xl/worksheets/sheet1.xml": strToU8(
      `<worksheet><sheetData>${rows.join("")}</sheetData>${merged && `<mergeCells count="${merges.length}">${merged}</mergeCells>`}</worksheet>`,
    ),
  });
};
/** Cells of one row, blank ones with their style alone as Excel writes them, undefined ones not at all. */
const sheetRow = (number: number, ...texts: (string | undefined)[]) => {
  const cells = texts.map((text, index) => {
    const reference = `${String.fromCharCode(65 + index)}${number}`;
    if (text === undefined) return "";
    return text
      ? `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
      : `<c r="${reference}" s="0"/>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
};
/** A page with texts at places, in points. */
const pdfOf = (pieces: readonly (readonly [x: number, y: number, text: string])[]): Uint8Array => {
  const content = pieces
    .map(([x, y, text]) => `BT /F1 10 Tf 1 0 0 1 ${x} ${y} Tm (${text}) Tj ET`)
    .join("\n");
  return bytes(
    [
      "%PDF-1.4",
      "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj",
      "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj",
      "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj",
      `4 0 obj <</Length ${content.length}>> stream\n${content}\nendstream endobj`,
      "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj",
      "trailer <</Root 1 0 R>>",
    ].join("\n"),
  );
};
/** What a Word document of this body says, with other parts beside it. */
const word = async (body: string, parts: Readonly<Record<string, string>> = {}) =>
  (
    await readDocument(
      "a.docx",
      zipSync({
        "word/document.xml": strToU8(`<w:document><w:body>${body}</w:body></w:document>`),
        ...Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])),
      }),
    )
  ).blocks;

describe("formats", () => {
  it("reads headings, lists, tables and formulas of Word", async () => {
    const { blocks, title } = await demo("WI-SMT-012");
    expect(title).toBe("回流焊温度曲线作业指导书");
    expect(tableOf(blocks)).toMatchObject({ caption: "表 1 各产品的曲线限值" });
    expect(tableOf(blocks).header[2]).toBe("峰值温度上限 (°C)");
    expect(tableOf(blocks).rows[0]!.cells.slice(0, 3)).toEqual(["RRU-5201", "238", "246"]);
    expect(blocks).toContainEqual({ kind: "formula", text: "v = L/t" });
    expect(
      blocks
        .filter(({ kind }) => kind === "item")
        .map((block) => (block.kind === "item" ? block.marker : "")),
    ).toEqual(["1.", "2.", "3.", "4.", "5."]);
  });
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
  it("finds what parts the values of a table in text, below a title and with decimal commas too", async () => {
    const rowsOf = async (...lines: string[]) => {
      const { header, rows } = tableOf((await readDocument("a.csv", bytes(lines.join("\r\n")))).blocks);
      return [header, ...rows.map(({ cells }) => cells)];
    };
    const expected = [
      ["Zone", "Setting", "Limit"],
      ["Soak", "150,5", '3/8" pipe'],
      ["Peak", "245,0", "246"],
    ];
    const lines = ["Zone;Setting;Limit", 'Soak;150,5;3/8" pipe', "Peak;245,0;246"];
    expect(await rowsOf(...lines)).toEqual(expected);
    expect(await rowsOf("sep=;", ...lines)).toEqual(expected);
    expect(await rowsOf(...lines.map((line) => line.replaceAll(";", "|")))).toEqual(expected);
    expect((await rowsOf("Reflow, line SMT-1", ...lines)).slice(-2)).toEqual(expected.slice(-2));
  });
  it("knows headings and steps of Word by styles that are based on others, and counts below a step anew", async () => {
    const style = (id: string, name: string, more: string) =>
      `<w:style w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;
    const [inList, level] = [
      '<w:numPr><w:numId w:val="7"/></w:numPr>',
      '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr>',
    ];
    const parts = {
      "word/styles.xml": `<w:styles>${[
        style("H1", "heading 1", '<w:basedOn w:val="H1"/>'),
        style("Own", "公司标题", '<w:basedOn w:val="H1"/>'),
        style("Steps", "List Number", `<w:pPr>${inList}</w:pPr>`),
        style("OwnSteps", "Schritte", '<w:basedOn w:val="Steps"/>'),
      ].join("")}</w:styles>`,
      "word/numbering.xml":
        '<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    };
    const line = (of: string, words: string, set = "") =>
      `<w:p><w:pPr><w:pStyle w:val="${of}"/>${set}</w:pPr><w:r><w:t>${words}</w:t></w:r></w:p>`;
    const blocks = await word(
      [
        line("Own", "Reflow"),
        line("OwnSteps", "Load"),
        line("Steps", "scan", level),
        line("Steps", "look", level),
        line("Steps", "Start"),
        line("Steps", "watch", level),
        line("Steps", "No step", '<w:numPr><w:numId w:val="0"/></w:numPr>'),
      ].join(""),
      parts,
    );
    expect(blocks).toEqual([
      { kind: "heading", level: 1, text: "Reflow" },
      { kind: "item", text: "Load", marker: "1." },
      { kind: "item", text: "scan", marker: "1." },
      { kind: "item", text: "look", marker: "2." },
      { kind: "item", text: "Start", marker: "2." },
      { kind: "item", text: "watch", marker: "1." },
      { kind: "paragraph", text: "No step" },
    ]);
  });
  it("tells steps of a plain text from its headings, also where they end without a stop", async () => {
    const text =
      "Reflow\n\n1. Scope\nAll boards of line 1.\n2. Steps\n\n1. Load the board\n2. Start\n\n3. Watch\n\n3. Records\nKeep them.\n";
    const { blocks } = await readDocument("a.txt", bytes(text));
    expect(blocks.map((block) => [block.kind, block.kind === "table" ? "" : block.text])).toEqual([
      ["heading", "Reflow"],
      ["heading", "1. Scope"],
      ["paragraph", "All boards of line 1."],
      ["heading", "2. Steps"],
      ["item", "Load the board"],
      ["item", "Start"],
      ["item", "Watch"],
      ["heading", "3. Records"],
      ["paragraph", "Keep them."],
    ]);
  });
  it("reads signs of Word, and leaves out what a form shows where nobody has filled it in", async () => {
    const text = (words: string) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`;
    const sign = (font: string, char: string) => `<w:r><w:sym w:font="${font}" w:char="${char}"/></w:r>`;
    const field = (set: string, words: string) =>
      `<w:sdt><w:sdtPr>${set}</w:sdtPr><w:sdtContent>${text(words)}</w:sdtContent></w:sdt>`;
    expect(
      textsOf(
        await word(
          `<w:p>${text("245 ")}${sign("Symbol", "F0B1")}${text("3 °C, R ")}${sign("Symbol", "F0A3")}${text(" 2 ")}${sign("Symbol", "F057")}</w:p>
          <w:p>${sign("Wingdings", "F0FE")}${text(" done, ")}${sign("Webdings", "F061")}${sign("Arial", "2265")}</w:p>
          <w:p>${text("Checked by ")}${field("<w:showingPlcHdr/>", "Click or tap here to enter text.")}</w:p>
          <w:p>${text("Shift ")}${field("", "night")}</w:p>`,
        ),
      ),
    ).toEqual(["245 ±3 °C, R ≤ 2 Ω", "☑ done, \ufffd≥", "Checked by", "Shift night"]);
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
  it("reads sheets with the cell of every row", async () => {
    const { blocks } = await demo("SP-MNT-010");
    expect(tableOf(blocks).rows[1]).toMatchObject({ place: { sheet: "备件", cell: "A4" } });
    expect(tableOf(blocks).rows[1]!.cells[0]).toBe("SP-1002");
  });
  it("reads slides", async () => {
    const { blocks } = await demo("SOP-AGV-002");
    expect(tableOf(blocks)).toMatchObject({
      place: { slide: 2 },
      header: ["区域", "最高速度 (m/s)", "安全距离 (m)", "载荷上限 (kg)"],
    });
  });
  it("reads web pages without what is not shown, MathML, and Markdown's formulas", async () => {
    const page = `<html><body><h1>T</h1><script>evil()</script><p hidden>secret</p><p>Shown.</p>
      <p><math><mi>v</mi><mo>=</mo><mfrac><mi>L</mi><mi>t</mi></mfrac></math></p></body></html>`;
    const { blocks } = await readDocument("a.html", bytes(page));
    expect(textsOf(blocks)).toEqual(["T", "Shown.", "v = L/t"]);
    const { blocks: more } = await readDocument(
      "a.md",
      bytes("# T\n\n$$AR = \\frac{W \\times L}{2 \\times T}$$\n"),
    );
    expect(textsOf(more)).toEqual(["T", "AR = (W × L)/(2 × T)"]);
  });
  it("reads spanning cells into every row and column that they stand in", async () => {
    const { blocks } = await readDocument(
      "a.html",
      bytes(
        "<table><tr><th rowspan=2>P</th><th colspan=2>Limit</th></tr><tr><th>low</th><th>high</th></tr><tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
      ),
    );
    expect(tableOf(blocks).header).toEqual(["P", "Limit / low", "Limit / high"]);
    expect(tableOf(blocks).rows.map(({ cells }) => cells)).toEqual([
      ["A", "1", "2"],
      ["A", "3", "4"],
    ]);
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
  it("reads cells of Word in content controls, behind columns left free and below merged ones", async () => {
    const cell = (text: string, set = "") =>
      `<w:tc><w:tcPr>${set}</w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`;
    const control = (content: string) =>
      `<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const row = (cells: string, set = "") => `<w:tr>${set && `<w:trPr>${set}</w:trPr>`}${cells}</w:tr>`;
    const begins = '<w:vMerge w:val="restart"/>';
    const goesOn = "<w:vMerge/>";
    const table = tableOf(
      await word(
        `<w:tbl>${[
          row(cell("Product") + cell("Lower") + cell("Upper"), "<w:tblHeader/>"),
          row(control(cell("RRU-5201")) + cell("238") + cell("246")),
          control(control(row(cell("RRU-5202") + cell("240") + control(cell("248"))))),
          row(cell("235") + cell("243"), '<w:gridBefore w:val="1"/>'),
          row(cell("SRV-310", begins) + cell("236", begins) + cell("245", begins)),
          row(cell("", goesOn) + cell("", goesOn) + cell("", goesOn)),
          row(cell("BBU-V9200") + cell("230") + cell("241")),
        ].join("")}</w:tbl>`,
      ),
    );
    expect([table.header, ...table.rows.map(({ cells }) => cells)]).toEqual([
      ["Product", "Lower", "Upper"],
      ["RRU-5201", "238", "246"],
      ["RRU-5202", "240", "248"],
      ["", "235", "243"],
      ["SRV-310", "236", "245"],
      ["BBU-V9200", "230", "241"],
    ]);
  });
  it("reads text boxes of Word once, and what was moved where it is now", async () => {
    const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
    const box = `<w:txbxContent><w:p>${run("Warning: hot.")}</w:p><w:p>${run("Wear gloves.")}</w:p></w:txbxContent>`;
    const drawn = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>
      <wps:wsp><wps:txbx>${box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
      <mc:Fallback><w:pict><v:shape><v:textbox>${box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    const old = `<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>${run("Old box.")}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>`;
    const blocks = await word(
      [
        `<w:p>${run("Open the oven.")}${drawn}</w:p>`,
        `<w:p><w:moveFrom w:id="1">${run("Close it.")}</w:moveFrom></w:p>`,
        `<w:p>${run("Take the board.")}<w:del w:id="2"><w:r><w:delText>Drop it.</w:delText></w:r></w:del></w:p>`,
        `<w:p><w:moveTo w:id="1">${run("Close it.")}</w:moveTo></w:p>`,
        `<w:p>${old}</w:p>`,
        `<w:tbl><w:tr><w:tc><w:p>${run("Step")}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>${run("Bake.")}${drawn}</w:p></w:tc></w:tr></w:tbl>`,
      ].join(""),
    );
    expect(textsOf(blocks)).toEqual([
      "Open the oven.",
      "Warning: hot.",
      "Wear gloves.",
      "Take the board.",
      "Close it.",
      "Old box.",
    ]);
    expect(tableOf(blocks).rows[0]!.cells).toEqual(["Bake. Warning: hot. Wear gloves."]);
  });
  it("reads shapes of a slide in groups, and those with formulas once", async () => {
    const shape = (text: string) =>
      `<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
    const pptx = zipSync({
      "ppt/presentation.xml": strToU8("<p:presentation/>"),
      "ppt/slides/slide1.xml": strToU8(
        `<p:sld><p:cSld><p:spTree><p:nvGrpSpPr/><p:grpSpPr/>${shape("Stop.")}<p:grpSp><p:nvGrpSpPr/>${shape("Call.")}<p:grpSp>${shape("Wait.")}</p:grpSp></p:grpSp>
        <mc:AlternateContent><mc:Choice Requires="a14">${shape("v = L/t")}</mc:Choice><mc:Fallback>${shape("v")}</mc:Fallback></mc:AlternateContent></p:spTree></p:cSld></p:sld>`,
      ),
    });
    expect(textsOf((await readDocument("a.pptx", pptx)).blocks)).toEqual([
      "Stop.",
      "Call.",
      "Wait.",
      "v = L/t",
    ]);
  });
  it("reads text of old Chinese files", async () => {
    // 标题 and 内容。 in GB 18030.
    const { blocks } = await readDocument(
      "a.txt",
      Uint8Array.from([0xb1, 0xea, 0xcc, 0xe2, 10, 10, 0xc4, 0xda, 0xc8, 0xdd, 0xa1, 0xa3]),
    );
    expect(textsOf(blocks)).toEqual(["标题", "内容。"]);
  });
});

describe("what cannot be read", () => {
  it("is told by what is wrong with it", async () => {
    expect(await code("a.docx", new Uint8Array())).toBe("DOCUMENT_EMPTY");
    expect(await code("a.md", bytes("# Only a heading\n"))).toBe("DOCUMENT_EMPTY");
    expect(await code("a.docx", bytes("plain text"))).toBe("DOCUMENT_KIND_DIFFERS");
    expect(await code("a.txt", (await demoDocuments()).find(({ id }) => id === "QS-ESD-003")!.bytes)).toBe(
      "DOCUMENT_KIND_DIFFERS",
    );
    expect(await code("a.exe", bytes("MZ"))).toBe("DOCUMENT_KIND_UNKNOWN");
    const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...bytes([..."EncryptedPackage"].join("\0"))]);
    expect(await code("a.docx", ole)).toBe("DOCUMENT_ENCRYPTED");
    const docx = (await demoDocuments()).find(({ id }) => id === "WI-SMT-012")!.bytes;
    expect(await code("a.docx", docx.slice(0, docx.length - 200))).toBe("DOCUMENT_DAMAGED");
    expect(await code("a.pdf", bytes("%PDF-1.4\nbroken"))).toBe("DOCUMENT_DAMAGED");
  });
  it("is refused before it fills the memory", async () => {
    const bomb = zipSync({ "word/document.xml": strToU8("<w:document/>") });
    // The directory says how large the part will be: 24 bytes into its record.
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    let record = 0;
    while (view.getUint32(record, true) !== 0x02014b50) record += 1;
    view.setUint32(record + 24, limits.unpackedBytes + 1, true);
    expect(await code("a.docx", bomb)).toBe("DOCUMENT_TOO_LARGE");
  });
  it("is refused when small bytes stand for millions of parts", async () => {
    const parts = "<w:p/>".repeat(limits.tags);
    const docx = zipSync({
      "word/document.xml": strToU8(`<w:document><w:body>${parts}</w:body></w:document>`),
    });
    expect(docx.length).toBeLessThan(500_000);
    expect(await code("a.docx", docx)).toBe("DOCUMENT_TOO_LARGE");
    expect(await code("a.html", bytes("<p>".repeat(limits.tags + 1)))).toBe("DOCUMENT_TOO_LARGE");
  });
  it("is the file's fault, not the house's, when it has parts within parts without end", async () => {
    const deep = `${"<div>".repeat(50_000)}x`;
    expect(await code("a.html", bytes(deep))).toBe("DOCUMENT_DAMAGED");
  });
  it("holds cells that claim more rows and columns than there are to what is there", async () => {
    const row = "<tr><td rowspan=9000000 colspan=9000000>a</td><td rowspan=9000000>b</td></tr>";
    const { blocks } = await readDocument("a.html", bytes(`<table>${row.repeat(20_000)}</table>`));
    const table = tableOf(blocks);
    expect(table.header).toHaveLength(limits.columns);
    expect(table.rows.length).toBeLessThan(20_000);
    expect(
      await code("a.html", bytes(`<table>${"<tr><td>1</td></tr>".repeat(limits.tableRows + 1)}</table>`)),
    ).toBe("DOCUMENT_DAMAGED");
  });
  it("reads a number that is no day as the number that it is", async () => {
    const cell = (value: string, style: number) => `<c s="${style}"><v>${value}</v></c>`;
    const xlsx = workbook({
      formats: [0, 14, 46],
      rows: [
        [cell("1", 0), cell("46000", 1), cell("1.5", 2)],
        [cell("2", 0), cell("1e15", 1), cell("0.25", 2)],
      ].map((cells, index) => `<row r="${index + 1}">${cells.join("")}</row>`),
    });
    const { header, rows } = tableOf((await readDocument("a.xlsx", xlsx)).blocks);
    const all = [header, ...rows.map(({ cells }) => cells)].flat();
    expect(all).toContain("2025-12-09");
    expect(all).toContain("1000000000000000");
    expect(all).toContain("36:00:00");
  });
});

describe("apart from whoever asks", () => {
  it("reads every kind as it is read here, and refuses as it is refused here", async () => {
    for (const id of ["QS-ESD-003", "WI-SMT-012"]) {
      const { file, bytes: content } = (await demoDocuments()).find((one) => one.id === id)!;
      expect(await readApart(file, content)).toEqual(await readDocument(file, content));
    }
    await expect(readApart("a.exe", bytes("MZ"))).rejects.toMatchObject({
      code: "DOCUMENT_KIND_UNKNOWN",
      details: { file: "a.exe" },
    });
  });
  it("ends a file that takes all memory, or all time", async () => {
    const many = bytes("<p>x".repeat(400_000));
    for (const allowance of [{ heapMiB: 48 }, { mostMs: 1 }])
      await expect(readApart("a.html", many, allowance)).rejects.toMatchObject({ code: "DOCUMENT_DAMAGED" });
  });
});
