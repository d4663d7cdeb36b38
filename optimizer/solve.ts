import { availableParallelism } from "node:os";
import { boundsOf, quickBounds } from "./bound/bound.ts";
import { boundMaterialInThread } from "./bound/material-thread.ts";
import { explore } from "./construct/explore.ts";
import { fitsGraph } from "./construct/graph.ts";
import { buildModel } from "./construct/model.ts";
import { restart } from "./construct/restart.ts";
import { createStart, type Start, type StartOptions } from "./construct/start.ts";
import { createExactSolver, type ExactSolver } from "./exact/solver.ts";
import { searchGraph } from "./improve/graph-search.ts";
import { createResequencer } from "./improve/resequence.ts";
import { search } from "./improve/search.ts";
import { explainInfeasible, requireEnds } from "./infeasible.ts";
import { type GoldenPart, goldenParts } from "./peg/golden.ts";
import { createReservoir } from "./peg/reservoir/reservoir.ts";
import { keyOf, type Plan } from "./plan.ts";
import { toPlan } from "./present.ts";
import { type Problem, parseProblem } from "./problem.ts";
import { formerOf } from "./repair/affected.ts";
import { lapsedIn, withLapsed } from "./repair/lapsed.ts";

export interface PlanOptions {
  /** Wall milliseconds that the search may take. */
  readonly budgetMs?: number;
  readonly seed?: number;
  /** Stops after this many tries instead of by time: the same plan on every machine. */
  readonly iterations?: number;
  /** Construction only. */
  readonly constructOnly?: boolean;
  /** Uses CP-SAT for stretches of one resource; needs time, so not with `iterations`. */
  readonly exact?: boolean;
  readonly onImprovement?: (objective: number) => void;
  /** Told once, with the first plan: the materials that gate most orders. */
  readonly onGolden?: (parts: GoldenPart[]) => void;
  /**
   * Told once, before anything else, by key: what has begun and that nothing can follow within its maximum lag any more. The plan keeps the rules
   * of `withLapsed` of these. Without it there is no plan for such a problem.
   */
  readonly onLapsed?: (keys: readonly string[]) => void;
  readonly signal?: AbortSignal;
}

/** Share of the time that a pegging should take at the most. */
const pegShare = 0.5;
/**
 * Shares of the time by which material must be pegged anew: once, which takes about so much of what the first plan took, and more
 * often.
 */
const onceShare = 0.9;
const onceOfFirst = 0.7;
const restartShare = 0.3;
/** Share of what is left for schedules built with other look-ahead. */
const exploreShare = 0.6;
const exactSeconds = 0.6;
/** What rounding may put between a plan and its bound. */
const proven = 1e-9;
/** From so many operations on the bound takes a thread of its own. */
const largePlant = 3_000;
/**
 * From so many operations on a change is tried in the time of what it changes, not of the whole plan, and whoever is moved chooses its
 * machine by what that costs everyone, not by its own end alone. Measured in equal time on five shapes of plant, plans of 120 to 300
 * operations cost a quarter less, of 400 to 1,000 a fifth; of 30 to 75 a tenth more.
 */
const byChanges = 100;
/** The same where only the board keeps every rule: measured with tools, ovens and maximum lags, a thirteenth less from here on. */
const byChangesOnBoard = 250;
/** Threads beside the search's own. */
const spareCores = (): number => Math.max(1, availableParallelism() - 1);

/** A first plan, in which the maximum lags that nothing can keep any more have lapsed if they may; the problem as it is then. */
const startLapsing = (
  given: Problem,
  mayLapse: boolean,
  options: StartOptions,
): { readonly first: Start; readonly problem: Problem; readonly lapsed: readonly string[] } => {
  const asGiven = createStart(given, options);
  if (!mayLapse || Number.isFinite(asGiven.schedule.cost))
    return { first: asGiven, problem: given, lapsed: [] };
  const { model } = asGiven;
  const lapsed = lapsedIn(model, formerOf(model, { operations: [] }), 0);
  if (lapsed.length === 0) return { first: asGiven, problem: given, lapsed };
  // What the problem says has lapsed before stays so.
  const known = given.orders.flatMap(({ id, operations }) =>
    operations.flatMap((operation) =>
      operation.lapsed || operation.missed ? [keyOf(id, operation.id)] : [],
    ),
  );
  const problem = withLapsed(given, [...known, ...lapsed]);
  return { first: createStart(problem, options), problem, lapsed: [...known, ...lapsed] };
};

/**
 * Plans every order: pegs material, builds one schedule by each dispatching rule, and improves the best until the
 * budget is spent. Anytime and seeded; the result is never worse than the best construction.
 *
 * @throws ProblemError when the problem is not sound, InfeasibleError when an operation has no place.
 */
export const plan = async (input: Problem, options: PlanOptions = {}): Promise<Plan> => {
  const {
    budgetMs = 5_000,
    seed = 1,
    iterations,
    constructOnly = false,
    exact = iterations === undefined,
    onImprovement,
    onGolden,
    onLapsed,
    signal,
  } = options;
  const startTime = performance.now();
  const elapsed = () => performance.now() - startTime;
  const given = parseProblem(input);
  requireEnds(given);
  const timed = !constructOnly && iterations === undefined;
  // On a large plant the rest of the rules would take the time that the search needs.
  const goOn = () => !timed || elapsed() < budgetMs / 2;
  const pegMs = timed ? budgetMs * pegShare : undefined;
  const steps = given.orders.reduce((sum, { operations }) => sum + operations.length, 0);
  const beside = steps < largePlant ? undefined : boundMaterialInThread(given, pegMs);
  const solvers: ExactSolver[] = [];
  try {
    const { first, problem, lapsed } = startLapsing(given, onLapsed !== undefined, { seed, pegMs, goOn });
    if (!Number.isFinite(first.schedule.cost)) throw explainInfeasible(problem, first.pegging.pegs);
    if (lapsed.length > 0) onLapsed?.(lapsed);
    onImprovement?.(first.schedule.cost);
    onGolden?.(goldenParts(problem, first.pegging));
    const firstMs = elapsed();
    const onBetter = (cost: number) => onImprovement?.(cost);
    const pegged = constructOnly
      ? first
      : restart(problem, first, {
          seed,
          pegMs,
          goOn: (lastMs) =>
            !signal?.aborted &&
            (iterations !== undefined ||
              (lastMs === undefined
                ? elapsed() + firstMs * onceOfFirst < budgetMs * onceShare
                : elapsed() + lastMs < budgetMs * restartShare)),
          onBetter,
        });
    const { model, pegging } = pegged;
    const { pegs } = pegging;
    const large = model.keys.length >= (model.constrained ? byChangesOnBoard : byChanges) && fitsGraph(model);
    const from = elapsed();
    const isShort =
      large && model.keys.length >= largePlant && model.secondaryCapacity.length > 0 && pegged.trial.onBoard;
    const { sequence, schedule } =
      isShort && timed
        ? explore(pegged, {
            seed,
            goOn: (lastMs) =>
              !signal?.aborted && elapsed() + lastMs < from + exploreShare * (budgetMs - from),
            onBetter,
          })
        : pegged;
    const bounds = boundsOf(problem, model, { kitMs: pegMs, known: await beside?.found });
    // Nothing that the search could begin with would be through in time.
    const isSpent = timed && elapsed() >= budgetMs;
    if (constructOnly || signal?.aborted || isSpent) return toPlan(model, pegs, schedule, bounds);

    const filling = performance.now();
    const reservoir = large ? createReservoir(problem, pegs, model.unplanned) : undefined;
    // To say in the end who has which pieces takes about as long.
    const lastSteps = performance.now() - filling;
    if (exact) for (let at = 0; at < (large ? spareCores() : 1); at += 1) solvers.push(createExactSolver());
    let least = schedule.cost;
    const searching = {
      seed,
      // An abort ends the search at its next look at the clock, with the best schedule so far; so does one that nothing can beat.
      now: () =>
        signal?.aborted || least <= (reservoir ? bounds.bound : bounds.boundWithPegs) + proven
          ? Number.POSITIVE_INFINITY
          : performance.now(),
      deadline: iterations === undefined ? startTime + budgetMs - lastSteps : Number.MAX_VALUE,
      ...(iterations === undefined ? {} : { iterations }),
      onImprovement: (objective: number) => {
        least = objective;
        onImprovement?.(objective);
      },
    };
    const [solver] = solvers;
    const onGraph = large
      ? await searchGraph(model, schedule, { ...searching, solvers, solverSeconds: exactSeconds, reservoir })
      : undefined;
    // Facts that contradict each other may have no place in the graph: sequences are searched then.
    const isSearched = onGraph && (onGraph.iterations > 0 || searching.now() >= searching.deadline);
    const found = isSearched
      ? onGraph
      : await search(model, sequence, {
          ...searching,
          ...(solver ? { exact: createResequencer(model, solver, seed, exactSeconds) } : {}),
        });
    if (!("pegs" in found) || !found.pegs) return toPlan(model, pegs, found.schedule, bounds);
    const exchanged = buildModel(problem, found.pegs);
    const { boundWithPegs } = quickBounds(problem, exchanged);
    return toPlan(exchanged, found.pegs, found.schedule, {
      bound: bounds.bound,
      boundWithPegs: Math.max(bounds.bound, boundWithPegs),
    });
  } finally {
    await Promise.all([beside?.end(), ...solvers.map((solver) => solver.close())]);
  }
};
