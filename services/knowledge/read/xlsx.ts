import { openArchive } from "./archive.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { limits, within } from "./limits.ts";
import { all, type Element, element, elements, parseXml, textOf } from "./markup.ts";
import { type CellRow, tableOf } from "./table.ts";

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

/** Merged ranges: the first cell's column and row (from 1), and how far it goes. */
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
  const [data] = all(sheet, "sheetData");
  const listed = data ? elements(data, "row") : [];
  within(file, `rows of sheet ${name}`, listed.length, limits.tableRows);
  for (const row of listed) {
    const number = Number(row.attribs["r"] ?? last + 1);
    const cells: { text: string; columns?: number; rows?: number }[] = [];
    let filled = 0;
    for (const cell of elements(row, "c")) {
      const reference = cell.attribs["r"] ?? "";
      const column = reference ? columnOf(reference) : cells.length;
      if (column >= limits.columns) break;
      const covered = cells.reduce((sum, { columns = 1 }) => sum + columns, 0);
      for (let x = covered; x < column; x++) cells.push({ text: "" });
      if (column < covered) continue;
      const text = clean(cellText(cell, book));
      if (text) filled += 1;
      cells.push({ text, ...merges.get(reference) });
    }
    const place = { sheet: name, cell: `A${number}` };
    if (number > last + 1 || filled === 0) flush();
    last = number;
    if (filled === 0) continue;
    if (filled === 1 && rows.length === 0) {
      const text = cells.find(({ text: one }) => one)!.text;
      caption = text;
      blocks.push({ kind: "paragraph", text, place });
    } else rows.push({ cells, place });
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
