import type { Problem } from "../problem.ts";
import { calendarOf, horizon, hours, setupBegin, works } from "./hours.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";

/** Never more tools and people in use than there are. */
export const onTools = (problem: Problem, placed: readonly Placed[], wrong: (text: string) => void): void => {
  for (const { id, capacity, calendar, away = [] } of problem.secondaryResources ?? []) {
    const held = placed.flatMap((one) => {
      const units = one.secondary.find(({ resource }) => resource === id)?.units ?? 0;
      const main = calendarOf(problem, one.resource);
      const setup = one.step.fixed ? (one.step.fixed.setup ?? 0) / hour : one.setup;
      const begin = setupBegin(main, one.start, setup) ?? 0;
      if (units > 0 && !one.step.fixed)
        for (const t of hours(begin, one.end))
          if (works(main, t) && !works(calendar, t)) wrong(`${id} is not there at ${t}`);
      return [{ units, begin, end: one.end, fact: one.step.fixed !== undefined }];
    });
    for (const t of hours(0, horizon)) {
      const now = held.filter(({ begin, end }) => begin <= t && t < end);
      const gone = away.filter(({ from, to }) => from <= t * hour && t * hour < to);
      const used = [...now, ...gone].reduce((sum, { units }) => sum + units, 0);
      if (used > capacity && now.some(({ fact, units }) => !fact && units > 0))
        wrong(`too few ${id} at ${t}`);
    }
  }
};
