import { loadsOf, orderEnds, type Plan, type Problem, withLapsed } from "../../../optimizer/index.ts";
import { repairInThread } from "../../../optimizer/thread.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Window } from "../../../services/mes/working-time.ts";
import { type OpenSnapshot, openSnapshot } from "../desk/snapshot.ts";
import { noPlan, requireVerified } from "../desk/verified.ts";
import { type Hold, holdsOf, lateness } from "./holds-late.ts";
import { carriedTo, opened } from "./opened.ts";
import { createPlannedOn, type Search } from "./planned-on.ts";

/** How late a plan is. */
export interface Lateness {
  readonly orders: number;
  /** Seconds, over all late orders. */
  readonly seconds: number;
}

/** What stands in the plan in force for who wants more working time. */
export interface LateNow {
  readonly planVersion: number;
  readonly inForce: Lateness;
  /** Lines on which late orders have something left to do, or may have. */
  readonly lines: readonly string[];
  readonly holds: readonly Hold[];
}

const latenessOf = (problem: Problem, plan: Pick<Plan, "operations" | "unplanned">): Lateness => {
  const late = [...lateness(problem, plan).values()];
  return { orders: late.length, seconds: late.reduce((sum, one) => sum + one, 0) };
};

/**
 * How late the plan in force is, on which lines and why.
 *
 * @throws MillwrightError PLAN_MISSING.
 */
export const lateNow = async (db: Db, now: Date): Promise<LateNow> => {
  const { version, problem, plan, at } = await openSnapshot(db);
  const late = lateness(problem, plan);
  const done = new Set(
    plan.operations
      .filter(({ end }) => end <= at(now))
      .map(({ orderId, operationId }) => `${orderId}/${operationId}`),
  );
  const lines = problem.orders
    .filter(({ id }) => late.has(id))
    .flatMap(({ id, operations }) => operations.filter((one) => !done.has(`${id}/${one.id}`)))
    .flatMap(({ alternatives }) => alternatives.map(({ resource }) => resource));
  return {
    planVersion: version,
    inForce: latenessOf(problem, plan),
    lines: [...new Set(lines)],
    holds: holdsOf(problem, plan),
  };
};

/** Closed time of a line that would be worked. */
export interface ExtraAt {
  readonly line: string;
  readonly windows: readonly { readonly from: Date; readonly to: Date }[];
}

/** An order by two plans. */
export interface OrderGain {
  readonly orderId: string;
  /** Seconds of lateness without the time and with it. */
  readonly without: number;
  readonly with: number;
  readonly end: Date;
}

export interface ExtraTimeAnswer {
  readonly planVersion: number;
  readonly inForce: Lateness;
  /** Planned again with as much effort, without the time. */
  readonly without: Lateness;
  readonly with: Lateness;
  /** Seconds of the time in which a line is set up or works. */
  readonly used: readonly { readonly line: string; readonly seconds: number }[];
  /** People who are off then and would come in, by skill. */
  readonly people: readonly string[];
  /** Orders that gain or lose, those that gain most first. */
  readonly orders: readonly OrderGain[];
  /** Those that were asked about, as far as they are in the plan. */
  readonly asked: readonly OrderGain[];
  /** What the orders wait for that are late all the same. */
  readonly holds: readonly Hold[];
}

/** What a search of so many operations takes at the least, each: with less it would find nothing, which is no answer. */
const leastMsEach = 0.4;
/** Less is what two searches differ by, and no gain. */
const leastSeconds = 900;

/** Seconds of its windows in which each line works by a plan. */
const usedOf = (
  problem: Problem,
  plan: Plan,
  windowsOf: ReadonlyMap<string, readonly Window[]>,
): Map<string, number> => {
  const linesAt = Map.groupBy(
    [...windowsOf].flatMap(([line, windows]) => windows.map((window) => ({ line, window }))),
    ({ window }) => window.join("-"),
  );
  const used = new Map<string, number>();
  for (const same of linesAt.values()) {
    const [from, to] = same[0]!.window;
    const lines = new Set(same.map(({ line }) => line));
    for (const { resource, busy } of loadsOf(problem, plan, from, to))
      if (lines.has(resource)) used.set(resource, (used.get(resource) ?? 0) + busy);
  }
  return used;
};

/** People who are held within the windows and are not there by their own shifts. */
const comersOf = (
  problem: Problem,
  plan: Plan,
  windowsOf: ReadonlyMap<string, readonly Window[]>,
  skills: ReadonlySet<string>,
): string[] => {
  const off = (problem.secondaryResources ?? []).filter(
    ({ id, capacity, away = [] }) => skills.has(id) && away.some(({ units }) => units === capacity),
  );
  return off
    .filter(({ id, capacity, away = [] }) =>
      plan.operations.some(
        ({ resource, start, end, secondary = [] }) =>
          secondary.some((held) => held.resource === id) &&
          (windowsOf.get(resource) ?? []).some(([from, to]) =>
            away.some(
              (span) =>
                span.units === capacity && Math.max(from, start, span.from) < Math.min(to, end, span.to),
            ),
          ),
      ),
    )
    .map(({ id }) => id);
};

const secondsOf = (
  { at }: Pick<OpenSnapshot, "at">,
  extra: readonly ExtraAt[],
): Map<string, readonly Window[]> =>
  new Map(
    extra.map(({ line, windows }) => [
      line,
      windows
        .map(({ from, to }): Window => [Math.max(0, at(from)), at(to)])
        .filter(([from, to]) => from < to),
    ]),
  );

const search: Search = async (problem, before, { effort, frozenUntil }) => {
  const { plan, lapsed } = await repairInThread(problem, before, [], {
    budgetMs: effort,
    frozenUntil,
    mostMoved: 1,
    sooner: true,
  }).catch(noPlan);
  requireVerified(withLapsed(problem, lapsed), plan);
  return plan;
};
const plannedOn = createPlannedOn(search);

/**
 * What the plan in force would gain if lines worked in time that their calendars leave closed: it is planned on without the time, and
 * from there once more without it and once with it, with the same effort, so that the gain is none of the search. Nothing is stored.
 *
 * @throws MillwrightError PLAN_MISSING, PLAN_INFEASIBLE, PLAN_REJECTED.
 */
export const whatIfExtraTime = async (
  db: Db,
  now: Date,
  extra: readonly ExtraAt[],
  { orders: wanted, budgetMs }: { readonly orders: readonly string[]; readonly budgetMs: number },
): Promise<ExtraTimeAnswer> => {
  const snapshot = await openSnapshot(db);
  const people = await db
    .selectFrom("secondary_resource")
    .select("id")
    .where("skill", "is not", null)
    .execute();
  const skills = new Set(people.map(({ id }) => id));
  const windowsOf = secondsOf(snapshot, extra);
  const before = plannedOn(snapshot, now, Math.max(budgetMs, leastMsEach * snapshot.plan.operations.length));
  const { usual } = before;
  const more = opened(usual, windowsOf, skills);
  const once = await before.once;
  const [without, found] = await Promise.all([
    before.twice,
    // What cannot be carried over begins as the plan in force does.
    search(more, carriedTo(usual, more, once), before).catch(() =>
      search(more, carriedTo(usual, more, snapshot.plan), before),
    ),
  ]);
  const used = usedOf(more, found, windowsOf);
  const isUsed = [...used.values()].some((seconds) => seconds >= leastSeconds);
  const brings = isUsed && found.objective < without.objective;
  const [problem, best] = brings ? [more, found] : [usual, without];
  const [late, lateStill] = [lateness(usual, without), lateness(problem, best)];
  const ends = orderEnds(best);
  const gainOf = (orderId: string): OrderGain => ({
    orderId,
    without: late.get(orderId) ?? 0,
    with: lateStill.get(orderId) ?? 0,
    end: snapshot.timeOf(ends.get(orderId)!),
  });
  return {
    planVersion: snapshot.version,
    inForce: latenessOf(snapshot.problem, snapshot.plan),
    without: latenessOf(usual, without),
    with: latenessOf(problem, best),
    used: brings
      ? [...used]
          .map(([line, seconds]) => ({ line, seconds }))
          .filter(({ seconds }) => seconds >= leastSeconds)
          .sort((a, b) => b.seconds - a.seconds)
      : [],
    people: brings ? comersOf(usual, best, windowsOf, skills) : [],
    orders: [...new Set([...late.keys(), ...lateStill.keys()])]
      .map(gainOf)
      .filter((order) => Math.abs(order.without - order.with) >= leastSeconds)
      .sort((a, b) => b.without - b.with - (a.without - a.with)),
    asked: wanted.filter((id) => ends.has(id)).map(gainOf),
    holds: holdsOf(problem, best),
  };
};
