import { sentencesOf } from "./passages.ts";
import type { Block } from "./read/block.ts";

/** A sentence of a passage. */
export interface PassageSentence {
  readonly text: string;
  /** Which of the passage's lines it stands in; each line is a block of the document. */
  readonly line: number;
}

const withoutMarker = (line: string): string => line.replace(/^(?:\d+[.)、]|•|-)\s+/, "");
/** A cell that says something by itself, not a name or a value. */
const isSentence = (cell: string): boolean => cell.length > 14 && /[。.!？?]$/.test(cell);

/** The sentences of a passage; of a table's row those of its longer cells. */
export const sentencesIn = (
  passage: { readonly text: string; readonly row: number | null },
  block: Block | undefined,
): readonly PassageSentence[] => {
  if (passage.row === null)
    return passage.text
      .split("\n")
      .flatMap((text, line) =>
        sentencesOf(withoutMarker(text)).map((sentence) => ({ text: sentence, line })),
      );
  if (block?.kind !== "table") return [];
  return block.rows[passage.row]!.cells.filter(isSentence)
    .flatMap((cell) => sentencesOf(cell))
    .map((text) => ({ text, line: 0 }));
};
