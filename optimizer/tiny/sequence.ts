import type { Problem } from "../problem.ts";
import { calendarOf, hours, workBetween } from "./hours.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";

/** One after the other, neither too soon nor too late. */
export const inOrder = (problem: Problem, placed: readonly Placed[], wrong: (text: string) => void): void => {
  for (const one of placed) {
    const before = placed.find(({ order, at }) => order === one.order && at === one.at - 1);
    const { maxLag, lag = 0, transfer = 1, fixed } = before?.step ?? {};
    const latest = maxLag === undefined || before!.step.lapsed ? Number.POSITIVE_INFINITY : maxLag / hour;
    if (one.step.fixed) {
      if (before && !fixed && one.start > before.end + latest) wrong("ends too long before a fact");
      continue;
    }
    if (!before) {
      if (one.at === 0 && one.start * hour < one.order.release) wrong("before its release");
      const { latestStart = Number.POSITIVE_INFINITY, missed } = one.step;
      if (!missed && one.start * hour > latestStart) wrong("starts too late");
      continue;
    }
    if (one.start > before.end + latest) wrong("waits too long");
    const through = before.end + lag / hour;
    if (transfer === 1 && one.start < through) wrong("before the one before it");
    if (transfer === 1) continue;
    const source = calendarOf(problem, before.resource);
    const half = workBetween(source, before.start, before.end) / 2;
    const first = hours(before.start, before.end + 1).find(
      (t) => workBetween(source, before.start, t) >= half,
    )!;
    if (one.start < first + lag / hour) wrong("before its first sub-lot");
    const own = calendarOf(problem, one.resource);
    const lots = workBetween(own, one.start, one.end) / 2;
    if (workBetween(own, Math.max(one.start, through), one.end) < lots) wrong("before its last sub-lot");
  }
};
