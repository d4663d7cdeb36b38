import type { Model } from "../construct/model.ts";
import type { Trail } from "../construct/trail.ts";
import type { ExactSolver } from "../exact/solver.ts";
import { createRandom } from "../random.ts";
import type { Move } from "./moves.ts";
import { lastOf, stretchProblem } from "./stretch.ts";

const windowSize = 10;

/** Stretches of single resources that CP-SAT orders anew beside the search. */
export interface Windows {
  /** Gives every solver that has nothing to do a window with late orders in it. */
  ask(trail: Trail): void;
  /** What has come back meanwhile, as changes of the sequence as it is now. */
  answers(trail: Trail): Move[];
}

/**
 * Large-neighbourhood steps on a pool of solvers: a window of one resource is solved with its neighbours held where they are,
 * and the answer comes back as a turn of its operations for the search to judge.
 */
export const createWindows = (
  model: Model,
  solvers: readonly ExactSolver[],
  seed: number,
  maxSeconds: number,
): Windows => {
  const { int } = createRandom(seed ^ 0x5eed);
  const idle = [...solvers];
  const done: number[][] = [];

  /** Operations next to one on its resource, in their turns. */
  const windowAround = ({ schedule, operationAt, positionOf }: Trail, operation: number): number[] => {
    const resource = schedule.resource[operation]!;
    const window = [operation];
    const before = int(windowSize);
    const collect = (step: 1 | -1, most: number) => {
      for (let at = positionOf[operation]! + step; window.length < most; at += step) {
        if (at < 0 || at >= operationAt.length) return;
        const other = operationAt[at]!;
        if (schedule.resource[other] !== resource) continue;
        if (model.fixed[other]) return;
        if (step < 0) window.unshift(other);
        else window.push(other);
      }
    };
    collect(-1, 1 + before);
    collect(1, windowSize);
    return window;
  };
  const problemOf = ({ schedule, operationAt, positionOf }: Trail, window: readonly number[]) => {
    const resource = schedule.resource[window[0]!]!;
    let familyBefore = model.initialFamily[resource]!;
    for (let at = positionOf[window[0]!]! - 1; at >= 0; at -= 1)
      if (schedule.resource[operationAt[at]!] === resource) {
        familyBefore = model.family[operationAt[at]!]!;
        break;
      }
    return { ...stretchProblem(model, schedule, window, familyBefore), maxSeconds, seed };
  };
  return {
    ask: (trail) => {
      const { schedule, sequence, operationAt } = trail;
      for (let tries = 0; tries < 200 && idle.length > 0; tries += 1) {
        const operation = operationAt[int(sequence.length)]!;
        const order = model.orderOf[operation]!;
        if (model.fixed[operation] || schedule.end[lastOf(model, operation)]! <= model.due[order]!) continue;
        const window = windowAround(trail, operation);
        const orders = new Set(window.map((member) => model.orderOf[member]));
        if (window.length < 4 || orders.size < window.length) continue;
        const solver = idle.pop()!;
        void solver.solve(problemOf(trail, window)).then((answer) => {
          idle.push(solver);
          if (answer?.some((job, place) => job !== place)) done.push(answer.map((job) => window[job]!));
        });
      }
    },
    answers: ({ sequence, positionOf }) =>
      done.splice(0).map((turn) => {
        const places = turn.map((operation) => positionOf[operation]!).sort((a, b) => a - b);
        const from = places[0]!;
        const stretch = sequence.slice(from, places.at(-1)! + 1);
        for (const [index, operation] of turn.entries())
          stretch[places[index]! - from] = model.orderOf[operation]!;
        return { from, stretch };
      }),
  };
};
