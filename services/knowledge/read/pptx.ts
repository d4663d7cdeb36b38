import { openArchive } from "./archive.ts";
import { type Block, clean, type ReadDocument } from "./block.ts";
import { all, type Element, element, elements, parseXml, textOf } from "./markup.ts";
import { tableOf } from "./table.ts";

const paragraphs = (shape: Element): { text: string; counted: boolean }[] =>
  all(shape, "a:p").map((paragraph) => ({
    text: clean(all(paragraph, "a:t").map(textOf).join("")),
    counted: element(element(paragraph, "a:pPr"), "a:buAutoNum") !== undefined,
  }));

const groups = new Set(["p:grpSp", "mc:AlternateContent", "mc:Choice"]);

/** Shapes in reading order, those of groups too; not those that stand in for them in older programs. */
const shapesOf = (tree: Element): Element[] =>
  elements(tree).flatMap((shape) =>
    groups.has(shape.name) ? shapesOf(shape) : shape.name === "mc:Fallback" ? [] : [shape],
  );

const slideBlocks = (xml: string, slide: number): Block[] => {
  const place = { slide };
  const [tree] = all(parseXml(xml), "p:spTree");
  const blocks: Block[] = [];
  for (const shape of tree ? shapesOf(tree) : []) {
    const [table] = all(shape, "a:tbl");
    const kind = all(shape, "p:ph")[0]?.attribs["type"] ?? "";
    if (table) {
      const made = tableOf(
        elements(table, "a:tr").map((row) => ({
          cells: elements(row, "a:tc")
            .filter(({ attribs }) => !attribs["hMerge"] && !attribs["vMerge"])
            .map((cell) => ({
              text: all(cell, "a:t").map(textOf).join(""),
              columns: Number(cell.attribs["gridSpan"] ?? 1),
              rows: Number(cell.attribs["rowSpan"] ?? 1),
            })),
          place,
        })),
        { place },
      );
      if (made) blocks.push(made);
    } else if (/title/i.test(kind)) {
      const text = paragraphs(shape)
        .map((one) => one.text)
        .join(" ");
      if (text) blocks.unshift({ kind: "heading", level: 2, text: clean(text), place });
    } else if (shape.name === "p:sp") {
      let count = 0;
      for (const { text, counted } of paragraphs(shape)) {
        if (!text) continue;
        count = counted ? count + 1 : 0;
        blocks.push({ kind: "item", text, marker: counted ? `${count}.` : "•", place });
      }
    }
  }
  return blocks;
};

/** A slide deck (ECMA-376): titles as headings, texts as list items, tables. */
export const readPptx = (file: string, bytes: Uint8Array): ReadDocument => {
  const archive = openArchive(file, bytes);
  const slides = archive.names
    .flatMap((name) => {
      const number = /^ppt\/slides\/slide(\d+)\.xml$/.exec(name)?.[1];
      return number ? [{ name, number: Number(number) }] : [];
    })
    .sort((a, b) => a.number - b.number);
  return { blocks: slides.flatMap(({ name }, index) => slideBlocks(archive.text(name)!, index + 1)) };
};
