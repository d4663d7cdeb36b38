import { type Graph, graphOf } from "../../../optimizer/fleet/roadmap.ts";
import { createRandom } from "../../../optimizer/random.ts";

export interface GridMap {
  readonly name: string;
  readonly graph: Graph;
  /** Column and row of each node. */
  readonly cells: readonly (readonly [number, number])[];
}

/** The largest part of a grid of four neighbours in which each free cell is reached from each. */
const gridMap = (name: string, free: readonly (readonly boolean[])[]): GridMap => {
  const [height, width] = [free.length, free[0]!.length];
  const seen = new Set<number>();
  let largest: number[] = [];
  const around = (cell: number): number[] => {
    const [x, y] = [cell % width, Math.floor(cell / width)];
    return [
      [x + 1, y],
      [x - 1, y],
      [x, y + 1],
      [x, y - 1],
    ]
      .filter(([column, row]) => free[row!]?.[column!])
      .map(([column, row]) => row! * width + column!);
  };
  for (let start = 0; start < width * height; start += 1) {
    if (seen.has(start) || !free[Math.floor(start / width)]![start % width]) continue;
    const part = [start];
    seen.add(start);
    for (let at = 0; at < part.length; at += 1)
      for (const next of around(part[at]!)) {
        if (seen.has(next)) continue;
        seen.add(next);
        part.push(next);
      }
    if (part.length > largest.length) largest = part;
  }
  largest.sort((a, b) => a - b);
  const index = new Map(largest.map((cell, node) => [cell, node]));
  const arcs = largest.flatMap((cell, node) =>
    around(cell).map((next) => [node, index.get(next)!, 1] as const),
  );
  return {
    name,
    graph: graphOf(largest.length, arcs),
    cells: largest.map((cell) => [cell % width, Math.floor(cell / width)]),
  };
};

/** A square with that share of its cells blocked by chance, as the MAPF benchmark's random maps (Stern et al. 2019). */
export const randomMap = (side: number, blockedPercent: number, seed: number): GridMap => {
  const random = createRandom(seed);
  const cells = Array.from({ length: side * side }, (_, cell) => cell);
  for (let at = cells.length - 1; at > 0; at -= 1) {
    const other = random.int(at + 1);
    [cells[at], cells[other]] = [cells[other]!, cells[at]!];
  }
  const blocked = new Set(cells.slice(0, Math.round((side * side * blockedPercent) / 100)));
  const free = Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => !blocked.has(y * side + x)),
  );
  return gridMap(`random-${side}-${side}-${blockedPercent}`, free);
};

/** Shelves in columns and rows with aisles between, and open ground at both ends, as the MAPF benchmark's warehouses. */
export const warehouseMap = (
  columns: number,
  rows: number,
  shelf: readonly [length: number, depth: number],
  aisle: number,
): GridMap => {
  // The benchmark's warehouse-10-20-10-2-1 is 161 by 63, warehouse-20-40-10-2-2 340 by 164.
  const margin = aisle === 1 ? 25 : 50;
  const [length, depth] = shelf;
  const width = margin * 2 + columns * (length + aisle) + (aisle === 1 ? 1 : 0);
  const height = rows * (depth + aisle) + (aisle === 1 ? 3 : 4);
  const [top, left] = [aisle === 1 ? 2 : 3, margin];
  const free = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const [column, row] = [x - left, y - top];
      const inside =
        column >= 0 && row >= 0 && column < columns * (length + aisle) && row < rows * (depth + aisle);
      return !inside || column % (length + aisle) >= length || row % (depth + aisle) >= depth;
    }),
  );
  return gridMap(`warehouse-${columns}-${rows}-${length}-${depth}-${aisle}`, free);
};

/** Starts and goals by chance, each node once of each. */
export const drawVehicles = ({ graph }: GridMap, amount: number, seed: number) => {
  const random = createRandom(seed * 7_919 + amount);
  const draw = () => {
    const nodes = Int32Array.from({ length: graph.size }, (_, node) => node);
    for (let at = 0; at < amount; at += 1) {
      const other = at + random.int(graph.size - at);
      const node = nodes[at]!;
      nodes[at] = nodes[other]!;
      nodes[other] = node;
    }
    return nodes.slice(0, amount);
  };
  return { starts: draw(), goals: draw() };
};
