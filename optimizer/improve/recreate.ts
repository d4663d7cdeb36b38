import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";

const hour = 3_600;

/** Turns of one resource that an operation is tried at. */
const mostTurns = 9;
/** They lie next to each other at first, then farther and farther apart. */
const closeTurns = 4;
/** Batches of one resource that an operation is tried in. */
const mostJoins = 4;
/** What an hour until an operation's end counts for when its order is on time all the same. */
const patience = 0.002;

/** Into a turn that others may have to wait for, into a gap where nobody has to, in with others, or home. */
type Way = "turn" | "gap" | "join" | "home";

export interface RecreateOptions {
  /** A place that moves more operations than this is none. */
  readonly mostAnew: number;
  /** Asked for each operation: whether it only goes where nobody has to move for it. */
  readonly isAside?: () => boolean;
  /** A place that an operation had and starts no sooner at, to be tried too. */
  readonly homeOf?: (operation: number) => Home | undefined;
  /** Where what is put back draws its material, which it has given back; without it, it holds what it held. */
  readonly reservoir?: Reservoir | undefined;
}

export interface Home {
  readonly alternative: number;
  readonly start: number;
  readonly end: number;
}

/** Puts operations that are out of a graph back, one after the other, each where the objective grows least. */
export const createRecreate = (
  model: Model,
  graph: Graph,
  { mostAnew, isAside = () => false, homeOf = () => undefined, reservoir }: RecreateOptions,
) => {
  const { tardiness } = model.objective;
  /** What an order costs at least when one of its operations ends at a moment; nothing for its last one, which the graph weighs. */
  const ahead = (operation: number, end: number): number => {
    const order = model.orderOf[operation]!;
    const weight = (tardiness * model.weight[order]!) / hour;
    if (operation + 1 === model.first[order + 1]) return patience * weight * end;
    const rest = model.lag[operation]! + model.rest[operation + 1]!;
    return weight * (Math.max(0, end + rest - model.due[order]!) + patience * end);
  };
  const late = (operation: number, end: number): number => {
    const order = model.orderOf[operation]!;
    return operation + 1 === model.first[order + 1]
      ? (tardiness * model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour
      : 0;
  };

  const putIn = (operation: number, alternative: number, turn: number, way: Way) => {
    if (way === "home") graph.free(operation, homeOf(operation)!.start);
    if (way === "join") graph.join(operation, alternative, turn);
    else graph.insert(operation, alternative, turn, way === "gap");
  };

  /** Puts an operation back with its material, as soon as that can be there; what is early stays with it no longer than need be. */
  const supplied = (operation: number, putBack: () => boolean): boolean => {
    if (!reservoir) return putBack();
    const ready = graph.readyOf(operation);
    // What it waits for may have no time yet.
    const from = Number.isNaN(ready) ? graph.floor[operation]! : Math.max(ready, graph.floor[operation]!);
    if (!reservoir.draw(operation, from)) return false;
    const isBack = putBack();
    if (isBack) reservoir.loosen(operation, graph.schedule.start[operation]!);
    else reservoir.release(operation);
    return isBack;
  };

  /** Puts one operation back; false when it has no place, or none at which the cost stays within a limit, and then nothing is changed. */
  const place = (operation: number, costliest = Number.POSITIVE_INFINITY): boolean => {
    const before = graph.cost();
    const onlyAside = isAside();
    const from = Math.max(graph.readyOf(operation), graph.floor[operation]!);
    let least = costliest - before;
    let bestAlternative = -1;
    let bestTurn = -1;
    let bestWay: Way = "turn";
    const attempt = (alternative: number, turn: number, aside: number, way: Way) => {
      const mark = graph.mark();
      putIn(operation, alternative, turn, way);
      if (graph.settle(mostAnew, before + least - aside)) {
        const value = graph.cost() - before + aside;
        if (value < least) {
          least = value;
          bestAlternative = alternative;
          bestTurn = turn;
          bestWay = way;
        }
      }
      graph.back(mark);
    };
    const home = homeOf(operation);
    if (home && graph.readyOf(operation) <= home.start) {
      const { resource } = model.alternatives[operation]![home.alternative]!;
      attempt(home.alternative, graph.turnAt(resource, home.start), ahead(operation, home.end), "home");
    }
    const { length } = model.alternatives[operation]!;
    // In with others at first, which takes nobody's time.
    for (let alternative = 0; alternative < length; alternative += 1) {
      if (model.batchCapacity[model.alternatives[operation]![alternative]!.resource] === 0) continue;
      joinNear(operation, alternative, from, attempt);
    }
    // Where nobody has to move first: what is tried later is given up as soon as it costs more.
    const gaps: number[] = [];
    for (let alternative = 0; alternative < length; alternative += 1) {
      const turn = gapFrom(
        operation,
        alternative,
        graph.turnAt(model.alternatives[operation]![alternative]!.resource, from),
        least,
      );
      gaps.push(turn);
      if (turn >= 0)
        attempt(alternative, turn, ahead(operation, graph.endAside(operation, alternative, turn)), "gap");
    }
    for (let alternative = 0; alternative < length && !onlyAside; alternative += 1) {
      const { resource } = model.alternatives[operation]![alternative]!;
      const lane = graph.lanes[resource]!;
      let turn = graph.turnAt(resource, from);
      for (let tried = 0; tried < mostTurns && turn < lane.length; tried += 1) {
        const end = graph.endWith(operation, alternative, turn);
        // Later turns end no sooner.
        const aside = ahead(operation, end);
        if (aside + late(operation, end) >= least) break;
        const hasRoom = end <= graph.schedule.start[lane[turn]!]!;
        // Room on the resource alone: who comes next may have to wait for its set-up, or others for their units.
        if (!hasRoom || turn !== gaps[alternative]) attempt(alternative, turn, aside, "turn");
        if (hasRoom) break;
        turn += tried < closeTurns ? 1 : 1 + tried;
      }
    }
    if (bestTurn < 0) return false;
    putIn(operation, bestAlternative, bestTurn, bestWay);
    return graph.settle(mostAnew);
  };
  /** Tries the batches that end after a moment and have room. */
  const joinNear = (
    operation: number,
    alternative: number,
    from: number,
    attempt: (alternative: number, turn: number, aside: number, way: Way) => void,
  ): void => {
    const { resource, duration } = model.alternatives[operation]![alternative]!;
    const lane = graph.lanes[resource]!;
    let tried = 0;
    for (let turn = graph.turnAt(resource, from); turn < lane.length && tried < mostJoins; turn += 1) {
      if (!graph.mayJoin(operation, alternative, turn)) continue;
      tried += 1;
      const end = Math.max(graph.schedule.end[lane[turn]!]!, from + duration);
      attempt(alternative, turn, ahead(operation, end), "join");
    }
  };
  /** The first turn from one on at which an operation fits in without moving another; -1 when it would cost more than a limit there. */
  const gapFrom = (operation: number, alternative: number, from: number, most: number): number => {
    const { resource, duration } = model.alternatives[operation]![alternative]!;
    const lane = graph.lanes[resource]!;
    for (let turn = from; turn < lane.length; turn += 1) {
      const start = graph.schedule.start[lane[turn]!]!;
      const free = turn > 0 ? graph.schedule.end[lane[turn - 1]!]! : 0;
      if (start - free < duration) {
        if (ahead(operation, free) + late(operation, free) >= most) return -1;
        continue;
      }
      if (graph.endAside(operation, alternative, turn) < Number.POSITIVE_INFINITY) return turn;
    }
    return lane.length;
  };
  /** Puts one operation back where it moves nobody, as soon as that can be; false when it has no place. */
  const placeAside = (operation: number): boolean => {
    const from = Math.max(graph.readyOf(operation), graph.floor[operation]!);
    const moved = graph.moved();
    const gapOf = (alternative: number, since: number) => {
      const turn = gapFrom(operation, alternative, since, Number.POSITIVE_INFINITY);
      return { alternative, turn, end: graph.endAside(operation, alternative, turn) };
    };
    const gaps = model.alternatives[operation]!.map(({ resource }, alternative) =>
      gapOf(alternative, graph.turnAt(resource, from)),
    );
    while (gaps.length > 0) {
      const at = gaps.reduce((best, { end }, index) => (end < gaps[best]!.end ? index : best), 0);
      const { alternative, turn } = gaps[at]!;
      const mark = graph.mark();
      graph.insert(operation, alternative, turn, true);
      if (graph.settle(mostAnew) && graph.moved() === moved) return true;
      graph.back(mark);
      if (turn < graph.lanes[model.alternatives[operation]![alternative]!.resource]!.length)
        gaps[at] = gapOf(alternative, turn + 1);
      else gaps.splice(at, 1);
    }
    return false;
  };
  return {
    place: (operation: number, costliest?: number) => supplied(operation, () => place(operation, costliest)),
    placeAside: (operation: number) => supplied(operation, () => placeAside(operation)),
  };
};
