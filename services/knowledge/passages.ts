import type { Block, Place, Table } from "./read/block.ts";

/** A piece of a document that can answer by itself: some paragraphs under one heading, a list, or one row of a table. */
export interface CutPassage {
  /** Index of the block that it begins at. */
  readonly block: number;
  /** Of a row of a table its index. */
  readonly row?: number;
  /** Headings that it stands under, the highest first. */
  readonly path: readonly string[];
  readonly text: string;
  /** Where a person finds it: "p. 2", "Sheet!A4", "slide 3"; else the heading. */
  readonly locator: string;
}

/** A passage is cut above this many letters; a Chinese one says more with fewer. */
const mostLetters = 700;
const mostWide = 360;

export const locatorOf = (place: Place | undefined, path: readonly string[]): string => {
  if (place?.sheet !== undefined) return place.cell ? `${place.sheet}!${place.cell}` : place.sheet;
  if (place?.slide !== undefined) return `slide ${place.slide}`;
  if (place?.cell !== undefined) return place.cell;
  const heading = path.at(-1);
  if (place?.page !== undefined) return heading ? `p. ${place.page}, ${heading}` : `p. ${place.page}`;
  return heading ?? "";
};

/** A row's cells, each with the head of its column. */
export const withHeads = (header: readonly string[], cells: readonly string[]): string =>
  cells
    .flatMap((cell, index) => {
      const head = header[index];
      return cell ? [head && head !== cell ? `${head}: ${cell}` : cell] : [];
    })
    .join("; ");

/** A row so that it can be found and quoted by itself. */
const rowText = ({ header, caption }: Table, cells: readonly string[]): string => {
  const told = withHeads(header, cells);
  return caption ? `${caption} | ${told}` : told;
};

const size = (text: string): number => {
  const wide = text.match(/[\u2e80-\u9fff]/g)?.length ?? 0;
  return (text.length - wide) / mostLetters + wide / mostWide;
};

/** What a point behind these ends is a word. */
const abbreviated = /\b(?:Dr|Mr|Mrs|Ms|Prof|No|Nos|Fig|ext|Ext|approx|e\.g|i\.e|cf|vs|max|min|St)\.$/;
const sentenceEnd = /(?<=[。！？；])|(?<=[.!?;])\s+(?=[\p{Lu}\p{Script=Han}"“(])/u;

/** Sentences of a text; their ends stay with them. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(sentenceEnd)
    .reduce<string[]>((sentences, part) => {
      const last = sentences.at(-1);
      if (last !== undefined && abbreviated.test(last)) sentences[sentences.length - 1] = `${last} ${part}`;
      else sentences.push(part);
      return sentences;
    }, [])
    .map((sentence) => sentence.trim())
    .filter(Boolean);

/** A paragraph that is too long, in parts that end with a sentence. */
const partsOf = (text: string): string[] => {
  if (size(text) <= 1) return [text];
  const parts: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const last = parts.at(-1);
    if (last !== undefined && size(last) + size(sentence) <= 1)
      parts[parts.length - 1] = `${last} ${sentence}`;
    else parts.push(sentence);
  }
  return parts;
};

/** @param title Of the document; a first heading that says the same is no part of the path. */
export const passagesOf = (blocks: readonly Block[], title: string): CutPassage[] => {
  const passages: CutPassage[] = [];
  const headings: { level: number; text: string }[] = [];
  let open: { block: number; texts: string[]; place: Place | undefined } | undefined;
  const path = () => headings.map(({ text }) => text).filter((text) => text !== title);
  const flush = () => {
    if (open)
      passages.push({
        block: open.block,
        path: path(),
        text: open.texts.join("\n"),
        locator: locatorOf(open.place, path()),
      });
    open = undefined;
  };
  const add = (block: number, text: string, place: Place | undefined) => {
    if (open && (size(open.texts.join("\n")) + size(text) > 1 || open.place?.page !== place?.page)) flush();
    open ??= { block, texts: [], place };
    open.texts.push(text);
  };
  blocks.forEach((block, index) => {
    switch (block.kind) {
      case "heading":
        flush();
        while (headings.length > 0 && headings.at(-1)!.level >= block.level) headings.pop();
        headings.push({ level: block.level, text: block.text });
        break;
      case "table":
        flush();
        block.rows.forEach(({ cells, place }, row) => {
          passages.push({
            block: index,
            row,
            path: path(),
            text: rowText(block, cells),
            locator: locatorOf(place ?? block.place, path()),
          });
        });
        break;
      case "item":
        add(index, `${block.marker} ${block.text}`, block.place);
        break;
      case "caption":
        // A table's rows bring its caption with them.
        if (blocks[index + 1]?.kind !== "table") add(index, block.text, block.place);
        break;
      default:
        for (const part of partsOf(block.text)) add(index, part, block.place);
    }
  });
  flush();
  return passages;
};
