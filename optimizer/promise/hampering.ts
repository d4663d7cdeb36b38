import { type Calendar, createCalendar } from "../calendar.ts";
import { appendFact, createLane, insertEntry, type Lane, slotFrom } from "../construct/lane.ts";
import { createUncovered } from "../construct/model.ts";
import { createSetups } from "../construct/setups.ts";
import { createTimeline, type Timeline } from "../construct/timeline.ts";
import type { PlannedOperation } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";
import type { Standing, Standings } from "./standing.ts";

/** Who cannot stay where the plan has them once orders have left it. */
export interface Hampering {
  /** Takes orders out of the plan, with those that were before; the orders that are hampered by that, some of them perhaps as before. */
  leave(orders: Iterable<string>): Set<string>;
}

/** A set-up that has become another, because something else is in front by now. */
interface Change {
  readonly standing: Standing;
  readonly resource: number;
  readonly setup: number;
  /** When what stands before it ends. */
  readonly free: number;
}

const byTime = (a: Change, b: Change): number =>
  a.standing.place.start - b.standing.place.start ||
  a.standing.place.end - b.standing.place.end ||
  a.standing.rank - b.standing.rank;

/** The alternative that an operation was planned with: of two on one resource, the one that needs what it holds. */
const wayOf = ({ alternatives, secondary: own = [] }: Operation, place: PlannedOperation) => {
  const held = place.secondary ?? [];
  const ways = alternatives.filter(({ resource }) => resource === place.resource);
  const isHeld = ({ secondary = own }: (typeof ways)[number]) =>
    secondary.length === held.length &&
    secondary.every((need) =>
      held.some(({ resource, units }) => resource === need.resource && units === need.units),
    );
  return ways.find(isHeld) ?? ways[0]!;
};

/**
 * Follows what leaving orders do to the rest, without building the plan up anew: only resources that somebody left are gone
 * through, and the units of secondary resources are counted up once for each that is asked for.
 */
export const createHampering = (problem: Problem, standings: Standings): Hampering => {
  const { resources, secondaryResources = [] } = problem;
  const indexOf = new Map(resources.map(({ id }, index) => [id, index]));
  const secondaryOf = new Map(secondaryResources.map(({ id }, index) => [id, index]));
  const setups = createSetups(
    problem,
    problem.orders.flatMap(({ operations }) => operations.map(({ family }) => family)),
  );
  const uncovered = createUncovered(problem);
  const calendars: Calendar[] = [];
  const calendarOf = (resource: number): Calendar => {
    calendars[resource] ??= createCalendar(resources[resource]!);
    return calendars[resource];
  };
  const gone = new Set<string>();
  /** Set-ups that are not as planned at present. */
  const changed = new Map<Standing, number>();
  const timelines: Timeline[] = [];

  const beginOf = ({ step, place }: Standing, planned: number): number => {
    const setup = step?.fixed ? (step.fixed.setup ?? 0) : planned;
    return setup > 0 ? calendarOf(indexOf.get(place.resource)!).begin(place.start, setup) : place.start;
  };
  const timelineOf = (index: number): Timeline => {
    const known = timelines[index];
    if (known) return known;
    const { id, capacity, away = [] } = secondaryResources[index]!;
    const timeline = createTimeline(capacity);
    for (const { from, to, units } of away) timeline.take(from, to, units);
    timelines[index] = timeline;
    for (const standing of standings.holding(id)) {
      if (gone.has(standing.place.orderId)) continue;
      const begin = beginOf(standing, changed.get(standing) ?? standing.place.setup);
      for (const { resource, units } of standing.place.secondary!)
        if (resource === id) timeline.take(begin, standing.place.end, units);
    }
    return timeline;
  };
  /** Takes or gives back units, where they have been counted up. */
  const hold = (standing: Standing, setup: number, sign: number) => {
    const begin = beginOf(standing, setup);
    for (const { resource, units } of standing.place.secondary ?? [])
      timelines[secondaryOf.get(resource)!]?.take(begin, standing.place.end, sign * units);
  };

  /** Set-ups of a resource, as it stands now, that are not as planned. */
  const changesOn = (resource: number): Change[] => {
    const { id, batch, family } = resources[resource]!;
    const staying = standings
      .on(id)
      .filter(({ step, place }) => step !== undefined && !gone.has(place.orderId));
    const families = staying.map(({ step }) => setups.familyOf(step!.family));
    const lane: Lane = createLane();
    for (const [at, { step }] of staying.entries())
      if (step!.fixed) appendFact(lane, step!.fixed, families[at]!, at);
    for (const [at, { step, place }] of staying.entries()) {
      if (step!.fixed) continue;
      const slot = slotFrom(lane, place.start);
      const host = lane.start[slot] === place.start ? staying[lane.operation[slot]!]!.step! : undefined;
      const joins = batch && step!.batch && host?.batch?.family === step!.batch.family && !host.fixed;
      if (!joins) insertEntry(lane, slot, place.start, place.end, families[at]!, at, 0);
    }
    return lane.operation.flatMap((at, slot): Change[] => {
      const standing = staying[at]!;
      const before = slot > 0 ? lane.family[slot - 1]! : setups.familyOf(family);
      const setup = setups.seconds(resource, before, families[at]!);
      // Of several that begin at once the first one counts.
      if (standing.step!.fixed || setup === standing.place.setup || lane.start[slot - 1] === lane.start[slot])
        return [];
      return [{ standing, resource, setup, free: slot > 0 ? lane.end[slot - 1]! : 0 }];
    });
  };

  /** Gives an operation the set-up that it needs by now; false when that has no room, or wants units that others hold. */
  const prepare = ({ standing, resource, setup, free }: Change): boolean => {
    const { end, secondary = [] } = standing.place;
    const needs = secondary.map(({ resource: name, units }) => {
      const index = secondaryOf.get(name)!;
      return { timeline: timelineOf(index), away: uncovered(resource, index), units };
    });
    hold(standing, standing.place.setup, -1);
    changed.set(standing, setup);
    const begin = beginOf(standing, setup);
    const fits =
      begin >= free &&
      needs.every(
        ({ timeline, away, units }) =>
          timeline.blockedUntil(begin, end, units) < 0 && (away?.opens(begin) ?? end) >= end,
      );
    hold(standing, setup, 1);
    return fits;
  };

  /** Those of a batch that others have left, if it works longer than they need. */
  const inTooLong = (leaving: readonly Standing[]): Standing[] =>
    leaving.flatMap(({ place: { resource, start } }) => {
      const members = standings
        .on(resource)
        .filter(
          ({ step, place }) =>
            place.start === start &&
            step?.fixed === undefined &&
            step?.alternatives.some((way) => way.resource === resource) &&
            !gone.has(place.orderId),
        );
      if (members.length === 0) return [];
      const { worked } = calendarOf(indexOf.get(resource)!);
      const needed = Math.max(...members.map(({ step, place }) => wayOf(step!, place).duration));
      return worked(members[0]!.place.end) - worked(start) > needed ? members : [];
    });

  const left: Standing[] = [];
  const changes = new Map<number, Change[]>();
  return {
    leave: (orders) => {
      for (const [standing, setup] of changed) {
        hold(standing, setup, -1);
        hold(standing, standing.place.setup, 1);
      }
      changed.clear();
      const touched = new Set<number>();
      for (const order of orders) {
        if (gone.has(order)) continue;
        gone.add(order);
        for (const standing of standings.of(order)) {
          hold(standing, standing.place.setup, -1);
          left.push(standing);
          touched.add(indexOf.get(standing.place.resource)!);
        }
      }
      for (const resource of touched) changes.set(resource, changesOn(resource));
      const hampered = [...changes.values()]
        .flat()
        .sort(byTime)
        .filter((change) => !prepare(change))
        .map(({ standing }) => standing);
      return new Set([...hampered, ...inTooLong(left)].map(({ place }) => place.orderId));
    },
  };
};
