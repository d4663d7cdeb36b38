import { openArchive } from "./archive.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { damaged } from "./failures.ts";
import { ommlText } from "./formula.ts";
import {
  all,
  type ChildNode,
  type Document,
  type Element,
  element,
  elements,
  isTag,
  parseXml,
  textOf,
} from "./markup.ts";
import { symbolText } from "./symbol.ts";
import { type CellRow, tableOf } from "./table.ts";

/** A list by its number, and how deep in it. */
interface ListPlace {
  readonly list: string;
  readonly depth: number;
}

/** What a paragraph of a style is; what a style does not say itself, the one that it is based on says. */
interface Style {
  /** Outline level (1 for the highest). */
  readonly level?: number;
  readonly isCaption: boolean;
  readonly place?: ListPlace;
}

/** Where a paragraph, or all of a style, stand in a list; "0" takes them out of one. */
const placeIn = (set: Element | undefined): ListPlace | undefined => {
  const numbering = element(set, "w:numPr");
  const list = element(numbering, "w:numId")?.attribs["w:val"];
  return list === undefined
    ? undefined
    : { list, depth: Number(element(numbering, "w:ilvl")?.attribs["w:val"] ?? 0) };
};

const levelOf = (name: string, set: Element | undefined): number | undefined => {
  if (name === "title") return 1;
  const heading = /^heading (\d)$/.exec(name)?.[1];
  if (heading) return Number(heading);
  const outline = element(set, "w:outlineLvl")?.attribs["w:val"];
  return outline === undefined ? undefined : Number(outline) + 1;
};

const stylesOf = (xml: string | undefined): ReadonlyMap<string, Style> => {
  const told = new Map(
    (xml ? all(parseXml(xml), "w:style") : []).map((style) => {
      const name = element(style, "w:name")?.attribs["w:val"]?.toLowerCase() ?? "";
      const set = element(style, "w:pPr");
      const [level, place] = [levelOf(name, set), placeIn(set)];
      const base = element(style, "w:basedOn")?.attribs["w:val"];
      return [
        style.attribs["w:styleId"] ?? "",
        { level, isCaption: name === "caption", place, base },
      ] as const;
    }),
  );
  const whole = (id: string, seen: ReadonlySet<string>): Style => {
    const own = told.get(id);
    if (!own || seen.has(id)) return { isCaption: false };
    const base = own.base === undefined ? undefined : whole(own.base, new Set([...seen, id]));
    const [level, place] = [own.level ?? base?.level, own.place ?? base?.place];
    return {
      ...(level === undefined ? {} : { level }),
      ...(place ? { place } : {}),
      isCaption: own.isCaption || base?.isCaption === true,
    };
  };
  return new Map([...told.keys()].map((id) => [id, whole(id, new Set())]));
};

/** Whether a list is counted, by its number and depth. */
const countedLists = (xml: string | undefined): ReadonlySet<string> => {
  const counted = new Set<string>();
  if (!xml) return counted;
  const root = parseXml(xml);
  const formats = new Map(
    all(root, "w:abstractNum").map((list) => [
      list.attribs["w:abstractNumId"],
      elements(list, "w:lvl").map((level) => [
        level.attribs["w:ilvl"] ?? "0",
        element(level, "w:numFmt")?.attribs["w:val"] ?? "decimal",
      ]),
    ]),
  );
  for (const list of all(root, "w:num"))
    for (const [depth, format] of formats.get(element(list, "w:abstractNumId")?.attribs["w:val"]) ?? [])
      if (format !== "bullet" && format !== "none") counted.add(`${list.attribs["w:numId"]}/${depth}`);
  return counted;
};

/** What only wraps others: content controls (forms, repeating rows), tracked insertions, customers' XML. */
const wrappers = new Set(["w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml"]);

/** The elements in one, those in wrappers too. */
const unwrapped = (node: Element): Element[] =>
  elements(node).flatMap((child) => (wrappers.has(child.name) ? unwrapped(child) : [child]));

/**
 * Without what is deleted or moved away under tracked changes, what is there a second time for older programs, and what Word shows in a
 * field of a form that nobody has filled in ("Click or tap here to enter text").
 */
const asShown = (root: Document): Document => {
  for (const name of ["w:del", "w:moveFrom", "mc:Fallback"])
    for (const gone of all(root, name)) gone.children = [];
  for (const field of all(root, "w:sdt"))
    if (element(element(field, "w:sdtPr"), "w:showingPlcHdr")) field.children = [];
  return root;
};

/** Text of a paragraph with its formulas, without its text boxes. */
const runText = (node: ChildNode): string => {
  if (!isTag(node)) return "";
  switch (node.name) {
    case "w:t":
      return textOf(node);
    case "w:tab":
    case "w:br":
    case "w:cr":
      return " ";
    case "w:noBreakHyphen":
      return "-";
    case "w:sym":
      return symbolText(node.attribs["w:font"] ?? "", node.attribs["w:char"] ?? "");
    case "w:pPr":
    case "w:rPr":
    case "w:instrText":
    case "w:txbxContent":
      return "";
    case "w:p":
      return `${node.children.map(runText).join("")} `;
    case "m:oMath":
      return ommlText(node);
    default:
      return node.children.map(runText).join("");
  }
};

/** All that a cell says, its text boxes last. */
const cellText = (cell: Element): string =>
  [cell, ...all(cell, "w:txbxContent")].flatMap((part) => unwrapped(part).map(runText)).join(" ");

const rowsOf = (table: Element): CellRow[] => {
  const rows: { text: string; column: number; columns: number; rows: number; head: boolean }[][] = [];
  /** The cell that each column goes on with downwards. */
  const open: ({ rows: number } | undefined)[] = [];
  for (const row of unwrapped(table)) {
    if (row.name !== "w:tr") continue;
    const set = element(row, "w:trPr");
    const head = element(set, "w:tblHeader") !== undefined;
    const cells: (typeof rows)[number] = [];
    let x = Number(element(set, "w:gridBefore")?.attribs["w:val"] ?? 0);
    for (const cell of unwrapped(row)) {
      if (cell.name !== "w:tc") continue;
      const set = element(cell, "w:tcPr");
      const columns = Number(element(set, "w:gridSpan")?.attribs["w:val"] ?? 1);
      const merge = element(set, "w:vMerge");
      const goesOn = merge && (merge.attribs["w:val"] ?? "continue") === "continue";
      if (goesOn && open[x]) open[x]!.rows += 1;
      else {
        const made = { text: cellText(cell), column: x, columns, rows: 1, head };
        cells.push(made);
        open[x] = merge ? made : undefined;
      }
      x += columns;
    }
    rows.push(cells);
  }
  return rows.map((cells) => ({ cells }));
};

/** Levels that a list of Word has. */
const listDepths = 9;

/** A Word document (ECMA-376): headings, lists, tables, formulas, captions. */
export const readDocx = (file: string, bytes: Uint8Array): ReadDocument => {
  const archive = openArchive(file, bytes);
  const xml = archive.text("word/document.xml");
  const body = xml && element(element(asShown(parseXml(xml)), "w:document"), "w:body");
  if (!body) throw damaged(file, "word/document.xml", "it has no body");
  const styles = stylesOf(archive.text("word/styles.xml"));
  const counted = countedLists(archive.text("word/numbering.xml"));
  const counts = new Map<string, number>();
  const blocks: Block[] = [];
  const paragraph = (node: Element) => {
    words(node);
    // A text box stands on a paragraph, and is read behind it.
    for (const box of all(node, "w:txbxContent")) walk(box);
  };
  const words = (node: Element) => {
    const text = clean(runText(node));
    if (!text) return;
    const set = element(node, "w:pPr");
    const style = styles.get(element(set, "w:pStyle")?.attribs["w:val"] ?? "");
    const level = levelOf("", set) ?? style?.level;
    const place = placeIn(set) ?? style?.place;
    if (level !== undefined && level < 10) {
      blocks.push({ kind: "heading", level, text });
      counts.clear();
    } else if (style?.isCaption) blocks.push({ kind: "caption", text });
    else if (place && place.list !== "0") {
      const { list, depth } = place;
      const key = `${list}/${depth}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      // What lies below a step is counted from one again.
      for (let below = depth + 1; below < listDepths; below++) counts.delete(`${list}/${below}`);
      blocks.push({ kind: "item", text, marker: counted.has(key) ? `${counts.get(key)}.` : "•" });
    } else if (elements(node, "m:oMathPara", "m:oMath").length > 0 && elements(node, "w:r").length === 0)
      blocks.push({ kind: "formula", text });
    else blocks.push({ kind: "paragraph", text });
  };
  const walk = (node: Element) => {
    for (const child of unwrapped(node)) {
      if (child.name === "w:p") paragraph(child);
      else if (child.name === "w:tbl") {
        const last = blocks.at(-1);
        const table = tableOf(rowsOf(child), last?.kind === "caption" ? { caption: last.text } : {});
        if (table) blocks.push(table);
      }
    }
  };
  walk(body);
  const core = archive.text("docProps/core.xml");
  const title = core && clean(all(parseXml(core), "dc:title").map(textOf).join(" "));
  return { ...(title ? { title } : {}), blocks };
};
