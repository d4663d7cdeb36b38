import type { Before } from "../construct/graph/moves.ts";
import { createGraph, type Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import { objectiveOf } from "../construct/objective.ts";
import { copySchedule, emptySchedule } from "../construct/schedule.ts";
import { createRecreate } from "../improve/recreate.ts";
import { createRuin } from "../improve/ruin.ts";
import { createRandom } from "../random.ts";
import type { Former } from "./affected.ts";
import { type Mended, type MendOptions, movedOf, urgencyOf, usualMoved } from "./mended.ts";

/** What moving as many as may be moved must gain, as shares of the objective: whichever leads to the best start is kept. */
const movesWorth = [0.001, 0.01, 0.1];
/** A change that moves more operations than this is given up. */
const mostAnew = 1_500;
/** Changes that are taken over between two lists of late orders. */
const listed = 8;

/** The old plan without what is affected, on a graph where the others cost something when they move. */
const keptOf = (
  model: Model,
  former: Former,
  affected: Uint8Array,
  frozenUntil: number,
  moves: Pick<Before, "moveCost" | "mostMoved">,
): Graph => {
  const { schedule: old, placed } = former;
  const schedule = emptySchedule(model);
  copySchedule(old, schedule);
  const isIn = new Uint8Array(affected.length);
  const counts = new Uint8Array(affected.length);
  const floor = new Float64Array(affected.length);
  for (let operation = 0; operation < affected.length; operation += 1) {
    const fixed = model.fixed[operation];
    const start = placed[operation] ? old.start[operation]! : frozenUntil;
    floor[operation] = affected[operation] ? Math.min(frozenUntil, start) : start;
    isIn[operation] = fixed || !affected[operation] ? 1 : 0;
    counts[operation] = fixed || affected[operation] ? 0 : 1;
    if (!fixed) continue;
    schedule.resource[operation] = fixed.resource;
    schedule.alternative[operation] = fixed.alternative;
    schedule.start[operation] = fixed.start;
    schedule.end[operation] = fixed.end;
    schedule.setup[operation] = 0;
  }
  const before = { resource: old.resource, start: old.start, counts, ...moves };
  return createGraph(model, schedule, { isIn, floor, before });
};

/**
 * Mends the schedule of a model that fits the graph: whoever is not affected keeps its turn and is never sooner than before;
 * the others are put in where the objective grows least, moves counted. Then orders that are late are tried anew, with
 * those that stand in their way, for as long as there is time.
 *
 * @returns Undefined when something has no place beside what is kept.
 */
export const mendOnGraph = (
  model: Model,
  former: Former,
  affected: Uint8Array,
  { seed, frozenUntil, mostMoved = usualMoved, goOn }: MendOptions,
): Mended | undefined => {
  const old = former.schedule;
  const unaffected = affected.reduce((sum, one) => sum + 1 - one, 0);
  const limit = Math.floor(mostMoved * unaffected);
  const worth = Math.max(1, objectiveOf(model, old)) / Math.max(1, limit);
  const orders = [...new Set(model.orderOf.filter((_, operation) => affected[operation]))];
  orders.sort((a, b) => urgencyOf(model, a) - urgencyOf(model, b) || a - b);

  const start = (moveCost: number) => {
    const graph = keptOf(model, former, affected, frozenUntil, { moveCost, mostMoved: limit });
    if (!graph.settle(Number.POSITIVE_INFINITY)) return undefined;
    const recreate = createRecreate(model, graph, mostAnew);
    for (const order of orders)
      for (let operation = model.first[order]!; operation < model.first[order + 1]!; operation += 1)
        if (!graph.isIn[operation] && !recreate.place(operation)) return undefined;
    graph.accept();
    return { graph, recreate, cost: graph.cost() - moveCost * graph.moved() };
  };
  let started: ReturnType<typeof start>;
  // Where all may move, the objective's own cost of a change is all that holds them.
  for (const share of mostMoved < 1 ? movesWorth : [0]) {
    const other = start(share * worth);
    if (!started || (other && other.cost < started.cost)) started = other;
  }
  if (!started) return undefined;

  const { graph, recreate } = started;
  const { schedule } = graph;
  const random = createRandom(seed);
  const ruin = createRuin(model, graph, recreate, random, { soonest: frozenUntil, mostAnew });
  /** What an order costs more than when it is on time, or comes when it came before. */
  const excess = (order: number, sinceBefore: boolean): number => {
    const last = model.first[order + 1]! - 1;
    const before = sinceBefore && former.placed[last] ? old.end[last]! : 0;
    return model.weight[order]! * Math.max(0, schedule.end[last]! - Math.max(model.due[order]!, before));
  };
  const all = Array.from({ length: model.orders }, (_, order) => order);
  const lateBy = (sinceBefore: boolean): number[] => {
    const excesses = all.map((order) => excess(order, sinceBefore));
    return all.filter((order) => excesses[order]! > 0).sort((a, b) => excesses[b]! - excesses[a]!);
  };
  let later = lateBy(true);
  let late = lateBy(false);
  let taken = 0;
  for (let tries = 0; late.length > 0 && goOn(tries); tries += 1) {
    // Those that come later than before as often as all that are late, the worst ones first.
    const list = later.length > 0 && random.int(2) === 0 ? later : late;
    const order = list[Math.floor(list.length * random.share() ** 2)]!;
    const mark = graph.mark();
    if (!ruin.attempt(order, graph.cost() - 1e-9)) {
      graph.back(mark);
      continue;
    }
    graph.accept();
    taken += 1;
    if (taken % listed !== 0) continue;
    later = lateBy(true);
    late = lateBy(false);
  }
  schedule.cost = objectiveOf(model, schedule);
  return { schedule, moved: movedOf(model, former, affected, schedule) };
};
