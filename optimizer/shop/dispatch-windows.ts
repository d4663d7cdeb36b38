import { emptySnapshot, type JobShop, type Snapshot } from "./disjunctive.ts";
import { dispatch, listSchedule } from "./dispatch.ts";
import type { SearchContext } from "./engine.ts";
import { type Windows, windowsFor } from "./job-shop-windows.ts";

/** Share of the budget that windows may take. */
const mostShare = 0.25;
/** Where machines narrow the windows by less, to go by them is to go by the work that remains, which other rules do. */
const leastTaken = 0.1;
/** Targets above the least possible one, as long as they bring something. */
const margins = [0, 0.0025, 0.005, 0.01, 0.02, 0.04];

/** The least target that windows allow, and the windows; raises the bound to it (destructive bounds, Klein and Scholl 1999). */
const leastTarget = (shop: JobShop, pool: SearchContext["pool"], patient: () => boolean) => {
  let target = pool.bound();
  let windows = windowsFor(shop, target, patient);
  if (windows) return { target, windows };
  let refused = target;
  for (let step = 1; !windows && patient(); step *= 2) {
    target = refused + step;
    windows = windowsFor(shop, target, patient);
    if (!windows) refused = target;
  }
  while (windows && target - refused > 1 && patient()) {
    const middle = Math.floor((target + refused) / 2);
    const narrower = windowsFor(shop, middle, patient);
    if (narrower) [target, windows] = [middle, narrower];
    else refused = middle;
  }
  pool.raiseBound(refused + 1);
  return windows && { target, windows };
};

/** Schedules that go by the windows: the middle first, or what must start first. */
const schedules = (shop: JobShop, { earliest, latest }: Windows): Snapshot[] => {
  const middle = emptySnapshot(shop);
  listSchedule(
    shop,
    earliest.map((from, operation) => from + latest[operation]!),
    middle,
  );
  return [
    middle,
    ...[1, 0.5, 0].map((delay) => {
      const snapshot = emptySnapshot(shop);
      dispatch(shop, (operation, duration) => duration - latest[operation]!, delay, snapshot);
      return snapshot;
    }),
  ];
};

/**
 * Schedules made for a target makespan. Where jobs and machines have hardly any time to spare, their windows leave little
 * to choose: what dispatching that sees one step cannot find is found by taking what has to come first.
 */
export const dispatchByWindows = (
  shop: JobShop,
  { pool, budget, onImprovement }: Pick<SearchContext, "pool" | "budget" | "onImprovement">,
): Snapshot[] => {
  const patient = () => !budget.over() && budget.used() < mostShare;
  const least = patient() ? leastTarget(shop, pool, patient) : undefined;
  const found: Snapshot[] = [];
  let windows = least?.windows;
  for (const margin of margins) {
    const target = Math.ceil(least ? least.target * (1 + margin) : 0);
    if (margin > 0)
      windows = patient() && target < pool.best() ? windowsFor(shop, target, patient) : undefined;
    if (!windows || windows.taken < leastTaken) break;
    let better = false;
    for (const snapshot of schedules(shop, windows)) {
      if (pool.offer(snapshot)) {
        onImprovement(snapshot.objective);
        better = true;
      }
      found.push(snapshot);
    }
    if (!better || pool.best() <= pool.bound()) break;
  }
  return found;
};
