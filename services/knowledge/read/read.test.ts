import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { demoDocuments } from "../demo/documents.ts";
import { readApart } from "./apart.ts";
import { bytes, demo, tableOf, textsOf, workbook } from "./fixture-files.ts";
import { limits } from "./limits.ts";
import { readDocument } from "./read.ts";

const code = (file: string, content: Uint8Array) =>
  readDocument(file, content).then(
    () => "read",
    (error) => error.code,
  );

describe("formats", () => {
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
