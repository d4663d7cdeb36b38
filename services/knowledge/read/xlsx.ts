import { openArchive } from "./archive.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { limits, within } from "./limits.ts";
import { all, type Element, element, elements, parseXml, textOf } from "./markup.ts";
import { asShown, builtInFormat } from "./number-format.ts";
import { type Cell, type CellRow, tableOf } from "./table.ts";

const formatsOf = (xml: string | undefined): string[] => {
  if (!xml) return [];
  const root = parseXml(xml);
  const own = new Map(
    all(root, "numFmt").map(({ attribs }) => [Number(attribs["numFmtId"]), attribs["formatCode"] ?? ""]),
  );
  const [cells] = all(root, "cellXfs");
  return (cells ? elements(cells, "xf") : []).map(({ attribs }) => {
    const id = Number(attribs["numFmtId"] ?? 0);
    return own.get(id) ?? builtInFormat(id);
  });
};

/** The letters of a text and its runs, without how they are read out (rPh), which a sheet writes small above them. */
const lettersOf = (item: Element): string =>
  elements(item, "t", "r")
    .flatMap((one) => (one.name === "t" ? [one] : elements(one, "t")))
    .map(textOf)
    .join("");

const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? "A")].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  ) - 1;

interface Book {
  readonly strings: readonly string[];
  readonly formats: readonly string[];
  readonly from1904: boolean;
}

const cellText = (cell: Element, { strings, formats, from1904 }: Book): string => {
  const raw = element(cell, "v");
  switch (cell.attribs["t"]) {
    case "s":
      return strings[Number(raw ? textOf(raw) : -1)] ?? "";
    case "inlineStr":
      return elements(cell, "is").map(lettersOf).join("");
    case "b":
      return raw && textOf(raw) === "1" ? "TRUE" : "FALSE";
    case "str":
    case "e":
      return raw ? textOf(raw) : "";
    default:
      return raw ? asShown(textOf(raw), formats[Number(cell.attribs["s"] ?? 0)] ?? "", from1904) : "";
  }
};

/** Merged ranges: how far each goes, by its first cell. */
const mergesOf = (sheet: Element) =>
  new Map(
    all(sheet, "mergeCell").flatMap(({ attribs }) => {
      const [from = "", to = ""] = (attribs["ref"] ?? "").split(":");
      const row = (reference: string) => Number(/\d+$/.exec(reference)?.[0] ?? 1);
      return to
        ? [[from, { columns: columnOf(to) - columnOf(from) + 1, rows: row(to) - row(from) + 1 }] as const]
        : [];
    }),
  );

/** The rows of a sheet as blocks: rows of one cell are words about it, an empty row ends a table. */
const sheetBlocks = (file: string, name: string, sheet: Element, book: Book): Block[] => {
  const blocks: Block[] = [{ kind: "heading", level: 2, text: name, place: { sheet: name } }];
  const merges = mergesOf(sheet);
  let rows: CellRow[] = [];
  let caption: string | undefined;
  const flush = () => {
    if (rows.length > 0) {
      const table = tableOf(rows, { caption, place: rows[0]!.place, mostColumns: limits.columns });
      if (table) blocks.push(table);
    }
    rows = [];
  };
  let last = 0;
  /** The last row that a merged cell reaches, by column. */
  const merged: number[] = [];
  const [data] = all(sheet, "sheetData");
  const listed = data ? elements(data, "row") : [];
  within(file, `rows of sheet ${name}`, listed.length, limits.tableRows);
  for (const row of listed) {
    const number = Number(row.attribs["r"] ?? last + 1);
    const cells: Cell[] = [];
    let column = -1;
    for (const cell of elements(row, "c")) {
      const reference = cell.attribs["r"] ?? "";
      column = reference ? columnOf(reference) : column + 1;
      if (column >= limits.columns) break;
      // A merged cell shows its first one alone.
      if (number <= (merged[column] ?? 0)) continue;
      const text = clean(cellText(cell, book));
      if (!text) continue;
      const merge = merges.get(reference);
      for (let x = 0; merge && x < Math.min(merge.columns, limits.columns - column); x++)
        merged[column + x] = number + merge.rows - 1;
      cells.push({ text, column, ...merge });
    }
    const place = { sheet: name, cell: `A${number}` };
    // Rows through which merged cells go on are part of the table, whether or not the file lists them.
    const reached = merged.reduce((most, to) => Math.max(most, to), 0);
    for (; rows.length > 0 && last + 1 < Math.min(number, reached + 1); last++) rows.push({ cells: [] });
    if (number > last + 1 || (cells.length === 0 && number > reached)) flush();
    last = number;
    if (cells.length === 1 && rows.length === 0) {
      const { text } = cells[0]!;
      caption = text;
      blocks.push({ kind: "paragraph", text, place });
    } else if (cells.length > 0 || rows.length > 0) rows.push({ cells, place });
  }
  flush();
  return blocks;
};

/** Programs other than Excel may write <x:row> for <row>: the prefix that stands for SpreadsheetML says nothing. */
const withoutPrefix = (xml: string): string => {
  const prefix =
    /xmlns:([\w.-]+)="http:\/\/(?:schemas\.openxmlformats\.org\/spreadsheetml\/2006\/main|purl\.oclc\.org\/ooxml\/spreadsheetml\/main)"/.exec(
      xml.slice(0, 4_096),
    )?.[1];
  return prefix ? xml.replaceAll(`<${prefix}:`, "<").replaceAll(`</${prefix}:`, "</") : xml;
};

/** A workbook (ECMA-376): each sheet's tables with the cell of every row. */
export const readXlsx = (file: string, bytes: Uint8Array): ReadDocument => {
  const archive = openArchive(file, bytes);
  const part = (name: string) => {
    const xml = archive.text(name);
    return xml && withoutPrefix(xml);
  };
  const workbook = part("xl/workbook.xml");
  if (!workbook) throw damaged(file, "xl/workbook.xml", "it is missing");
  const relations = new Map(
    all(parseXml(archive.text("xl/_rels/workbook.xml.rels") ?? ""), "Relationship").map(({ attribs }) => [
      attribs["Id"],
      attribs["Target"] ?? "",
    ]),
  );
  const sheets = parseXml(workbook);
  const book: Book = {
    strings: all(parseXml(part("xl/sharedStrings.xml") ?? ""), "si").map(lettersOf),
    formats: formatsOf(part("xl/styles.xml")),
    from1904: /^(?:1|true)$/.test(all(sheets, "workbookPr")[0]?.attribs["date1904"] ?? ""),
  };
  const blocks = all(sheets, "sheet").flatMap(({ attribs }): Block[] => {
    const target = relations.get(attribs["r:id"]) ?? "";
    const name = attribs["name"] ?? "";
    const xml = part(target.startsWith("/") ? target : `xl/${target}`);
    if (attribs["state"] === "veryHidden") return [];
    if (!xml) throw damaged(file, `sheet ${name}`, "its part is missing");
    const sheet = element(parseXml(xml), "worksheet");
    return sheet ? sheetBlocks(file, name, sheet, book) : [];
  });
  return { blocks };
};
