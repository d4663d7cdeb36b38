export const rowHeight = 34;
export const headHeight = 26;
/** Pixels that a row's name has at least. */
export const leastLabel = 66;
export const labelSize = 12;
export const orderSize = 11;

/** So many lines are looked over at once: they are shown whether something is planned on them or not. */
export const fewLines = 20;

/** What stands where in the chart. */
export interface Frame {
  readonly lines: readonly string[];
  /** A moment's place across, inside the chart. */
  readonly x: (time: string) => number;
  /** What an order is called within so many pixels; nothing where they are too few. */
  readonly orderLabel: (workOrderId: string, room: number) => string;
}

/** Where a line's row begins; the first one's for a line that is not shown. */
export const topOf = ({ lines }: Frame, line: string): number => Math.max(0, lines.indexOf(line)) * rowHeight;

/** Lines in the order of the floor; such as it does not have come last. */
export const inFloorOrder = (lines: Iterable<string>, floor: readonly string[]): string[] => {
  const place = new Map(floor.map((line, index) => [line, index]));
  const of = (line: string) => place.get(line) ?? floor.length;
  return [...new Set(lines)].sort(
    (a, b) => of(a) - of(b) || a.localeCompare(b, undefined, { numeric: true }),
  );
};
