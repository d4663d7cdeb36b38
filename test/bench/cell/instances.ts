import { buildCellModel } from "../../../agents/robot/problem.ts";
import type { CellProblem } from "../../../optimizer/cell/problem.ts";
import { createFastRandom } from "../../../optimizer/shop/random.ts";
import { buildCell, type CellSize } from "../../../services/protocols/cell/demo-cell.ts";
import { demoRecipes } from "../../../services/protocols/cell/demo-recipes.ts";

export interface CellInstance {
  readonly name: string;
  readonly problem: CellProblem;
}

const sizes: readonly {
  readonly name: string;
  readonly cell: CellSize;
  readonly units: number;
  readonly products: number;
}[] = [
  {
    name: "one wing, 1 product",
    cell: { wings: 1, testersInWing: 2, vehicles: 1, dualArms: 0 },
    units: 6,
    products: 1,
  },
  {
    name: "demonstration, 2 products",
    cell: { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 },
    units: 8,
    products: 2,
  },
  {
    name: "demonstration, 3 products",
    cell: { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 },
    units: 20,
    products: 3,
  },
  {
    name: "three wings, 3 products",
    cell: { wings: 3, testersInWing: 3, vehicles: 3, dualArms: 2 },
    units: 40,
    products: 3,
  },
];

/** Cells of growing size; which products come in which order, and when, is drawn from the seed. */
export const cellInstances = (seed: number): CellInstance[] =>
  sizes.map(({ name, cell, units, products }) => {
    const random = createFastRandom(seed);
    // The last ones: the heavy product is for cells that have a dual-arm robot.
    const made = demoRecipes.slice(demoRecipes.length - products);
    const fixtures = made.map(({ stays }) => stays.find(({ kind }) => kind === "tester")!.fixture!);
    const testers = cell.wings * cell.testersInWing;
    const mounted = Array.from({ length: testers }, (_, t) => fixtures[t % fixtures.length]!);
    const wanted = Array.from({ length: units }, (_, u) => ({
      id: `U${u + 1}`,
      product: made[random.below(made.length)]!.product,
      release: 30 * random.below(1 + Math.floor(units / 4)),
    }));
    const description = { cell: buildCell("BENCH", cell, mounted), recipes: [...made] };
    return { name, problem: buildCellModel(description, wanted).problem };
  });
