import { escaped } from "../../../core/markup.ts";
import type { Source, SourceBlock } from "../source.ts";
import { archive, contentTypes, relations } from "./xml.ts";

const type = (name: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`;
const spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

const cellXml = (text: string, column: number, row: number): string => {
  const reference = `${String.fromCharCode(65 + column)}${row}`;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return `<c r="${reference}"><v>${Number(text)}</v></c>`;
  return text ? `<c r="${reference}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>` : "";
};

/** A sheet for each heading of the second level. */
export const writeXlsx = (_source: Source, blocks: readonly SourceBlock[]): Uint8Array => {
  const sheets: { name: string; rows: (readonly string[])[] }[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") sheets.push({ name: block.text, rows: [] });
    else if (block.kind === "table") sheets.at(-1)!.rows.push(...block.rows);
    else if (block.kind === "paragraph" || block.kind === "caption") sheets.at(-1)!.rows.push([block.text]);
  }
  const parts = Object.fromEntries(
    sheets.map(({ rows }, index) => [
      `xl/worksheets/sheet${index + 1}.xml`,
      `<worksheet ${spreadsheet}><sheetData>${rows
        .map(
          (cells, y) => `<row r="${y + 1}">${cells.map((cell, x) => cellXml(cell, x, y + 1)).join("")}</row>`,
        )
        .join("")}</sheetData></worksheet>`,
    ]),
  );
  return archive({
    "[Content_Types].xml": contentTypes({
      "xl/workbook.xml": type("sheet.main"),
      ...Object.fromEntries(Object.keys(parts).map((name) => [name, type("worksheet")])),
    }),
    "_rels/.rels": relations(["officeDocument", "xl/workbook.xml"]),
    "xl/_rels/workbook.xml.rels": relations(
      ...sheets.map((_, index) => ["worksheet", `worksheets/sheet${index + 1}.xml`] as const),
    ),
    "xl/workbook.xml": `<workbook ${spreadsheet} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${sheets
      .map(
        ({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    ...parts,
  });
};
