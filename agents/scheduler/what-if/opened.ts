import { createCalendar, united, withWindows } from "../../../optimizer/calendar.ts";
import type { Plan, PlannedOperation, Problem } from "../../../optimizer/index.ts";
import type { Window } from "../../../services/mes/working-time.ts";

type Secondary = NonNullable<Problem["secondaryResources"]>[number];
type Place = Pick<PlannedOperation, "resource" | "start" | "end">;

/** The fewest units that there are while there are any: as many come in. */
const fewestOf = ({ capacity, away = [] }: Secondary): number =>
  Math.min(capacity, ...away.map(({ units }) => capacity - units).filter((there) => there > 0));

/** People of whom nobody is there within some windows come in for them, as few as in any shift. */
const comingIn = (skill: Secondary, windows: readonly Window[]): Secondary => {
  const { capacity, away = [] } = skill;
  const least = capacity - fewestOf(skill);
  return {
    ...skill,
    away: away.flatMap((span) => {
      if (span.units < capacity) return [span];
      const parts: (typeof away)[number][] = [];
      let at = span.from;
      for (const [from, to] of windows) {
        const [start, end] = [Math.max(from, at), Math.min(to, span.to)];
        if (start >= end) continue;
        if (start > at) parts.push({ ...span, from: at, to: start });
        if (least > 0) parts.push({ from: start, to: end, units: least });
        at = end;
      }
      return at < span.to ? [...parts, { ...span, from: at }] : parts;
    }),
  };
};

/** Places with other calendars: what would begin while it is closed begins when it opens, and takes as much work as before. */
const carrier = (from: Problem["resources"], to: Problem["resources"]) => {
  const before = new Map(from.map((one) => [one.id, createCalendar(one)]));
  const after = new Map(to.map((one) => [one.id, createCalendar(one)]));
  return <P extends Place>(place: P): P => {
    const { worked } = before.get(place.resource)!;
    const work = worked(place.end) - worked(place.start);
    const { opens, finish } = after.get(place.resource)!;
    if (work <= 0) return place;
    const start = opens(place.start);
    return { ...place, start, end: finish(start, work) };
  };
};

/** A plan as it begins with other calendars; others may be in the way of what takes longer. */
export const carriedTo = (from: Problem, to: Problem, plan: Plan): Plan => ({
  ...plan,
  operations: plan.operations.map(carrier(from.resources, to.resources)),
  // What no plan could cost less than holds with its own calendars only.
  bound: 0,
  boundWithPegs: 0,
});

/**
 * Opens closed time of resources, in seconds of the problem. People and tools that are off then come in with it; who or what
 * is away for another reason stays away.
 *
 * @param skills Secondary resources that are people.
 */
export const opened = (
  problem: Problem,
  windowsOf: ReadonlyMap<string, readonly Window[]>,
  skills: ReadonlySet<string>,
): Problem => {
  const all = united([...windowsOf.values()].flat());
  const resources = problem.resources.map((resource) => ({
    ...resource,
    calendar: withWindows(resource.calendar, windowsOf.get(resource.id) ?? []),
  }));
  const carried = carrier(problem.resources, resources);
  const secondaryResources = problem.secondaryResources?.map((one) => {
    if (skills.has(one.id)) return comingIn(one, all);
    return one.calendar && one.calendar.length > 0
      ? { ...one, calendar: withWindows(one.calendar, all) }
      : one;
  });
  return {
    ...problem,
    resources,
    ...(secondaryResources ? { secondaryResources } : {}),
    orders: problem.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) =>
        operation.fixed ? { ...operation, fixed: carried(operation.fixed) } : operation,
      ),
    })),
  };
};
