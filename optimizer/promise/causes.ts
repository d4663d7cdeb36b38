import { isStop } from "../calendar.ts";
import { earliestStart } from "../construct/ready.ts";
import type { Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import type { Relief, Stage } from "./stage.ts";

interface Waited {
  readonly operation: string;
  /** Seconds that the operation waits for it. */
  readonly wait: number;
  /** Seconds by which the order would end sooner without it, all else as it is; 0 where that alone is not enough. */
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

/** The material that an operation waits for last, and when all else is there. Where all pieces must be alike only more of the same helps. */
const lastMaterial = ({ needs }: Order["operations"][number], peg: Peg | undefined) => {
  const last = peg?.allocations.reduce((a, b) => (b.time > a.time ? b : a), peg.allocations[0]!);
  if (!peg || !last || last.time <= 0) return undefined;
  const wanted = last.substitutes ?? last.material;
  const own = peg.allocations.filter(({ material, substitutes }) => (substitutes ?? material) === wanted);
  const others = peg.allocations.filter((allocation) => !own.includes(allocation));
  const isUniform = needs.some(({ material, uniform }) => material === wanted && uniform);
  return {
    material: isUniform ? last.material : wanted,
    quantity: own.filter(({ time }) => time === last.time).reduce((sum, { quantity }) => sum + quantity, 0),
    time: last.time,
    otherwise: Math.max(
      0,
      ...others.map(({ time }) => time),
      ...own.map(({ time }) => (time === last.time ? 0 : time)),
    ),
  };
};

/** Something that may give way; what it comes to is told while the order is placed without it. */
interface Wish {
  readonly relief: Relief;
  readonly cause: (gain: number) => Cause;
}

/**
 * What a placed order waits for, each with the seconds that the order's end would gain if it alone gave way: found by having
 * it give way and fitting the order in once more. The greatest gain comes first, what gains nothing alone last.
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

  const wishes: Wish[] = [];
  for (let operation = first; operation <= last; operation += 1) {
    if (model.fixed[operation]) continue;
    const step = order.operations[operation - first]!;
    const { id } = step;
    const { resource, duration, secondary } =
      model.alternatives[operation]![schedule.alternative[operation]!]!;
    const calendar = model.calendars[resource]!;
    const { id: name } = problem.resources[resource]!;
    const able = earliestStart(model, schedule, operation, resource, duration);
    const late = lastMaterial(step, pegOf(id));
    if (late && materialTime[operation]! >= able && late.time >= able) {
      const { otherwise, ...lacking } = late;
      const relief: Relief = { kind: "material", operation, until: otherwise };
      const wait =
        able - stage.relieved(relief, () => earliestStart(model, schedule, operation, resource, duration));
      const cause = (gain: number): Cause => {
        const by = Math.min(late.time, schedule.start[operation]!);
        return { kind: "material", operation: id, ...lacking, by, wait, gain };
      };
      if (wait > 0) wishes.push({ relief, cause });
    }
    const opens = calendar.opens(able);
    if (opens > able) {
      const stretch = { from: able, to: opens };
      const relief: Relief = { kind: "calendar", resource, ...stretch };
      const cause = (gain: number): Cause => {
        const hours = stage.secondsWithin(index, resource, able, opens) / hour;
        return {
          kind: isStop(problem.resources[resource]!.calendar, able, opens) ? "stop" : "calendar",
          operation: id,
          resource: name,
          ...stretch,
          hours,
          wait: opens - able,
          gain,
        };
      };
      wishes.push({ relief, cause });
    }
    const begin = start[operation - first]!;
    if (begin <= opens) continue;
    const held = { from: opens, to: begin };
    const hours = (calendar.worked(begin) - calendar.worked(opens)) / hour;
    const waited = { operation: id, ...held, hours, wait: begin - opens };
    if (stage.occupied(resource, opens, begin))
      wishes.push({
        relief: { kind: "capacity", resource, ...held },
        cause: (gain) => ({ kind: "capacity", resource: name, ...waited, gain }),
      });
    for (const { resource: other, units } of secondary) {
      if (!stage.isHeld(other, units, resource, opens, begin)) continue;
      const { id: beside } = problem.secondaryResources![other]!;
      wishes.push({
        relief: { kind: "secondary", resource: other, units, ...held },
        cause: (gain) => ({ kind: "secondary", resource: beside, ...waited, gain }),
      });
    }
    // Who must not end long before the next one waits for what that waits for.
    if (model.maxLag[operation]! === Number.POSITIVE_INFINITY) continue;
    schedule.start[operation] = opens;
    schedule.end[operation] = calendar.finish(opens, duration);
  }
  schedule.start.set(start, first);
  schedule.end.set(through, first);

  stage.remove(index);
  const causes = wishes.map(({ relief, cause }) =>
    stage.relieved(relief, () => {
      if (stage.place(index) >= 0) return cause(0);
      const told = cause(Math.max(0, end - schedule.end[last]!));
      stage.remove(index);
      return told;
    }),
  );
  stage.place(index);
  return causes.sort((a, b) => b.gain - a.gain);
};
