import { createGraph, type Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import { objectiveOf } from "../construct/objective.ts";
import { createPostponer } from "../construct/postpone.ts";
import { copySchedule, emptySchedule } from "../construct/schedule.ts";
import { createExchange, drawnFrom } from "../improve/exchange.ts";
import { createRecreate } from "../improve/recreate.ts";
import { createRuin } from "../improve/ruin.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import { createRandom } from "../random.ts";
import type { Former } from "./affected.ts";
import { createDisplacing } from "./displace.ts";
import { type Mended, type MendOptions, movedOf, urgencyOf, usualMoved } from "./mended.ts";
import { bringSooner } from "./sooner.ts";

/**
 * What a move costs at first and in the end, as a share of the loss that each that may move has to make up for: what is won with
 * few moves is looked for first.
 */
const firstPrice = 0.3;
const lastPrice = 0.01;
/** The loss counts as this share of the objective at least. */
const leastLoss = 0.02;
/** Tries between two prices. */
const priced = 64;
/** One try in so many also takes places for which others have to move on. */
const pushing = 10;
/** A place at the start that moves more operations than this is none; a change later on may move fewer, to be tried in less time. */
const mostAnew = 1_500;
const mostInTry = 150;
/** Times worked out for each operation at the start; beyond that, turns and maximum lags chase each other for ever. */
const mostEach = 50;
/** Operations that are taken out, each with what follows it, since others would have to move for them. */
const mostLifted = 200;
/** Share of the effort after which no more orders are brought forward in their turns. */
const mostBringing = 0.5;
/** Late orders are listed anew after so many changes, or when so many tries have passed since one. */
const listed = 8;
const listedTries = 256;

/** The old plan without what is affected, on a graph that counts which of the others move. */
const keptOf = (
  model: Model,
  former: Former,
  affected: Uint8Array,
  { frozenUntil, reservoir }: Pick<MendOptions, "frozenUntil" | "reservoir">,
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
  const before = { resource: old.resource, start: old.start, counts };
  // Whoever keeps its place leaves early pieces to others; whoever is out draws its own anew.
  if (reservoir)
    for (let operation = 0; operation < affected.length; operation += 1)
      if (!isIn[operation]) reservoir.release(operation);
      else if (!model.fixed[operation]) reservoir.loosen(operation, old.start[operation]!);
  return createGraph(model, schedule, { isIn, floor, before, reservoir });
};

/**
 * Takes those out too whom it moves that the affected are out: after another turn a set-up is longer and wants its people
 * sooner. The first one to be moved moves the others, so that few are enough; false when something has no place.
 */
const liftMoved = (
  model: Model,
  { schedule: old }: Former,
  affected: Uint8Array,
  graph: Graph,
  reservoir: Reservoir | undefined,
): boolean => {
  const inTime = Array.from(
    affected.keys().filter((operation) => !affected[operation] && !model.fixed[operation]),
  );
  inTime.sort((a, b) => old.start[a]! - old.start[b]! || a - b);
  for (let lifted = 0; graph.moved() > 0; lifted += 1) {
    const first = inTime.find(
      (operation) => graph.isIn[operation] && graph.schedule.start[operation] !== old.start[operation],
    );
    if (first === undefined || lifted === mostLifted) return true;
    // What comes after it in its order goes with it: else it would have to be back before that.
    const close = model.first[model.orderOf[first]! + 1]!;
    for (let operation = close - 1; operation >= first; operation -= 1)
      if (graph.isIn[operation] && !model.fixed[operation]) {
        graph.remove(operation);
        reservoir?.release(operation);
      }
    if (!graph.settle(mostEach * affected.length)) return false;
  }
  return true;
};

/**
 * Mends the schedule of a model that fits the graph: whoever is not affected keeps its turn and is never sooner than before;
 * the others are put in beside it. Then orders that are late are tried anew, with those that are to give them their place, for
 * as long as there is time; each move has a price, which falls.
 *
 * @returns Undefined when something has no place beside what is kept.
 */
export const mendOnGraph = (
  given: Model,
  former: Former,
  affected: Uint8Array,
  { seed, frozenUntil, mostMoved = usualMoved, sooner, spent, reservoir }: MendOptions,
): Mended | undefined => {
  const model = reservoir ? drawnFrom(given, reservoir) : given;
  const old = former.schedule;
  const unaffected = affected.reduce((sum, one) => sum + 1 - one, 0);
  const limit = Math.floor(mostMoved * unaffected);
  const graph = keptOf(model, former, affected, { frozenUntil, reservoir });
  if (!graph.settle(mostEach * affected.length)) return undefined;
  if (!liftMoved(model, former, affected, graph, reservoir) || graph.moved() > limit) return undefined;
  graph.accept();
  const orders = [...new Set(model.orderOf.filter((_, operation) => !graph.isIn[operation]))];
  orders.sort((a, b) => urgencyOf(model, a) - urgencyOf(model, b) || a - b);

  // Where all may move, the objective's own cost of a change is all that holds them.
  const isHeld = mostMoved < 1;
  graph.limitMoves({ moveCost: 0, mostMoved: limit });
  const start = createRecreate(model, graph, { mostAnew, isAside: () => isHeld, reservoir });
  for (const order of orders)
    for (let operation = model.first[order]!; operation < model.first[order + 1]!; operation += 1)
      if (!graph.isIn[operation] && !start.place(operation) && !start.placeAside(operation)) return undefined;
  graph.accept();
  if (sooner) bringSooner(model, graph, frozenUntil, () => spent(0) < mostBringing);

  const { schedule } = graph;
  const random = createRandom(seed);
  let isAside = false;
  const homeOf = (operation: number) =>
    affected[operation]
      ? undefined
      : {
          alternative: old.alternative[operation]!,
          start: old.start[operation]!,
          end: old.end[operation]!,
        };
  const recreate = createRecreate(model, graph, {
    mostAnew: mostInTry,
    isAside: () => isAside,
    homeOf,
    reservoir,
  });
  const ruin = createRuin(model, graph, recreate, random, {
    soonest: frozenUntil,
    mostAnew: mostInTry,
    displaced: createDisplacing(model, graph, random, frozenUntil),
    reservoir,
  });
  const exchange = reservoir ? createExchange(model, graph, reservoir) : () => undefined;
  const before = objectiveOf(model, old);
  const loss = isHeld ? Math.max(graph.cost() - before, before * leastLoss) / Math.max(1, limit) : 0;
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
  /** Changes that the lists do not know of. */
  let unlisted = 0;
  const begun = spent(0);
  let now = begun;
  for (let tries = 0; late.length > 0 && now < 1; tries += 1, now = spent(tries)) {
    if (tries % priced === 0) {
      const moveCost = loss * firstPrice * (lastPrice / firstPrice) ** ((now - begun) / (1 - begun));
      graph.limitMoves({ moveCost, mostMoved: limit });
    }
    if (unlisted >= listed || (unlisted > 0 && tries % listedTries === 0)) {
      exchange();
      later = lateBy(true);
      late = lateBy(false);
      unlisted = 0;
      if (late.length === 0) break;
    }
    isAside = random.int(pushing) > 0;
    // Those that come later than before as often as all that are late, the worst ones first.
    const list = later.length > 0 && random.int(2) === 0 ? later : late;
    const order = list[Math.floor(list.length * random.share() ** 2)]!;
    if (ruin.attempt(order, graph.cost() - 1e-9)) {
      graph.accept();
      unlisted += 1;
    } else graph.reject();
  }
  // Who is not affected keeps its hour.
  if (model.isPriced) createPostponer(model)(schedule, affected);
  schedule.cost = objectiveOf(model, schedule);
  const pegs = reservoir?.pegs(schedule.start, reservoir.snapshot());
  return { schedule, moved: movedOf(model, former, affected, schedule), pegs };
};
