import type { Calendar } from "../calendar.ts";
import { wholeOf } from "../schema/whole.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Seconds of a sub-lot: the share of an operation's working time that one transfer batch takes. */
export const subLot = (share: number, duration: number): number => wholeOf(share, duration);

/** When an order is through. */
export const orderEnd = (
  { first, isTangled }: Model,
  { end }: Pick<Schedule, "end">,
  order: number,
): number => {
  const last = first[order + 1]! - 1;
  if (!isTangled[order]) return end[last]!;
  return end.subarray(first[order], last + 1).reduce((latest, one) => Math.max(latest, one));
};

/** The soonest start with which so much work ends at a moment or later. */
export const startToEnd = ({ begin, finish, opens }: Calendar, duration: number, end: number): number => {
  const start = begin(end, duration);
  // When the calendar has not so much time before that, whatever starts ends later.
  if (start === Number.NEGATIVE_INFINITY || finish(start, duration) >= end) return start;
  return begin(opens(end) + 1, duration);
};

/** When an operation's material is there: what comes from outside, and what other orders make for it. */
export const materialReady = (model: Model, schedule: Schedule, operation: number): number => {
  const { supply } = model;
  let time = supply.materialTime[operation]!;
  const end = supply.firstMaker[operation + 1]!;
  for (let at = supply.firstMaker[operation]!; at < end; at += 1)
    time = Math.max(time, orderEnd(model, schedule, supply.maker[at]!));
  return time;
};

/** When the first sub-lot of an operation is through, with the lag after it. */
export const passedOn = (model: Model, schedule: Schedule, operation: number): number => {
  const calendar = model.calendars[schedule.resource[operation]!]!;
  const start = schedule.start[operation]!;
  const worked = calendar.worked(schedule.end[operation]!) - calendar.worked(start);
  return calendar.finish(start, subLot(model.transfer[operation]!, worked)) + model.lag[operation]!;
};

/**
 * Earliest start of an operation on a resource by its order alone: release or the operation before, and material. With
 * a transfer batch (lot streaming, Baker and Jia 1993) it may overlap with the operation before, but works
 * its own last sub-lot only when that one has ended.
 */
export const earliestStart = (
  model: Model,
  schedule: Schedule,
  operation: number,
  resource: number,
  duration: number,
): number => {
  const order = model.orderOf[operation]!;
  const material = materialReady(model, schedule, operation);
  if (operation === model.first[order]) return Math.max(model.release[order]!, material);
  const before = operation - 1;
  const through = schedule.end[before]! + model.lag[before]!;
  const share = model.transfer[before]!;
  if (share >= 1) return Math.max(through, material);
  const ahead = model.calendars[resource]!.begin(through, duration - subLot(share, duration));
  return Math.max(passedOn(model, schedule, before), ahead, material);
};
