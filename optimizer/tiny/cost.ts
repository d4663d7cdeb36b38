import { type Problem, usualObjective } from "../problem.ts";
import { horizon, hours, setupBegin, works } from "./hours.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";
import { throughAt } from "./store.ts";

/** What a plan costs, hour by hour. */
export const costByHour = (
  problem: Problem,
  placed: readonly Placed[],
  unplanned: readonly string[] = [],
): number => {
  const weights = problem.objective ?? usualObjective;
  let cost = 0;
  for (const order of problem.orders) {
    const own = placed.filter((one) => one.order === order);
    if (own.length === 0) continue;
    const end = throughAt(placed, order);
    cost += weights.flow * (end - own[0]!.start);
    if (unplanned.includes(order.id)) continue;
    cost += weights.tardiness * order.weight * Math.max(0, end - order.due / hour);
    cost +=
      weights.promise * order.weight * Math.max(0, end - (order.promised ?? Number.POSITIVE_INFINITY) / hour);
  }
  for (const { setup, start, resource, step } of placed) {
    cost += weights.setup * setup;
    if (!step.previous) continue;
    cost += weights.change * Math.abs(start - step.previous.start / hour);
    if (resource !== step.previous.resource) cost += weights.change * 8;
  }
  for (const { id, calendar, power = 0 } of problem.resources) {
    const opened = new Set<string>();
    const lane = placed.filter(({ resource }) => resource === id);
    for (const t of hours(0, horizon)) {
      const now = lane.filter(({ start, end }) => start <= t && t < end);
      const prepares = lane.some(
        ({ start, setup }) => setup > 0 && (setupBegin(calendar, start, setup) ?? 0) <= t && t < start,
      );
      if (!works(calendar, t)) continue;
      if (now.length > 0 && problem.tariff) {
        const price =
          problem.tariff.windows.find(({ from, to }) => from <= t * hour && t * hour < to)?.price ??
          problem.tariff.price;
        cost += weights.energy * price * Math.max(...now.map(({ step }) => step.power ?? power));
      }
      if (now.length === 0 && !prepares) continue;
      const window = calendar.find(([opens, closes]) => opens <= t * hour && t * hour < closes);
      const [opens, closes] = window ?? [0, Number.POSITIVE_INFINITY];
      const day = Math.floor(t / 24) * 24;
      const from = closes - opens > 24 * hour ? Math.max(day, opens / hour) : opens / hour;
      const to = closes - opens > 24 * hour ? Math.min(day + 24, closes / hour) : closes / hour;
      if (opened.has(`${from}`)) continue;
      opened.add(`${from}`);
      cost += weights.opened * (to - from);
    }
  }
  return cost;
};
