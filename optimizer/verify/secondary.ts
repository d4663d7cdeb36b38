import {
  beforeWorking,
  type PlacedOperation,
  type PlanFacts,
  type Report,
  type Windows,
  workingSeconds,
} from "./facts.ts";
import { neededSetups } from "./lanes.ts";

/** Working seconds of both calendars between two moments. */
const workingTogether = (a: Windows, b: Windows, from: number, to: number): number =>
  a.length === 0
    ? workingSeconds(b, from, to)
    : a.reduce((sum, [opens, closes]) => {
        const start = Math.max(opens, from);
        const end = Math.min(closes, to);
        return end > start ? sum + workingSeconds(b, start, end) : sum;
      }, 0);

const needsOf = ({ wanted, alternative }: PlacedOperation) =>
  alternative?.secondary ?? wanted.secondary ?? [];

/** Secondary resources: never more in use than there are, and there whenever the work that needs them goes on. */
export const checkSecondary = (facts: PlanFacts, report: Report): void => {
  const { problem, resources, placed } = facts;
  const setups = neededSetups(facts);
  for (const { id, capacity, calendar = [], away = [] } of problem.secondaryResources ?? []) {
    const changes: { time: number; units: number; fixed: boolean; key: string }[] = [];
    // Units that are away are a fact: nobody else's work may count on them.
    for (const { from, to, units } of away)
      changes.push(
        { time: from, units, fixed: true, key: id },
        { time: to, units: -units, fixed: true, key: id },
      );
    for (const operation of placed.values()) {
      const { key, place, wanted } = operation;
      const units = needsOf(operation).find(({ resource }) => resource === id)?.units ?? 0;
      const told = place.secondary?.find(({ resource }) => resource === id)?.units ?? 0;
      if (told !== units) report("secondary", key, `is planned with ${told} of ${id}, needs ${units}`);
      if (units === 0) continue;
      const fixed = wanted.fixed !== undefined;
      const main = resources.get(place.resource)?.calendar ?? [];
      const setup = fixed ? (wanted.fixed?.setup ?? 0) : Math.max(place.setup, setups.get(key) ?? 0);
      const begin = beforeWorking(main, place.start, setup);
      if (
        !fixed &&
        workingTogether(main, calendar, begin, place.end) < workingSeconds(main, begin, place.end)
      )
        report("secondary", key, `works while ${id} is away`);
      changes.push({ time: begin, units, fixed, key }, { time: place.end, units: -units, fixed, key });
    }
    let inUse = 0;
    let planned = 0;
    // What ends at a moment makes way for what begins then.
    for (const { time, units, fixed, key } of changes.sort((a, b) => a.time - b.time || a.units - b.units)) {
      inUse += units;
      if (!fixed) planned += units;
      // Facts alone may take more than there is.
      if (units > 0 && inUse > capacity && planned > 0)
        report("secondary", key, `takes ${id} to ${inUse} of ${capacity} at ${time}`);
    }
  }
};
