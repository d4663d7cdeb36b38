import type { Bilingual } from "../lib/language.ts";

/** Metres of the shop floor drawn. */
export const floor = { width: 112, height: 54 };
/** Height of the warehouse, and of the lane that all vehicles took in old records. */
export const laneY = 25;
const firstY = 8;
const betweenLines = 10;

export const columns: readonly { area: string; x: number; title: Bilingual }[] = [
  { area: "SMT", x: 20, title: { zh: "贴片", en: "SMT" } },
  { area: "ASSY", x: 50, title: { zh: "装配", en: "Assembly" } },
  { area: "BURNIN", x: 72, title: { zh: "老化", en: "Burn-in" } },
  { area: "TEST", x: 93, title: { zh: "测试", en: "Test" } },
];

/** Lines that fit below each other in the drawing. */
const mostInColumn = 5;

/** Whether the drawing shows every line of a plant; a floor of other areas or with more lines has its tiles. */
export const fitsDrawing = (lines: readonly { readonly area: string }[]): boolean =>
  [...Map.groupBy(lines, ({ area }) => area)].every(
    ([area, own]) => own.length <= mostInColumn && columns.some((column) => column.area === area),
  );

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A small map is not drawn so large that one vehicle fills it. */
const leastWidth = floor.width / 2;

/** The part of the plane that shows all nodes of a roadmap, with room for what stands at its edge. */
export const viewOf = (nodes: readonly Point[]): string => {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const margin = 4;
  const needed = Math.max(...xs) - left + 2 * margin;
  const width = Math.max(leastWidth, needed);
  return `${left - margin - (width - needed) / 2} ${top - margin} ${width} ${Math.max(...ys) - top + 2 * margin}`;
};

/** Where a line stands that is the so-manieth of its column. */
export const rowY = (index: number): number => firstY + index * betweenLines;

/** Where a vehicle stands at a station, by the lines as they are drawn; the warehouse for what is none of theirs. */
export const stationAt = (
  lines: readonly { readonly id: string; readonly area: string }[],
  station: string | undefined,
): Point => {
  const line = lines.find(({ id }) => station === `${id}-IN`);
  const column = columns.find(({ area }) => area === line?.area);
  if (!line || !column) return { x: 0, y: laneY };
  const index = lines.filter(({ area }) => area === line.area).indexOf(line);
  return { x: column.x, y: rowY(index) };
};
