import { type Bounds, quickBounds } from "../bound/bound.ts";
import { fitsGraph } from "../construct/graph.ts";
import { buildModel, type Model } from "../construct/model.ts";
import { explainInfeasible, requireEnds } from "../infeasible.ts";
import { createReservoir } from "../peg/reservoir/reservoir.ts";
import type { Plan } from "../plan.ts";
import { toPlan } from "../present.ts";
import type { Problem } from "../problem.ts";
import { affectedBy, formerOf } from "./affected.ts";
import { type Disruption, disrupt } from "./disruption.ts";
import { addRobbed, frozen } from "./frozen.ts";
import { lapsedIn, withLapsed } from "./lapsed.ts";
import { mendOnBoard } from "./mend-board.ts";
import { mendOnGraph } from "./mend-graph.ts";
import { repeg } from "./repeg.ts";

export interface RepairOptions {
  readonly budgetMs?: number;
  readonly seed?: number;
  /** Stops after this many tries instead of by time: the same plan on every machine. */
  readonly iterations?: number;
  /**
   * What starts before this moment stays where it is, unless its resource is down, its people or tools are absent, its material is
   * gone, or what it follows does not stay; nothing else is begun sooner.
   */
  readonly frozenUntil?: number;
  /**
   * Share from 0 to 1 of the operations that no disruption hits which may move for a better plan, 0.045 if none is given.
   * With 1 only the objective's `change` holds them where they are.
   */
  readonly mostMoved?: number;
  /**
   * What no disruption hits may begin sooner than before in the turn that it has, where that costs less: there has come to be
   * more working time, or material sooner.
   */
  readonly sooner?: boolean;
}

export interface Repaired {
  readonly plan: Plan;
  /** As it is after the disruptions, with what is frozen fixed. */
  readonly problem: Problem;
  /** Operations that have begun and that nothing can follow within their maximum lags any more, by key; see `withLapsed`. */
  readonly lapsed: readonly string[];
  /** Operations of the old plan that have another place or start than before. */
  readonly moved: number;
  /** Operations that a disruption hit, or that follow one of them in its order. */
  readonly affected: number;
  /** Of the others, those that have another place or start. */
  readonly movedUnaffected: number;
}

const hour = 3_600;
/** From this round of pegging anew what does not keep until it is used now nobody gets anything that expires. */
const strictRound = 4;
/** Share of the time that each of the peggings should take that give material anew to whom has lost it. */
const pegShare = 0.5;

/** Hours of set-up that what is fixed has behind it: they cost nothing any more. */
const fixedSetups = ({ orders }: Problem): number => {
  const fixed = orders.flatMap(({ operations }) => operations.flatMap((operation) => operation.fixed ?? []));
  return fixed.reduce((sum, { setup = 0 }) => sum + setup, 0) / hour;
};

/** What is harder or more costs no less, so the old bound goes on to hold where no order has dropped out. */
const boundsAfter = (
  problem: Problem,
  model: Model,
  plan: Plan,
  disruptions: readonly Disruption[],
): Bounds => {
  const quick = quickBounds(problem, model);
  const known = new Set(problem.orders.map(({ id }) => id));
  const out = new Set(plan.unplanned);
  const harder =
    disruptions.every(
      ({ kind, ...rest }) =>
        kind === "down" ||
        kind === "absent" ||
        kind === "scrap" ||
        (kind === "late" && "from" in rest && rest.to >= rest.from),
    ) &&
    plan.operations.every(({ orderId }) => known.has(orderId)) &&
    model.unplanned.every((id) => out.has(id));
  if (!harder) return quick;
  const { setup, opened } = model.objective;
  const bound = Math.max(quick.bound, plan.bound - (setup + opened) * fixedSetups(problem));
  return { bound, boundWithPegs: Math.max(quick.boundWithPegs, bound) };
};

/**
 * Mends a plan after disruptions so that as little as possible moves: material that is still there stays where it was pegged,
 * operations that are not hit keep their resources and, where they can, their times.
 *
 * @throws ProblemError when a disruption is not sound, InfeasibleError when an operation has no place.
 */
export const repair = async (
  input: Problem,
  plan: Plan,
  disruptions: readonly Disruption[],
  options: RepairOptions = {},
): Promise<Repaired> => {
  const { budgetMs = 2_000, seed = 1, iterations, frozenUntil = 0, mostMoved, sooner } = options;
  const started = performance.now();
  const pegMs = iterations === undefined ? budgetMs * pegShare : undefined;
  // What has lapsed is found out anew: it may have time again.
  const disrupted = withLapsed(disrupt(input, disruptions), []);
  requireEnds(disrupted);
  const robbed = new Set<string>();
  const spoilt = new Set<string>();
  for (let round = 1; ; round += 1) {
    const standing = frozen(disrupted, plan, disruptions, frozenUntil, robbed);
    const { pegs, anew } = repeg(standing, plan, { spoilt, isLast: round >= strictRound, budgetMs: pegMs });
    const building = performance.now();
    const bound = buildModel(standing, pegs);
    if (addRobbed(disrupted, bound, robbed) > 0) continue;
    const former = formerOf(bound, plan);
    const lapsed = lapsedIn(bound, former, frozenUntil);
    const problem = withLapsed(standing, lapsed);
    const model = lapsed.length > 0 ? buildModel(problem, pegs) : bound;
    const mends = fitsGraph(model);
    const reservoir = mends ? createReservoir(problem, pegs, model.unplanned) : undefined;
    // The last steps, the bounds among them, take about as long.
    const lastSteps = performance.now() - building;
    const affected = affectedBy(model, former, disruptions);
    for (const [operation, key] of model.keys.entries())
      if (anew.has(key) && !former.placed[operation]) affected[operation] = 1;
    let longest = 0;
    let since = performance.now();
    const spent = (tries: number): number => {
      if (iterations !== undefined) return tries < iterations ? tries / iterations : 1;
      const time = performance.now();
      if (tries > 0) longest = Math.max(longest, time - since);
      since = time;
      return (time + 2 * longest + lastSteps - started) / budgetMs;
    };
    const mending = { seed, frozenUntil, mostMoved, sooner, spent, reservoir };
    const {
      schedule,
      moved: movedUnaffected,
      pegs: exchanged,
    } = (mends ? mendOnGraph(model, former, affected, mending) : undefined) ??
    mendOnBoard(model, former, affected, mending);
    if (!Number.isFinite(schedule.cost)) throw explainInfeasible(problem, pegs);
    const late = model.keys.filter(
      (key, operation) => schedule.start[operation]! > model.supply.until[operation]! && !spoilt.has(key),
    );
    if (late.length > 0) {
      for (const key of late) spoilt.add(key);
      continue;
    }
    let moved = 0;
    for (let operation = 0; operation < model.keys.length; operation += 1)
      if (
        former.placed[operation] &&
        !model.fixed[operation] &&
        (schedule.start[operation] !== former.schedule.start[operation] ||
          schedule.resource[operation] !== former.schedule.resource[operation])
      )
        moved += 1;
    const pegged = exchanged ? buildModel(problem, exchanged) : model;
    const bounds = boundsAfter(problem, pegged, plan, disruptions);
    return {
      plan: toPlan(pegged, exchanged ?? pegs, schedule, bounds),
      problem,
      lapsed,
      moved,
      affected: affected.reduce((sum, one) => sum + one, 0),
      movedUnaffected,
    };
  }
};
