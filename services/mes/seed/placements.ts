import type { Insertable } from "kysely";
import type { Database } from "../schema.ts";
import { createRandom } from "./random.ts";
import { type Bom, workMasterId } from "./routing.ts";
import type { SeedRows } from "./rows.ts";

/** Letter of a category's reference designators (IEEE 315); categories without one have no place on a drawing. */
const letters: Readonly<Record<string, string>> = {
  capacitor: "C",
  resistor: "R",
  inductor: "L",
  powerAmplifier: "Q",
  transceiver: "U",
  fpga: "U",
  memory: "U",
  powerModule: "PS",
  clock: "Y",
  connector: "J",
  filter: "FL",
  antenna: "E",
  heatsink: "HS",
  screw: "S",
  gasket: "TP",
  cable: "W",
  fan: "B",
};

/** Outline of a product's board or body, mm. */
const outlineOf = (product: string): readonly [width: number, height: number] =>
  product.startsWith("AAU") ? [420, 300] : product.startsWith("SRV") ? [330, 305] : [260, 190];
const margin = 10;

type Row = Insertable<Database["bom_placement"]>;

/** The pieces of one segment: screws along the edge, everything else on a grid. */
const placeSegment = (
  items: readonly { readonly position: number; readonly category: string; readonly per: number }[],
  [width, height]: readonly [number, number],
  seed: number,
): Omit<Row, "work_master_id" | "segment">[] => {
  const random = createRandom(seed);
  const counts = new Map<string, number>();
  const pieces = items.flatMap(({ position, category, per }) => {
    const letter = letters[category];
    if (!letter) return [];
    return Array.from({ length: per }, () => {
      const number = (counts.get(letter) ?? 0) + 1;
      counts.set(letter, number);
      return { position, designator: `${letter}${number}`, category };
    });
  });
  const onEdge = pieces.filter(({ category }) => category === "screw");
  const inside = random.sample(
    pieces.filter(({ category }) => category !== "screw"),
    pieces.length,
  );
  const round = (value: number) => Math.round(value * 10) / 10;
  const columns = Math.max(1, Math.ceil(Math.sqrt((inside.length * width) / height)));
  const rows = Math.max(1, Math.ceil(inside.length / columns));
  const cell = [(width - 4 * margin) / columns, (height - 4 * margin) / rows] as const;
  const onGrid = inside.map(({ position, designator }, index) => ({
    designator,
    position,
    x: round(2 * margin + ((index % columns) + 0.5 + random.int(-30, 30) / 100) * cell[0]),
    y: round(2 * margin + (Math.floor(index / columns) + 0.5 + random.int(-30, 30) / 100) * cell[1]),
    rotation: random.pick([0, 0, 90, 180, 270]),
  }));
  // Around the edge at equal distances, from one corner on.
  const [across, up] = [width - 2 * margin, height - 2 * margin];
  const around = onEdge.map(({ position, designator }, index) => {
    const along = (index / onEdge.length) * 2 * (across + up);
    const [x, y] =
      along < across
        ? [along, 0]
        : along < across + up
          ? [across, along - across]
          : along < 2 * across + up
            ? [2 * across + up - along, up]
            : [0, 2 * (across + up) - along];
    return { designator, position, x: round(margin + x), y: round(margin + y), rotation: 0 };
  });
  return [...onGrid, ...around];
};

/** Where every piece of the demonstration plant's products goes. */
export const placements = (
  boms: readonly Bom[],
  categoryOf: (material: string) => string,
  seed: number,
): SeedRows => ({
  bom_placement: boms.flatMap(({ product, items }, index) =>
    [...new Set(items.map(({ segment }) => segment))].flatMap((segment) =>
      placeSegment(
        items
          .filter((item) => item.segment === segment)
          .map(({ position, material, per }) => ({ position, per, category: categoryOf(material) })),
        outlineOf(product),
        seed * 10_000 + index * 100 + segment,
      ).map((row): Row => ({ work_master_id: workMasterId(product), segment, ...row })),
    ),
  ),
});
