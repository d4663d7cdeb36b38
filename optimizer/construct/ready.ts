import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Seconds of a sub-lot: the share of an operation's working time that one transfer batch takes. */
export const subLot = (share: number, duration: number): number => Math.ceil(share * duration);

/** When an operation's material is there: what comes from outside, and what other orders make for it. */
export const materialReady = ({ supply, first }: Model, schedule: Schedule, operation: number): number => {
  let time = supply.materialTime[operation]!;
  const end = supply.firstMaker[operation + 1]!;
  for (let at = supply.firstMaker[operation]!; at < end; at += 1)
    time = Math.max(time, schedule.end[first[supply.maker[at]! + 1]! - 1]!);
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
