import type { LibraryDocument } from "../library.ts";
import type { Table } from "../read/block.ts";
import { readMarkdown } from "../read/markdown.ts";
import { type Question, readQuestion } from "./question.ts";
import type { FoundTable } from "./tables.ts";

interface Given {
  readonly title?: string;
  readonly language?: "zh" | "en";
  readonly meaning?: number;
  readonly meanings?: ReadonlyMap<number, number>;
}

/** The first table of a document in Markdown, as a search has found it. */
export const foundIn = (
  markdown: string,
  { title = "", language = "zh", meaning = 0.8, meanings = new Map() }: Given = {},
): FoundTable => {
  const { blocks } = readMarkdown("WI-1.md", new TextEncoder().encode(markdown));
  const block = blocks.findIndex(({ kind }) => kind === "table");
  if (block < 0) throw new Error("no table");
  const document = { id: "WI-1", title, language, blocks, products: [], lines: [] };
  return {
    document: document as unknown as LibraryDocument,
    block,
    table: blocks[block] as Table,
    path: [],
    meaning,
    meanings,
  };
};

/** A question, all of whose words stand in some document and are as rare as each other. */
export const readAlike = (text: string, rarity = 2): Question =>
  readQuestion(text, { idf: () => rarity, knowsTerm: () => true, knowsConcept: () => true });
