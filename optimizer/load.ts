import { busyWithin, type Calendar, type Stretch, workedWithin } from "./busy.ts";
import { createCalendar } from "./calendar.ts";
import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** What a plan asks of a resource within a stretch of time. */
export interface Load {
  readonly resource: string;
  /** Working seconds in which it is set up or works; what a batch does together counts once. */
  readonly busy: number;
  /** Working seconds of its calendar. */
  readonly open: number;
  /** Busy over open (ISO 22400-2 allocation ratio, of what is planned); 0 when it is never open. */
  readonly ratio: number;
  /** Seconds that operations of late orders wait in front of it though the order, its material and its release are there. */
  readonly lateWaiting: number;
}

/** Seconds that each operation of a late order waits for its resource, by the resource, where it starts within the stretch. */
const waitsOf = (
  { orders }: Problem,
  { operations }: Plan,
  calendars: ReadonlyMap<string, Calendar>,
  [from, until]: Stretch,
): Map<string, number> => {
  const places = Map.groupBy(operations, ({ orderId }) => orderId);
  const waits = new Map<string, number>();
  for (const { id, due, release, operations: steps } of orders) {
    const own = new Map((places.get(id) ?? []).map((place) => [place.operationId, place]));
    if (Math.max(...[...own.values()].map(({ end }) => end)) <= due) continue;
    let ready = release;
    for (const step of steps) {
      const place = own.get(step.id);
      if (!place) continue;
      const begins = calendars.get(place.resource)!.begin(place.start, place.setup);
      const wait = begins - Math.max(ready, place.materialTime, 0);
      if (wait > 0 && begins >= from && begins < until)
        waits.set(place.resource, (waits.get(place.resource) ?? 0) + wait);
      // Who takes over a transfer batch is not kept waiting by the rest of it.
      ready = place.end + step.lag;
    }
  }
  return waits;
};

/**
 * How full the plan makes each resource from one moment until another, and where its late orders wait: the resource that
 * holds back most comes first, then the fullest.
 */
export const loadsOf = (problem: Problem, plan: Plan, from: number, until: number): Load[] => {
  const within: Stretch = [from, until];
  const lanes = Map.groupBy(plan.operations, ({ resource }) => resource);
  const calendars = new Map(problem.resources.map((resource) => [resource.id, createCalendar(resource)]));
  const waits = waitsOf(problem, plan, calendars, within);
  return problem.resources
    .map((resource): Load => {
      const calendar = calendars.get(resource.id)!;
      const busy = busyWithin(calendar, lanes.get(resource.id) ?? [], within);
      const open = workedWithin(calendar, within, within);
      return {
        resource: resource.id,
        busy,
        open,
        ratio: open > 0 ? busy / open : 0,
        lateWaiting: waits.get(resource.id) ?? 0,
      };
    })
    .sort((a, b) => b.lateWaiting - a.lateWaiting || b.ratio - a.ratio);
};
