import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { ExactSolver } from "../exact/solver.ts";
import { createRandom } from "../random.ts";
import { lastOf, stretchProblem } from "./stretch.ts";

const windowSize = 10;

/** Stretches of single resources that CP-SAT orders anew beside the search. */
export interface Windows {
  /** Gives every solver that has nothing to do a window with late orders in it. */
  ask(): void;
  /** What has come back meanwhile: operations of one resource in another turn. */
  answers(): number[][];
}

/**
 * Large-neighbourhood steps on a pool of solvers: a window of one resource is solved with its neighbours held where they are,
 * and the answer comes back as a turn of its operations for the search to judge.
 */
export const createWindows = (
  model: Model,
  { schedule, lanes, turnOf }: Graph,
  solvers: readonly ExactSolver[],
  { seed, maxSeconds }: { readonly seed: number; readonly maxSeconds: number },
): Windows => {
  const { int } = createRandom(seed ^ 0x5eed);
  const idle = [...solvers];
  const done: number[][] = [];

  /** Has a solver look at what stands around an operation, where that makes a problem. */
  const askAbout = (operation: number): void => {
    const resource = schedule.resource[operation]!;
    // What shares its time with others has no turn of its own.
    if (model.batchCapacity[resource]! > 0) return;
    const lane = lanes[resource]!;
    const first = Math.max(0, turnOf(operation) - int(windowSize));
    const window = lane.slice(first, first + windowSize);
    const orders = new Set(window.map((member) => model.orderOf[member]));
    if (window.length < 4 || orders.size < window.length || window.some((member) => model.fixed[member]))
      return;
    const familyBefore = first > 0 ? model.family[lane[first - 1]!]! : model.initialFamily[resource]!;
    const problem = stretchProblem(model, schedule, window, familyBefore);
    const solver = idle.pop()!;
    void solver.solve({ ...problem, maxSeconds, seed }).then((answer) => {
      idle.push(solver);
      if (answer?.some((job, place) => job !== place)) done.push(answer.map((job) => window[job]!));
    });
  };
  return {
    ask: () => {
      for (let tries = 0; tries < 200 && idle.length > 0; tries += 1) {
        const operation = int(model.keys.length);
        const order = model.orderOf[operation]!;
        if (schedule.end[lastOf(model, operation)]! > model.due[order]!) askAbout(operation);
      }
    },
    answers: () => done.splice(0),
  };
};
