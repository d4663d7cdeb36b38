import { buildCell } from "./demo-cell.ts";
import { demoRecipes } from "./demo-recipes.ts";
import type { CellDescription } from "./description.ts";

/** The cell to begin from: two wings of two testers, two vehicles, a dual-arm robot, and three products. */
export const demoCell = (): CellDescription => ({
  cell: buildCell("TC-1", { wings: 2, testersInWing: 2, vehicles: 2, dualArms: 1 }, [
    "FX-RADIO",
    "FX-BOARD",
    "FX-BOARD",
    "FX-SERVER",
  ]),
  recipes: [...demoRecipes],
});
