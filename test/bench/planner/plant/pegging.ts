import { pegOrders } from "../../../../optimizer/index.ts";
import { atMost } from "../../report.ts";
import type { BenchContext } from "../measure.ts";
import { median, worst } from "../statistics.ts";
import { createPlant, secondsOf, tell } from "./size.ts";

/** Weighted lateness of kits: seconds, and how far above what no pegging can go below. */
export const measurePegging = async (context: BenchContext): Promise<void> => {
  const took: number[] = [];
  const gaps: number[] = [];
  for (let seed = 1; seed <= context.seeds; seed += 1) {
    const problem = createPlant(context, seed);
    // Only lateness, as in the relaxation: what waits in the plant before its time is another matter.
    const { result, seconds } = await secondsOf(() => pegOrders(problem, { flowCost: 0 }));
    took.push(seconds);
    gaps.push(result.gap * 100);
    context.say(
      `  seed ${seed}  ${result.relations} relations  cost ${result.cost.toFixed(0)}  bound ${result.bound.toFixed(0)}  ${seconds.toFixed(2)} s`,
    );
  }
  const size = tell(context);
  context.add(atMost("pegging: seconds", median(took), 6, `${size}; worst ${worst(took).toFixed(2)}`));
  context.add(
    atMost(
      "pegging: % of weighted lateness above the bound",
      median(gaps),
      0.25,
      `worst ${worst(gaps).toFixed(2)}`,
    ),
  );
};
