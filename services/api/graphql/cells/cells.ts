import { changeover } from "../../../../agents/robot/changeover.ts";
import { MillwrightError } from "../../../core/errors.ts";
import { cellMistakes } from "../../../mes/commands/cells.ts";
import { allCells, cellById, cellRunNumber, cellRunOf, describedCell } from "../../../mes/queries/cells.ts";
import { builder } from "../builder.ts";
import { RunType } from "./run-types.ts";
import { CellType } from "./types.ts";

builder.queryFields((t) => ({
  cells: t.field({
    type: [CellType],
    description: "Robot cells of the plant.",
    resolve: (_root, _args, { db }) => allCells(db),
  }),
  cell: t.field({
    type: CellType,
    description: "One robot cell, by its id.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => cellById(db, String(id)),
  }),
  cellRun: t.field({
    type: RunType,
    description: "One run, by its id.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => cellRunOf(db, cellRunNumber(String(id))),
  }),
  cellChangeover: t.field({
    type: "JSON",
    description:
      "What of one product differs from another, and what has to be set up on the testers of a cell.",
    args: {
      id: t.arg.id({ required: true }),
      from: t.arg.string({ required: true, description: "Product that the cell is set up for." }),
      to: t.arg.string({ required: true, description: "Product that it is to be set up for." }),
    },
    resolve: async (_root, { id, from, to }, { db }) => {
      const { cell, recipes } = await describedCell(db, String(id));
      const recipeOf = (product: string) => {
        const found = recipes.find((recipe) => recipe.product === product);
        if (!found) throw new MillwrightError("NOT_FOUND", { kind: "recipe", id: product });
        return found;
      };
      const testers = cell.places.filter(({ kind }) => kind === "tester").map((place) => place.id);
      return changeover(cell, recipeOf(from), recipeOf(to), testers);
    },
  }),
  checkCell: t.field({
    type: ["String"],
    description:
      "The first five mistakes of a description of a cell and its recipes, each with its place; nothing when it is sound.",
    args: {
      description: t.arg({
        type: "JSON",
        required: true,
        description: "`cell` and `recipes`, as services/protocols/cell/description.ts defines them.",
      }),
    },
    resolve: (_root, { description }) => [...cellMistakes(description)],
  }),
}));
