import { type Problem, pegOrders } from "../../../../optimizer/index.ts";
import { atMost } from "../../report.ts";
import type { BenchContext } from "../measure.ts";
import { median, worst } from "../statistics.ts";
import { createPlant, createTransport, secondsOf, tell } from "./size.ts";

const target = 0.25;

/** Seconds and percentages above the bound, seed by seed. */
const pegSeeds = async (context: BenchContext, create: (seed: number) => Problem) => {
  const took: number[] = [];
  const gaps: number[] = [];
  const relations: number[] = [];
  for (let seed = 1; seed <= context.seeds; seed += 1) {
    const problem = create(seed);
    // Only lateness, as in the relaxation: what waits in the plant before its time is another matter.
    const { result, seconds } = await secondsOf(() => pegOrders(problem, { flowCost: 0 }));
    took.push(seconds);
    gaps.push(result.gap * 100);
    relations.push(result.relations);
    context.say(
      `  seed ${seed}  ${result.relations} relations  cost ${result.cost.toFixed(0)}  bound ${result.bound.toFixed(0)}  ${seconds.toFixed(2)} s`,
    );
  }
  return { took, gaps, relations };
};

/** Weighted lateness of kits: seconds, and how far above what no pegging can go below. */
export const measurePegging = async (context: BenchContext): Promise<void> => {
  const { took, gaps } = await pegSeeds(context, (seed) => createPlant(context, seed));
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
};
