import { type Problem, parseProblem, pegOrders } from "../../../../optimizer/index.ts";
import { plantProblem } from "../../plant-generator.ts";
import { atMost } from "../../report.ts";
import { median, worst } from "../../statistics.ts";
import type { BenchContext } from "../measure.ts";
import { findOpenWaits } from "./open-waits.ts";
import optima from "./optima.json" with { type: "json" };
import { readPegState } from "./peg-state.ts";
import { pegModel } from "./pegging-model.ts";
import { proveBound } from "./prove-bound.ts";
import { createPlant, createTransport, secondsOf, smallPlant, tell } from "./size.ts";

const target = 0.25;
/** Roundings by which the bound is brought nearer, outside of the pegging's time. */
const roundings = 12;
/** Weighted hours between what a solver found and what it proved that count as nothing. */
const provenWithin = 0.1;

/** Seconds for cuts of a sample's program; half of them do. */
const cutSeconds = 90;

/**
 * A bound on pegging as an integer program with cuts, of the waits that a pegging as good as the one at hand can have. The solver may break
 * down: then none.
 */
const boundByCuts = async (problem: Problem, cost: number): Promise<number> => {
  const state = readPegState(problem);
  const program = pegModel(state, findOpenWaits(state, cost));
  try {
    return Math.min(cost, await proveBound(program, { seconds: cutSeconds }));
  } catch {
    return 0;
  }
};

/** Seconds and percentages above the bound, seed by seed. */
const pegSeeds = async (context: BenchContext, create: (seed: number) => Problem, withCuts = false) => {
  const took: number[] = [];
  const gaps: number[] = [];
  const relations: number[] = [];
  for (let seed = 1; seed <= context.seeds; seed += 1) {
    const problem = create(seed);
    // Only lateness, as in the relaxation: what waits in the plant before its time is another matter.
    const { result, seconds } = await secondsOf(() => pegOrders(problem, { flowCost: 0 }));
    // The same pegging with a bound that takes longer.
    const { bound: rounded } = pegOrders(problem, { flowCost: 0, roundings, exchanges: 0 });
    const bound = Math.max(rounded, withCuts ? await boundByCuts(problem, result.cost) : 0);
    took.push(seconds);
    gaps.push((1 - bound / result.cost) * 100);
    relations.push(result.relations);
    context.say(
      `  seed ${seed}  ${result.relations} relations  cost ${result.cost.toFixed(0)}  bound ${result.bound.toFixed(0)}, rounded ${rounded.toFixed(0)}${withCuts ? `, with cuts ${bound.toFixed(0)}` : ""}  ${seconds.toFixed(2)} s`,
    );
  }
  return { took, gaps, relations };
};

/** Percentages of a plant's pegging above what another solver has proved that none can cost less than. */
const pegSmallPlants = (context: BenchContext): { size: number; above: number; proven: boolean }[] =>
  optima.plants.map(({ orders, seed, atLeast, found }) => {
    const { cost, bound } = pegOrders(parseProblem(plantProblem(smallPlant(orders, seed))), {
      flowCost: 0,
      roundings,
    });
    if (bound > found + provenWithin) throw new Error(`The bound of ${orders} orders is above the optimum`);
    context.say(
      `  ${orders} orders, seed ${seed}  cost ${cost.toFixed(1)}  optimum ${found - atLeast < provenWithin ? "" : `${atLeast.toFixed(1)} to `}${found.toFixed(1)}  bound ${bound.toFixed(1)}`,
    );
    return { size: orders, above: (cost / atLeast - 1) * 100, proven: found - atLeast < provenWithin };
  });

/** Weighted lateness of kits: seconds, and how far above what no pegging can go below. */
export const measurePegging = async (context: BenchContext): Promise<void> => {
  const { took, gaps } = await pegSeeds(
    context,
    (seed) => createPlant(context, seed),
    // At 10,000 orders one round of cuts takes minutes; running work, lots and expiry are not in the program.
    context.quick && !context.rules,
  );
  const size = tell(context);
  context.add(atMost("pegging: seconds", median(took), 6, `${size}; worst ${worst(took).toFixed(2)}`));
  context.add(
    atMost(
      "pegging: % of weighted lateness above the bound",
      median(gaps),
      target,
      `worst ${worst(gaps).toFixed(2)}`,
    ),
  );
  const transport = await pegSeeds(context, (seed) => createTransport(context, seed));
  context.add(
    atMost(
      "the same where orders ask for one material or two: %",
      median(transport.gaps),
      target,
      `worst ${worst(transport.gaps).toFixed(2)}; ${Math.round(median(transport.relations) / 1_000)}k relations in ${median(transport.took).toFixed(2)} s`,
    ),
  );
  const proven = pegSmallPlants(context).filter((plant) => plant.proven);
  const above = proven.map((plant) => plant.above);
  const sizes = proven.map(({ size: orders }) => orders);
  context.add(
    atMost(
      "pegging: % above the proven optimum, small plants",
      median(above),
      target,
      `worst ${worst(above).toFixed(3)}; ${above.length} plants of ${Math.min(...sizes)} to ${Math.max(...sizes)} orders`,
    ),
  );
};
