import type { Finding } from "../core/shield/shield.ts";
import { plainShield } from "../core/shield/shield.ts";
import type { Block } from "./read/block.ts";

/** Words of a document that were withheld, and why. */
export interface Withheld {
  readonly block: number;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * The blocks of a document with what commands a model withheld, a mark in its place: from there it reaches no passage, answer or
 * work instruction. The file itself stays as it is, to be opened by people.
 */
export const screenBlocks = (
  blocks: readonly Block[],
): { readonly blocks: readonly Block[]; readonly withheld: readonly Withheld[] } => {
  const withheld: Withheld[] = [];
  const clean = (text: string, block: number): string => {
    const { text: kept, findings } = plainShield.screen(text, "document");
    if (findings.length > 0) withheld.push({ block, text, findings });
    return kept;
  };
  /** What no cell says by itself may be said by a row. */
  const cleanRow = (cells: readonly string[], block: number): readonly string[] => {
    const kept = cells.map((cell) => clean(cell, block));
    if (cells.length < 2 || kept.some((cell, index) => cell !== cells[index])) return kept;
    const whole = cells.join(" ");
    const { findings, text } = plainShield.screen(whole, "document");
    if (findings.length === 0) return kept;
    withheld.push({ block, text: whole, findings });
    return [text, ...cells.slice(1).map(() => "")];
  };
  const screened = blocks.map((block, index): Block => {
    if (block.kind !== "table") return { ...block, text: clean(block.text, index) };
    return {
      ...block,
      ...(block.caption === undefined ? {} : { caption: clean(block.caption, index) }),
      header: cleanRow(block.header, index),
      rows: block.rows.map((row) => ({ ...row, cells: cleanRow(row.cells, index) })),
    };
  });
  return { blocks: screened, withheld };
};
