import { setImmediate } from "node:timers/promises";
import { createGraph, type Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import { objectiveOf } from "../construct/objective.ts";
import { createPostponer } from "../construct/postpone.ts";
import { copySchedule, emptySchedule, lateOrders, type Schedule } from "../construct/schedule.ts";
import type { ExactSolver } from "../exact/solver.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import type { Peg } from "../plan.ts";
import { createRandom } from "../random.ts";
import { createExchange, drawnFrom } from "./exchange.ts";
import { createRecreate } from "./recreate.ts";
import { createRuin } from "./ruin.ts";
import type { SearchOptions } from "./search.ts";
import { createWindows } from "./windows.ts";

/** A change that moves more operations than this is given up. */
const mostAnew = 150;
/** Tries between two looks at the clock. */
const looked = 16;
/** Tries between two lists of late orders, and two snapshots of the best. */
const listed = 512;
/** One in so many tries is for any order, late or not. */
const anyOrder = 8;
const cooling = 3;

export interface GraphSearchOptions extends Omit<SearchOptions, "exact"> {
  /** CP-SAT in threads of their own, which order windows of single resources anew while this search goes on. */
  readonly solvers?: readonly ExactSolver[];
  readonly solverSeconds?: number;
  /** Where orders exchange their material while the search goes on; without it, each keeps what it holds. */
  readonly reservoir?: Reservoir | undefined;
}

export interface GraphSearchResult {
  readonly schedule: Schedule;
  readonly iterations: number;
  /** The pegs of the schedule, where orders exchange their material. */
  readonly pegs?: Map<string, Peg>;
}

/** Gives operations of one resource, that still stand next to each other there, another turn; whether it was better. */
const reorder = (graph: Graph, turns: readonly number[]): boolean => {
  const resource = graph.schedule.resource[turns[0]!]!;
  const places = turns
    .map((operation) => (graph.schedule.resource[operation] === resource ? graph.turnOf(operation) : -1))
    .sort((a, b) => a - b);
  if (places[0]! < 0 || places.at(-1)! - places[0]! >= places.length) return false;
  const before = graph.cost();
  const mark = graph.mark();
  const alternatives = turns.map((operation) => graph.schedule.alternative[operation]!);
  for (const operation of turns) graph.remove(operation);
  // What each needs beside its resource is looked for among those that have their times.
  const isBetter =
    turns.every((operation, index) => {
      const settled = graph.settle(mostAnew);
      if (settled) graph.insert(operation, alternatives[index]!, places[0]! + index);
      return settled;
    }) &&
    graph.settle(mostAnew) &&
    graph.cost() < before - 1e-9;
  if (isBetter) return true;
  graph.back(mark);
  return false;
};

/**
 * Betters the schedule of a model that fits the graph: late orders are taken out with what stands in their way and put back,
 * as simulated annealing takes what comes of it (threshold drawn beforehand, so that what costs too much is given up on its
 * way). The best is never lost.
 */
export const searchGraph = async (
  given: Model,
  start: Schedule,
  options: GraphSearchOptions,
): Promise<GraphSearchResult> => {
  const {
    seed,
    deadline,
    now,
    iterations = Number.POSITIVE_INFINITY,
    onImprovement,
    solvers = [],
    solverSeconds: maxSeconds = 1,
    reservoir,
  } = options;
  const model = reservoir ? drawnFrom(given, reservoir) : given;
  const best = emptySchedule(model);
  copySchedule(start, best);
  /** What is held in the best. */
  let held = reservoir?.snapshot();
  const schedule = emptySchedule(model);
  copySchedule(start, schedule);
  const count = model.keys.length;
  const graph = createGraph(model, schedule, {
    isIn: new Uint8Array(count).fill(1),
    floor: new Float64Array(count),
    reservoir,
  });
  if (!graph.settle(Number.POSITIVE_INFINITY)) return { schedule: best, iterations: 0 };
  graph.accept();
  const random = createRandom(seed);
  const recreate = createRecreate(model, graph, { mostAnew, reservoir });
  const ruin = createRuin(model, graph, recreate, random, { soonest: 0, mostAnew, reservoir });
  const exchange = reservoir ? createExchange(model, graph, reservoir) : () => undefined;
  const windows = solvers.length > 0 ? createWindows(model, graph, solvers, { seed, maxSeconds }) : undefined;

  let late = lateOrders(model, schedule);
  // Turns say how soon everything can be; what waits for cheaper energy all the same is worked out for the best of them.
  const postpone = model.isPriced ? createPostponer(model) : undefined;
  const candidate = postpone ? emptySchedule(model) : schedule;
  let least = postpone ? Number.POSITIVE_INFINITY : best.cost;
  const keep = () => {
    if (graph.cost() >= least - 1e-9) return;
    least = graph.cost();
    if (postpone) {
      copySchedule(schedule, candidate);
      postpone(candidate);
    }
    const cost = objectiveOf(model, candidate);
    if (postpone && cost >= best.cost - 1e-9) return;
    copySchedule(candidate, best);
    best.cost = cost;
    held = reservoir?.snapshot();
    onImprovement?.(cost);
  };
  // A twentieth of what a late order costs.
  const hot = graph.cost() / Math.max(1, late.length) / 20;
  const clocked = iterations === Number.POSITIVE_INFINITY;
  const startTime = now();
  const span = Math.max(1, deadline - startTime);
  let progress = 0;
  let tries = 0;
  for (; tries < iterations; tries += 1) {
    if (tries % looked === 0) {
      const time = now();
      if (time >= deadline) break;
      progress = clocked ? (time - startTime) / span : tries / iterations;
    }
    if (tries % listed === 0) {
      exchange();
      keep();
      late = lateOrders(model, schedule);
      // Answers of the threads come in between.
      await setImmediate();
      windows?.ask();
      for (const turns of windows?.answers() ?? []) if (reorder(graph, turns)) graph.accept();
    }
    const isAny = late.length === 0 || random.int(anyOrder) === 0;
    const order = isAny ? random.int(model.orders) : late[random.int(late.length)]!;
    const temperature = hot * (1 - progress) ** cooling;
    if (ruin.attempt(order, graph.cost() - temperature * Math.log(1 - random.share()))) graph.accept();
    else graph.reject();
  }
  keep();
  const pegs = reservoir?.pegs(best.start, held!);
  return { schedule: best, iterations: tries, ...(pegs ? { pegs } : {}) };
};
