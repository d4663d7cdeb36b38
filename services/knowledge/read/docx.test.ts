import { expect, it } from "vitest";
import { demo, tableOf, textsOf, word } from "./fixture-files.ts";

it("reads headings, lists, tables and formulas of Word", async () => {
  const { blocks, title } = await demo("WI-SMT-012");
  expect(title).toBe("回流焊温度曲线作业指导书");
  expect(tableOf(blocks)).toMatchObject({ caption: "表 1 各产品的曲线限值" });
  expect(tableOf(blocks).header[2]).toBe("峰值温度上限 (°C)");
  expect(tableOf(blocks).rows[0]!.cells.slice(0, 3)).toEqual(["RRU-5201", "238", "246"]);
  expect(blocks).toContainEqual({ kind: "formula", text: "v = L/t" });
  expect(
    blocks.filter(({ kind }) => kind === "item").map((block) => (block.kind === "item" ? block.marker : "")),
  ).toEqual(["1.", "2.", "3.", "4.", "5."]);
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
