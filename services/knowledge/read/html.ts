import { type Block, clean, type ReadDocument } from "./block.ts";
import { latexText, mathmlText } from "./formula.ts";
import { tagsWithin } from "./limits.ts";
import { all, type ChildNode, type Element, elements, isTag, isText, parseHtml, textOf } from "./markup.ts";
import { type CellRow, tableOf } from "./table.ts";

const skipped = new Set([
  "script",
  "style",
  "head",
  "template",
  "noscript",
  "nav",
  "iframe",
  "object",
  "svg",
]);
const inline = new Set([
  ..."a abbr b bdi bdo br cite code data del dfn em i ins kbd label mark math q s samp small span strong sub sup time u var wbr".split(
    " ",
  ),
]);

const hidden = ({ attribs }: Element): boolean =>
  attribs["hidden"] !== undefined ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs["style"] ?? "");

const inlineText = (node: ChildNode): string => {
  if (isText(node)) return node.data;
  if (!isTag(node) || skipped.has(node.name) || hidden(node)) return "";
  if (node.name === "br") return " ";
  if (node.name === "math") return mathmlText(node);
  if (node.name === "sup") return `^${node.children.map(inlineText).join("")}`;
  return node.children.map(inlineText).join("");
};
const dollars = (text: string): string =>
  text.replace(/\$\$([^$]+)\$\$|\$([^$\s](?:[^$\n]*[^$\s])?)\$/g, (_, block: string, within: string) =>
    latexText(block ?? within),
  );
const words = (nodes: readonly ChildNode[]): string => clean(dollars(nodes.map(inlineText).join("")));

const rowsOf = (table: Element): CellRow[] =>
  all(table, "tr").map((row) => {
    const inHead = row.parent && isTag(row.parent) && row.parent.name === "thead";
    return {
      cells: elements(row, "td", "th").map((cell) => ({
        text: words(cell.children),
        columns: Math.max(1, Number(cell.attribs["colspan"] ?? 1) || 1),
        rows: Math.max(1, Number(cell.attribs["rowspan"] ?? 1) || 1),
        head: inHead || cell.name === "th",
      })),
    };
  });

/** A web page: what a reader sees of it; scripts, navigation and hidden parts are left out. */
export const htmlBlocks = (html: string): { title?: string; blocks: Block[] } => {
  const root = parseHtml(html);
  const blocks: Block[] = [];
  let loose: ChildNode[] = [];
  const flush = () => {
    const only = loose.filter((node) => !isText(node) || node.data.trim());
    const text = words(loose);
    loose = [];
    if (!text) return;
    const math = only.length === 1 && isTag(only[0]!) && only[0].name === "math";
    blocks.push({ kind: math ? "formula" : "paragraph", text });
  };
  const item = (node: Element, marker: string) => {
    const isList = (child: ChildNode) => isTag(child) && (child.name === "ul" || child.name === "ol");
    const text = words(node.children.filter((child) => !isList(child)));
    if (text) blocks.push({ kind: "item", text, marker });
    for (const child of node.children) if (isList(child)) block(child as Element);
  };
  const block = (node: Element) => {
    const level = /^h([1-6])$/.exec(node.name)?.[1];
    if (level) {
      const text = words(node.children);
      if (text) blocks.push({ kind: "heading", level: Number(level), text });
    } else if (node.name === "ul") for (const one of elements(node, "li")) item(one, "•");
    else if (node.name === "ol")
      elements(node, "li").forEach((one, index) => {
        item(one, `${Number(node.attribs["start"] ?? 1) + index}.`);
      });
    else if (node.name === "table") {
      const caption = elements(node, "caption")[0];
      const before = blocks.at(-1);
      const table = tableOf(rowsOf(node), {
        caption: caption ? words(caption.children) : before?.kind === "caption" ? before.text : undefined,
      });
      if (table) blocks.push(table);
    } else if (node.name === "figcaption") blocks.push({ kind: "caption", text: words(node.children) });
    else if (node.name === "p") {
      const only = node.children.filter((child) => !isText(child) || child.data.trim());
      const raw = only
        .map((child) => textOf(child))
        .join("")
        .trim();
      const math =
        (only.length === 1 && isTag(only[0]!) && only[0].name === "math") || /^\$\$[^$]+\$\$$/.test(raw);
      const text = words(node.children);
      if (text) blocks.push({ kind: math ? "formula" : "paragraph", text });
    } else if (
      node.name === "pre" ||
      node.name === "dt" ||
      node.name === "dd" ||
      node.name === "blockquote"
    ) {
      const nested = elements(node).some((child) => !inline.has(child.name));
      if (nested) walk(node);
      else {
        const text = words(node.children);
        if (text) blocks.push({ kind: "paragraph", text });
      }
    } else walk(node);
  };
  const walk = (node: { readonly children: readonly ChildNode[] }) => {
    for (const child of node.children) {
      if (isText(child) || (isTag(child) && inline.has(child.name) && !hidden(child))) loose.push(child);
      else if (isTag(child)) {
        flush();
        if (!skipped.has(child.name) && !hidden(child)) block(child);
      }
    }
    flush();
  };
  walk(root);
  const title = clean(all(root, "title").map(textOf).join(" "));
  return { ...(title ? { title } : {}), blocks };
};

/** Bytes as text: UTF-8 or UTF-16 by its mark, else UTF-8, else GB 18030, which old Chinese files are in. */
export const decodeText = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
};

export const readHtml = (file: string, bytes: Uint8Array): ReadDocument => {
  const html = decodeText(bytes);
  tagsWithin(file, html);
  return htmlBlocks(html);
};
