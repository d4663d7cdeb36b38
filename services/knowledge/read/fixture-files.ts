import { strToU8, zipSync } from "fflate";
import { demoDocuments } from "../demo/documents.ts";
import type { Block, Table } from "./block.ts";
import { readDocument } from "./read.ts";

export const bytes = (text: string) => new TextEncoder().encode(text);
export const demo = async (id: string, revision?: string) => {
  const found = (await demoDocuments()).find(
    (one) => one.id === id && (revision ?? one.revision) === one.revision,
  );
  return readDocument(found!.file, found!.bytes);
};
export const textsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === "table" ? [] : [block.text]));
export const tableOf = (blocks: readonly Block[]): Table => blocks.find((block) => block.kind === "table")!;
/** A workbook of one sheet, with its rows and merged ranges as Excel writes them. */
export const workbook = ({
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
export const sheetRow = (number: number, ...texts: (string | undefined)[]) => {
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
export const pdfOf = (pieces: readonly (readonly [x: number, y: number, text: string])[]): Uint8Array => {
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
export const word = async (body: string, parts: Readonly<Record<string, string>> = {}) =>
  (
    await readDocument(
      "a.docx",
      zipSync({
        "word/document.xml": strToU8(`<w:document><w:body>${body}</w:body></w:document>`),
        ...Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])),
      }),
    )
  ).blocks;
