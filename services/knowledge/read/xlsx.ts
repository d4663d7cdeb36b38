import { openArchive } from "./archive.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { limits, within } from "./limits.ts";
import { all, type Element, element, elements, parseXml, textOf } from "./markup.ts";
import { type Cell, type CellRow, tableOf } from "./table.ts";

/** Built-in number formats that are dates or shares (ECMA-376 part 1, 18.8.30). */
const builtIn = (id: number): string =>
  (id >= 14 && id <= 17) || id === 22
    ? "yyyy-mm-dd"
    : id >= 18 && id <= 21
      ? "hh:mm"
      : id === 9 || id === 10
        ? "0%"
        : "";

const formatsOf = (xml: string | undefined): string[] => {
  if (!xml) return [];
  const root = parseXml(xml);
  const own = new Map(
    all(root, "numFmt").map(({ attribs }) => [Number(attribs["numFmtId"]), attribs["formatCode"] ?? ""]),
  );
  const [cells] = all(root, "cellXfs");
  return (cells ? elements(cells, "xf") : []).map(({ attribs }) => {
    const id = Number(attribs["numFmtId"] ?? 0);
    return own.get(id) ?? builtIn(id);
  });
};

/** The first number that is no day of a sheet any more: they end with 9999-12-31. */
const lastDay = 2_958_466;

/** A number as the sheet shows it. Days count from 1899-12-30. */
const shown = (value: string, format: string): string => {
  const number = Number(value);
  if (value === "" || Number.isNaN(number)) return value;
  const bare = format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, "");
  if (/%/.test(bare)) return `${Number((number * 100).toPrecision(12))}%`;
  if (/[yd]/i.test(bare) && Math.abs(number) < lastDay)
    return new Date(Math.round((number - 25_569) * 86_400_000)).toISOString().slice(0, 10);
  if (/h/i.test(bare)) return new Date(Math.round((number % 1) * 86_400_000)).toISOString().slice(11, 16);
  return String(Number(number.toPrecision(12)));
};

const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? "A")].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  ) - 1;

interface Book {
  readonly strings: readonly string[];
  readonly formats: readonly string[];
}

const cellText = (cell: Element, { strings, formats }: Book): string => {
  const raw = element(cell, "v");
  switch (cell.attribs["t"]) {
    case "s":
      return strings[Number(raw ? textOf(raw) : -1)] ?? "";
    case "inlineStr":
      return all(cell, "t").map(textOf).join("");
    case "b":
      return raw && textOf(raw) === "1" ? "TRUE" : "FALSE";
    case "str":
    case "e":
      return raw ? textOf(raw) : "";
    default:
      return raw ? shown(textOf(raw), formats[Number(cell.attribs["s"] ?? 0)] ?? "") : "";
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

/** A workbook (ECMA-376): each sheet's tables with the cell of every row. */
export const readXlsx = (file: string, bytes: Uint8Array): ReadDocument => {
  const archive = openArchive(file, bytes);
  const workbook = archive.text("xl/workbook.xml");
  if (!workbook) throw damaged(file, "xl/workbook.xml", "it is missing");
  const relations = new Map(
    all(parseXml(archive.text("xl/_rels/workbook.xml.rels") ?? ""), "Relationship").map(({ attribs }) => [
      attribs["Id"],
      attribs["Target"] ?? "",
    ]),
  );
  const book: Book = {
    strings: all(parseXml(archive.text("xl/sharedStrings.xml") ?? ""), "si").map((item) =>
      all(item, "t").map(textOf).join(""),
    ),
    formats: formatsOf(archive.text("xl/styles.xml")),
  };
  const blocks = all(parseXml(workbook), "sheet").flatMap(({ attribs }): Block[] => {
    const target = relations.get(attribs["r:id"]) ?? "";
    const name = attribs["name"] ?? "";
    const xml = archive.text(target.startsWith("/") ? target : `xl/${target}`);
    if (attribs["state"] === "veryHidden") return [];
    if (!xml) throw damaged(file, `sheet ${name}`, "its part is missing");
    const sheet = element(parseXml(xml), "worksheet");
    return sheet ? sheetBlocks(file, name, sheet, book) : [];
  });
  return { blocks };
};
