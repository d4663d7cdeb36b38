import type { Model } from "./construct/model.ts";

const hour = 3_600;

/**
 * A lower bound on the weighted lateness: each order alone on the plant, by its release, its material and the fastest
 * resources with their calendars. Two orders never help each other, so the sum cannot be beaten.
 */
export const lowerBound = (model: Model): number => {
  let bound = 0;
  for (let order = 0; order < model.orders; order += 1) {
    let time = model.release[order]!;
    for (let operation = model.first[order]!; operation < model.first[order + 1]!; operation += 1) {
      const fixed = model.fixed[operation];
      if (fixed) {
        time = fixed.end + model.lag[operation]!;
        continue;
      }
      const ready = Math.max(time, model.materialTime[operation]!);
      const ends = model.alternatives[operation]!.map(({ resource, duration }) => {
        const calendar = model.calendars[resource]!;
        return calendar.finish(calendar.opens(ready), duration);
      });
      time = Math.min(...ends) + (operation + 1 < model.first[order + 1]! ? model.lag[operation]! : 0);
    }
    bound += (model.weight[order]! * Math.max(0, time - model.due[order]!)) / hour;
  }
  return bound;
};
