import { clean } from "./block.ts";

/** A piece of text on a page, in points; y grows upwards. */
export interface Piece {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

/** What stands side by side without a wide gap. */
export interface Span {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface Line {
  readonly page: number;
  readonly y: number;
  readonly size: number;
  readonly spans: readonly Span[];
}

/** A gap this many times the letters' size parts columns; above the other, words. */
const columnGap = 1.2;
const wordGap = 0.18;

const isWide = (letter: string): boolean => /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(letter);

/** Two texts that follow each other: Chinese takes no space between its lines. */
export const joinText = (before: string, after: string): string => {
  if (!before || !after) return before + after;
  if (/[A-Za-z]-$/.test(before) && /^[a-z]/.test(after)) return before.slice(0, -1) + after;
  return isWide(before.at(-1)!) && isWide(after[0]!) ? before + after : `${before} ${after}`;
};

/** Letters of a Chinese font seem to stand apart where a bracket is as wide as they are. */
export const closed = (text: string): string =>
  clean(text)
    .replace(/([（“《【])\s+/g, "$1")
    .replace(/\s+([）”》】，。；：、])/g, "$1");

const spansOf = (pieces: readonly Piece[]): Span[] => {
  const spans: Span[] = [];
  for (const { text, x, width, size } of [...pieces].sort((a, b) => a.x - b.x)) {
    const last = spans.at(-1);
    const gap = last ? x - last.to : 0;
    if (last && gap < size * columnGap) {
      const space = gap > size * wordGap && !/\s$/.test(last.text) && !/^\s/.test(text) ? " " : "";
      spans[spans.length - 1] = {
        text: last.text + space + text,
        from: last.from,
        to: Math.max(last.to, x + width),
      };
    } else spans.push({ text, from: x, to: x + width });
  }
  return spans;
};

/** The lines of a page from top to bottom. */
export const linesOf = (page: number, pieces: readonly Piece[]): Line[] => {
  const groups: Piece[][] = [];
  for (const piece of [...pieces].filter(({ text }) => text.trim()).sort((a, b) => b.y - a.y || a.x - b.x)) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && Math.abs(first.y - piece.y) < Math.max(first.size, piece.size) * 0.4)
      group.push(piece);
    else groups.push([piece]);
  }
  return groups.map((group) => ({
    page,
    y: group[0]!.y,
    size: Math.max(...group.map(({ size }) => size)),
    spans: spansOf(group),
  }));
};
