import { plan, verify, verifyObjective } from "../../../../optimizer/index.ts";
import { demandByDemand } from "../../peers/demand-by-demand.ts";
import { atLeast, atMost } from "../../report.ts";
import { median, worst } from "../../statistics.ts";
import type { BenchContext } from "../measure.ts";
import { createPlant, onTimeValue, secondsOf, tell } from "./size.ts";

const budgetSeconds = { full: 120, quick: 25 };

/** From problem to plan: when the first one is there, how much the search makes of it, and the peer on the same data. */
export const measureWhole = async (context: BenchContext): Promise<void> => {
  const budgetMs = (context.seconds ?? budgetSeconds[context.quick ? "quick" : "full"]) * 1_000;
  const firsts: number[] = [];
  const ratios: number[] = [];
  const gains: number[] = [];
  let violations = 0;
  for (let seed = 1; seed <= context.seeds; seed += 1) {
    const problem = createPlant(context, seed);
    const started = performance.now();
    const seen: { seconds: number; objective: number }[] = [];
    const found = await plan(problem, {
      budgetMs,
      seed,
      onImprovement: (objective) => seen.push({ objective, seconds: (performance.now() - started) / 1_000 }),
    });
    const took = (performance.now() - started) / 1_000;
    violations += verify(problem, found).length + verifyObjective(problem, found).length;
    const peer = await secondsOf(() => demandByDemand(problem));
    const ours = onTimeValue(problem, found);
    const theirs = onTimeValue(problem, peer.result);
    const [first] = seen;
    firsts.push(first!.seconds);
    gains.push((1 - found.objective / first!.objective) * 100);
    ratios.push(ours / theirs);
    context.say(
      `  seed ${seed}  first ${first!.objective.toFixed(0)} at ${first!.seconds.toFixed(1)} s  last ${found.objective.toFixed(0)} at ${took.toFixed(1)} s  bound ${found.bound.toFixed(0)}  on time ${ours}, peer ${theirs} in ${peer.seconds.toFixed(1)} s`,
    );
  }
  const gigabytes = process.resourceUsage().maxRSS / 1e6;
  const size = tell(context);
  context.add(
    atMost(
      "whole plan: seconds to the first",
      median(firsts),
      60,
      `${size}; worst ${worst(firsts).toFixed(1)}`,
    ),
  );
  context.add(atMost("whole plan: gigabytes", gigabytes, 4, "the process at its largest"));
  context.add(
    atLeast(
      "whole plan: % that the search gains on the first",
      median(gains),
      0.01,
      `${budgetMs / 1_000} s in all`,
    ),
  );
  context.add(
    atLeast(
      "whole plan: on-time value over demand by demand",
      median(ratios),
      1.05,
      `worst ${Math.min(...ratios).toFixed(3)}`,
    ),
  );
  context.add(atMost("whole plan: violations", violations, 0, `${context.seeds} plans`));
};
