import type { Problem } from "../problem.ts";
import { calendarOf, workBetween, works } from "./hours.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";

const sameNeeds = (
  a: readonly { resource: string; units: number }[],
  b: readonly { resource: string; units: number }[],
): boolean =>
  [a, b].every((list) => list.length === a.length) &&
  a.every((need) => b.some(({ resource, units }) => resource === need.resource && units === need.units));

/** Who is on a resource in the hour of one operation: itself, and the others of its batch. */
const matesOf = (placed: readonly Placed[], one: Placed): Placed[] =>
  placed.filter(
    (other) =>
      other === one ||
      (other.resource === one.resource &&
        other.start === one.start &&
        !other.step.fixed &&
        !one.step.fixed &&
        other.step.batch !== undefined &&
        other.step.batch.family === one.step.batch?.family),
  );

/** Hours of set-up that an operation needs after what was on its resource before it. */
export const setupNeeded = (problem: Problem, placed: readonly Placed[], one: Placed): number => {
  const resource = problem.resources.find(({ id }) => id === one.resource)!;
  const earlier = placed.filter(
    (other) => other !== one && other.resource === one.resource && other.end <= one.start,
  );
  const last = earlier.toSorted((a, b) => b.end - a.end)[0];
  const from = last ? last.step.family : resource.family;
  const to = one.step.family;
  if (one.step.fixed || !to || from === to) return 0;
  const known = problem.setups.filter(
    (setup) =>
      setup.group === resource.setupGroup &&
      setup.to === to &&
      setup.from !== to &&
      (from === undefined || setup.from === from),
  );
  return Math.max(0, ...known.map(({ seconds }) => seconds)) / hour;
};

/** One thing at a time, of the right length, behind its set-up. */
export const onResources = (
  problem: Problem,
  placed: readonly Placed[],
  wrong: (text: string) => void,
): void => {
  for (const one of placed) {
    const { step, resource, start, end } = one;
    const calendar = calendarOf(problem, resource);
    const oven = problem.resources.find(({ id }) => id === resource)?.batch;
    const mates = oven ? matesOf(placed, one) : [one];
    for (const other of placed)
      if (other.resource === resource && !mates.includes(other) && other.start < end && start < other.end)
        if (!(other.step.fixed && step.fixed)) wrong(`${resource} is asked for two things at ${start}`);
    if (step.fixed) {
      const { fixed } = step;
      if (fixed.resource !== resource || fixed.start !== start * hour || fixed.end !== end * hour)
        wrong("a fact was moved");
      continue;
    }
    const ways = mates.map((mate) =>
      mate.step.alternatives.find(
        (way) =>
          way.resource === resource && sameNeeds(way.secondary ?? mate.step.secondary ?? [], mate.secondary),
      ),
    );
    const duration = Math.max(...ways.map((way) => way?.duration ?? 0)) / hour;
    if (ways.some((way) => !way)) wrong("no way to do it so");
    if (!works(calendar, start)) wrong("starts in a break");
    if (workBetween(calendar, start, end) !== duration) wrong(`does not take ${duration}`);
    if (oven && mates.reduce((sum, mate) => sum + (mate.step.batch?.size ?? 0), 0) > oven.capacity)
      wrong("too much in the oven");
    if (mates.some((mate) => mate.end !== end || mate.step.family !== step.family)) wrong("a torn batch");
    const needed = setupNeeded(problem, placed, one);
    const host = mates.find(({ setup }) => setup > 0) ?? mates[0]!;
    if (host.setup < needed) wrong("a set-up is left out");
    const before = placed.filter((other) => other.resource === resource && other.end <= start);
    const free = Math.max(0, ...before.map((other) => other.end));
    if (workBetween(calendar, free, start) < needed) wrong("no time for the set-up");
  }
};
