import type { ObjectiveTerms, Plan } from "../plan.ts";
import type { Problem } from "../problem.ts";
import { beforeWorking, type PlanFacts, readFacts, type Violation, type Windows } from "./facts.ts";
import { neededSetups } from "./lanes.ts";

const hour = 3_600;
const day = 24 * hour;

/** The tariff from now on as windows without gaps. */
const pricedWindows = ({ tariff }: Problem): { from: number; to: number; price: number }[] => {
  if (!tariff) return [];
  const windows: { from: number; to: number; price: number }[] = [];
  let at = 0;
  for (const window of tariff.windows) {
    if (window.from > at) windows.push({ from: at, to: window.from, price: tariff.price });
    windows.push(window);
    at = window.to;
  }
  return [...windows, { from: at, to: Number.POSITIVE_INFINITY, price: tariff.price }];
};

const energyOf = ({ problem, resources, placed }: PlanFacts): number => {
  const windows = pricedWindows(problem);
  // The operations of one batch are one run of their resource.
  const runs = Map.groupBy(placed.values(), ({ key, place, wanted }) =>
    wanted.batch && resources.get(place.resource)?.batch
      ? `${place.resource} ${place.start} ${place.end}`
      : `one ${key}`,
  );
  let cost = 0;
  for (const [first, ...others] of runs.values()) {
    if (!first) continue;
    const resource = resources.get(first.place.resource);
    const power = Math.max(...[first, ...others].map(({ wanted }) => wanted.power ?? resource?.power ?? 0));
    const work: Windows = resource?.calendar.length ? resource.calendar : [[0, Number.POSITIVE_INFINITY]];
    for (const { from, to, price } of windows)
      for (const [opens, closes] of work) {
        const start = Math.max(from, opens, first.place.start);
        const end = Math.min(to, closes, first.place.end);
        if (end > start) cost += (power * price * (end - start)) / hour;
      }
  }
  return cost;
};

/** Hours between the starts now and in the plan before; another resource is as bad as a shift of eight hours. */
const changeSince = ({ placed }: PlanFacts): number =>
  [...placed.values()].reduce((sum, { wanted: { previous }, place }) => {
    if (!previous) return sum;
    const apart = Math.abs(place.start - previous.start) / hour;
    return sum + apart + (place.resource === previous.resource ? 0 : 8);
  }, 0);

/** Seconds of the days that something is in, of stays by their begin: who always works is opened by the day. */
const daysOpened = (stays: readonly { readonly from: number; readonly to: number }[]): number => {
  let days = 0;
  let until = 0;
  for (const { from, to } of stays) {
    const close = Math.ceil(to / day);
    days += Math.max(0, close - Math.max(until, Math.floor(from / day)));
    until = Math.max(until, close);
  }
  return days * day;
};

/** What works for longer than a day counts as a shift for each day. */
const byDay = (calendar: Windows): Windows =>
  calendar.flatMap(([opens, closes]) => {
    if (closes - opens <= day) return [[opens, closes] as const];
    const cuts = [opens];
    for (let cut = (Math.floor(opens / day) + 1) * day; cut < closes; cut += day) cuts.push(cut);
    return cuts.map((cut, at) => [cut, cuts[at + 1] ?? closes] as const);
  });

/** Hours of the windows that something is in: its set-up, its work, or a moment where it takes no time. */
const openedOf = ({ resources, placed }: PlanFacts, setups: ReadonlyMap<string, number>): number => {
  let seconds = 0;
  for (const [id, lane] of Map.groupBy(placed.values(), ({ place }) => place.resource)) {
    const calendar = resources.get(id)?.calendar ?? [];
    const stays = lane.map(({ key, place }) => ({
      from: beforeWorking(calendar, place.start, Math.max(place.setup, setups.get(key) ?? 0)),
      to: Math.max(place.end, place.start + 1),
    }));
    stays.sort((a, b) => a.from - b.from);
    if (calendar.length === 0) {
      seconds += daysOpened(stays);
      continue;
    }
    let next = 0;
    let busyUntil = Number.NEGATIVE_INFINITY;
    for (const [opens, closes] of byDay(calendar)) {
      for (; next < stays.length && stays[next]!.from < closes; next += 1)
        busyUntil = Math.max(busyUntil, stays[next]!.to);
      if (busyUntil > opens) seconds += closes - opens;
    }
  }
  return seconds / hour;
};

const usualWeights: ObjectiveTerms = {
  tardiness: 1,
  setup: 0.05,
  energy: 0,
  flow: 0,
  promise: 0,
  change: 0,
  opened: 0,
};

const differ = (a: number, b: number): boolean =>
  Math.abs(a - b) > 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

/** Works out every term of the objective from the plan's operations, and the objective from the terms. */
export const verifyObjective = (
  problem: Problem,
  plan: Pick<Plan, "operations" | "pegs" | "unplanned" | "objective" | "terms">,
): Violation[] => {
  const violations: Violation[] = [];
  const facts = readFacts(problem, plan, () => {});
  let tardiness = 0;
  let flow = 0;
  let promise = 0;
  for (const order of problem.orders) {
    const places = order.operations.flatMap(({ id }) => facts.placed.get(`${order.id}/${id}`)?.place ?? []);
    if (places.length === 0) continue;
    const end = Math.max(...places.map((place) => place.end));
    flow += (end - places[0]!.start) / hour;
    // An order that lacks material has no end that could be late.
    if (facts.unplanned.has(order.id)) continue;
    tardiness += (order.weight * Math.max(0, end - order.due)) / hour;
    if (order.promised !== undefined) promise += (order.weight * Math.max(0, end - order.promised)) / hour;
  }
  const setups = neededSetups(facts);
  for (const [key, seconds] of setups) {
    const told = facts.placed.get(key)!.place.setup;
    if (told < seconds)
      violations.push({
        rule: "setup",
        subject: key,
        problem: `is planned with ${told} s of set-up, takes ${seconds} s`,
      });
  }
  const setup = plan.operations.reduce((sum, operation) => sum + operation.setup, 0) / hour;
  const change = changeSince(facts);
  const opened = openedOf(facts, setups);
  const terms: ObjectiveTerms = { tardiness, setup, energy: energyOf(facts), flow, promise, change, opened };
  const weights = problem.objective ?? usualWeights;
  let total = 0;
  for (const term of Object.keys(usualWeights) as (keyof ObjectiveTerms)[]) {
    total += weights[term] * terms[term];
    if (differ(terms[term], plan.terms[term]))
      violations.push({
        rule: "objective",
        subject: term,
        problem: `is said to be ${plan.terms[term]}, comes to ${terms[term]}`,
      });
  }
  if (differ(total, plan.objective))
    violations.push({
      rule: "objective",
      subject: "objective",
      problem: `is said to be ${plan.objective}, comes to ${total}`,
    });
  return violations;
};
