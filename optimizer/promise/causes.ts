import { isStop } from "../calendar.ts";
import { earliestStart } from "../construct/ready.ts";
import type { Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import type { Stage } from "./stage.ts";

interface Waited {
  readonly operation: string;
  /** Seconds that the operation waits for it. */
  readonly wait: number;
  /** Seconds by which the order would end sooner without it, all else as it is. */
  readonly gain: number;
}

interface Held extends Waited {
  readonly resource: string;
  readonly from: number;
  readonly to: number;
  readonly hours: number;
}

/** One thing that holds an order back, and what would bring it forward. */
export type Cause =
  /** The material would have to be there by then. */
  | (Waited & {
      readonly kind: "material";
      readonly material: string;
      readonly quantity: number;
      readonly time: number;
      readonly by: number;
    })
  /** Others are in the way: so many of its working hours between two moments would have to be free. */
  | (Held & { readonly kind: "capacity" })
  /** A secondary resource is held by others or away. */
  | (Held & { readonly kind: "secondary" })
  /** The resource does not work between two moments: so many hours of extra work. */
  | (Held & { readonly kind: "calendar" })
  /** The resource stands still between two moments, down or in maintenance, when it would work otherwise. */
  | (Held & { readonly kind: "stop" });

const hour = 3_600;

/** The material that an operation waits for last, and when all else is there. */
const lastMaterial = (peg: Peg | undefined) => {
  const last = peg?.allocations.reduce((a, b) => (b.time > a.time ? b : a), peg.allocations[0]!);
  if (!peg || !last || last.time <= 0) return undefined;
  const wanted = last.substitutes ?? last.material;
  const own = peg.allocations.filter(({ material, substitutes }) => (substitutes ?? material) === wanted);
  const others = peg.allocations.filter((allocation) => !own.includes(allocation));
  return {
    material: wanted,
    quantity: own.filter(({ time }) => time === last.time).reduce((sum, { quantity }) => sum + quantity, 0),
    time: last.time,
    otherwise: Math.max(
      0,
      ...others.map(({ time }) => time),
      ...own.map(({ time }) => (time === last.time ? 0 : time)),
    ),
  };
};

/**
 * Everything that makes a placed order end later than its work alone, each with the seconds that the order's end would gain
 * without it while all else stays: found by fitting the order in once more. The greatest gain comes first.
 */
export const causesOf = (
  problem: Problem,
  order: Order,
  pegOf: (operation: string) => Peg | undefined,
  stage: Stage,
): Cause[] => {
  const { model, schedule } = stage;
  const index = stage.indexOf.get(order.id)!;
  const first = model.first[index]!;
  const last = model.first[index + 1]! - 1;
  const end = schedule.end[last]!;
  const { materialTime } = model.supply;
  const start = schedule.start.slice(first, last + 1);
  const through = schedule.end.slice(first, last + 1);
  const resources = schedule.resource.slice(first, last + 1);
  const alternatives = schedule.alternative.slice(first, last + 1);
  const setups = schedule.setup.slice(first, last + 1);
  const restore = () => {
    schedule.start.set(start, first);
    schedule.end.set(through, first);
    schedule.resource.set(resources, first);
    schedule.alternative.set(alternatives, first);
    schedule.setup.set(setups, first);
  };
  const causes: Cause[] = [];
  const earliest = (operation: number) => {
    const { resource, duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
    return earliestStart(model, schedule, operation, resource, duration);
  };
  /** The order's end if an operation went from a moment on without minding anybody. */
  const endFrom = (operation: number, from: number, finish: (from: number, duration: number) => number) => {
    const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
    schedule.start[operation] = from;
    schedule.end[operation] = finish(from, duration);
    const found = stage.endAfter(operation);
    restore();
    return found;
  };

  stage.remove(index);
  restore();
  for (let operation = first; operation <= last; operation += 1) {
    if (model.fixed[operation]) continue;
    const step = order.operations[operation - first]!;
    const resource = schedule.resource[operation]!;
    const calendar = model.calendars[resource]!;
    const name = problem.resources[resource]!.id;
    const able = earliest(operation);
    const late = lastMaterial(pegOf(step.id));
    if (late && materialTime[operation]! >= able && late.time >= able) {
      const kept = materialTime[operation]!;
      materialTime[operation] = Math.min(kept, late.otherwise);
      const sooner = earliest(operation);
      if (sooner < able) {
        const blocked = stage.place(index);
        const gain = blocked < 0 ? end - schedule.end[last]! : 0;
        const by = blocked < 0 ? Math.min(late.time, schedule.start[operation]!) : sooner;
        if (blocked < 0) stage.remove(index);
        const { material, quantity, time } = late;
        const wait = able - sooner;
        if (gain > 0)
          causes.push({ kind: "material", operation: step.id, material, quantity, time, by, wait, gain });
      }
      materialTime[operation] = kept;
      restore();
    }
    const opens = calendar.opens(able);
    if (opens > able) {
      const gain = end - endFrom(operation, able, (from, duration) => from + duration);
      const wait = opens - able;
      const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
      const hours = Math.min(wait, duration) / hour;
      const place = { operation: step.id, resource: name, from: able, to: opens };
      const kind = isStop(problem.resources[resource]!.calendar, able, opens) ? "stop" : "calendar";
      if (gain > 0) causes.push({ kind, ...place, hours, wait, gain });
    }
    const begin = start[operation - first]!;
    if (begin > opens) {
      const gain = end - endFrom(operation, opens, calendar.finish);
      if (gain <= 0) continue;
      const hours = (calendar.worked(begin) - calendar.worked(opens)) / hour;
      const [held] = model.alternatives[operation]![schedule.alternative[operation]!]!.secondary;
      const bySecondary = held !== undefined && !stage.occupied(resource, opens, begin);
      causes.push({
        kind: bySecondary ? "secondary" : "capacity",
        operation: step.id,
        resource: bySecondary ? problem.secondaryResources![held.resource]!.id : name,
        from: opens,
        to: begin,
        hours,
        wait: begin - opens,
        gain,
      });
    }
  }
  stage.place(index);
  return causes.sort((a, b) => b.gain - a.gain);
};
