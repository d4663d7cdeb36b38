import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Schedule } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import type { ExactSolver } from "../exact/solver.ts";
import { lastOf, stretchProblem } from "./stretch.ts";

const windowSize = 10;

/** Operations of each resource by start, without what is fixed. */
const lanes = (model: Model, schedule: Schedule): number[][] => {
  const found: number[][] = model.calendars.map(() => []);
  for (let operation = 0; operation < model.keys.length; operation += 1)
    if (!model.fixed[operation]) found[schedule.resource[operation]!]!.push(operation);
  for (const lane of found) lane.sort((a, b) => schedule.start[a]! - schedule.start[b]!);
  return found;
};

/** Place of each operation in the sequence. */
const positions = (model: Model, sequence: Int32Array): Int32Array => {
  const next = Int32Array.from(model.first);
  const found = new Int32Array(model.keys.length);
  for (let position = 0; position < sequence.length; position += 1)
    found[next[sequence[position]!]!++] = position;
  return found;
};

/**
 * Large-neighbourhood step: takes a stretch of one resource with late orders in it and has CP-SAT order it anew, while
 * everything before and after keeps its place. What comes back is a sequence for the decoder to judge.
 */
export const createResequencer = (model: Model, solver: ExactSolver, seed: number, maxSeconds: number) => {
  const random = xoroshiro128plus(seed ^ 0x5eed);
  const int = (below: number) => uniformInt(random, 0, below - 1);
  return async (sequence: Int32Array, schedule: Schedule): Promise<Int32Array | undefined> => {
    const isLate = (operation: number) =>
      schedule.end[lastOf(model, operation)]! > model.due[model.orderOf[operation]!]!;
    const candidates = lanes(model, schedule).flatMap((lane) =>
      lane.flatMap((operation, index) => (isLate(operation) && lane.length >= 3 ? [{ lane, index }] : [])),
    );
    if (candidates.length === 0) return undefined;
    const { lane, index } = candidates[int(candidates.length)]!;
    const from = Math.max(0, Math.min(index - int(windowSize), lane.length - windowSize));
    const window = lane.slice(from, from + windowSize);
    if (
      window.length < 3 ||
      new Set(window.map((operation) => model.orderOf[operation])).size < window.length
    )
      return undefined;

    const resource = schedule.resource[window[0]!]!;
    const before = lane[from - 1];
    const familyBefore = before === undefined ? model.initialFamily[resource]! : model.family[before]!;
    const answer = await solver.solve({
      ...stretchProblem(model, schedule, window, familyBefore),
      maxSeconds,
      seed,
    });
    if (!answer || answer.every((job, place) => job === place)) return undefined;
    const at = positions(model, sequence);
    const places = window.map((operation) => at[operation]!).sort((a, b) => a - b);
    const changed = Int32Array.from(sequence);
    for (const [place, job] of answer.entries()) changed[places[place]!] = model.orderOf[window[job]!]!;
    return changed;
  };
};
