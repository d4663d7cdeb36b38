import { parseArgs } from "node:util";
import { parseProblem } from "../../optimizer/index.ts";
import { tellProgram } from "./planner/plant/mixed-program.ts";
import { readPegState } from "./planner/plant/peg-state.ts";
import { pegModel } from "./planner/plant/pegging-model.ts";
import { smallPlant } from "./planner/plant/size.ts";
import { plantProblem } from "./plant-generator.ts";

/**
 * Prints the pegging of a small plant as a mixed-integer program for another solver, whose optima `planner/plant/optima.json` keeps. Run:
 * node test/bench/peg-model.ts --orders 500 --seed 1 > plant.lp
 */
const { values } = parseArgs({
  options: { orders: { type: "string", default: "500" }, seed: { type: "string", default: "1" } },
});
const plant = smallPlant(Number(values.orders), Number(values.seed));
process.stdout.write(tellProgram(pegModel(readPegState(parseProblem(plantProblem(plant))))));
