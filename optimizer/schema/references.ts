import { keyOf } from "../plan.ts";
import { largestQuantity, largestTime, type Window } from "./common.ts";
import type { ProblemIssue } from "./issues.ts";
import { nearestName } from "./nearest.ts";
import type { ParsedProblem } from "./problem.ts";
import { supplyCycle } from "./supply-cycle.ts";
import { wholeOf } from "./whole.ts";

type Order = ParsedProblem["orders"][number];
type Operation = Order["operations"][number];
type Report = (path: string, problem: string) => void;

const checkWindows = (windows: readonly Window[], path: string, report: Report): void => {
  for (let window = 1; window < windows.length; window += 1)
    if (windows[window]![0] < windows[window - 1]![1])
      report(
        `${path}.${window}`,
        "starts before the one ahead of it ends; windows must be in order and apart",
      );
};

const checkUnique = (items: readonly { id: string }[], path: string, report: Report): void => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.id))
      report(`${path}.${index}.id`, `${item.id} is there twice; every id must be its own`);
    seen.add(item.id);
  }
};

/** Plans tell material by `order/operation`: two operations must not be the same in that. */
const checkKeys = ({ orders }: ParsedProblem, report: Report): void => {
  const seen = new Map<string, string>();
  for (const [o, { id, operations }] of orders.entries())
    for (const [s, step] of operations.entries()) {
      const key = keyOf(id, step.id);
      const other = seen.get(key) ?? id;
      seen.set(key, id);
      if (other !== id)
        report(
          `orders.${o}.operations.${s}.id`,
          `${key} is an operation of ${other} too; write one of them without "/"`,
        );
    }
};

/** What an operation may name. */
interface Names {
  readonly resources: ReadonlyMap<string, ParsedProblem["resources"][number]>;
  readonly secondary: ReadonlySet<string>;
  readonly materials: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
}

/** What is told for one product, over all products of the order and beside what is told for the order. */
const checkEach = (
  { each }: { readonly each?: number | undefined },
  beside: number,
  most: number,
  path: string,
  { quantity }: Order,
  report: Report,
): void => {
  if (each === undefined) return;
  if (quantity === undefined) {
    report(path, "needs the order's quantity; give the order a quantity");
    return;
  }
  const whole = beside + wholeOf(each, quantity);
  if (whole > most) report(path, `comes to ${whole} for the order; that must be ${most} or less`);
};

const checkNeeds = (step: Operation, path: string, order: Order, names: Names, report: Report): void => {
  for (const [n, wanted] of step.needs.entries()) {
    const at = `${path}.needs.${n}`;
    if (step.needs.findIndex((other) => other.material === wanted.material) < n)
      report(`${at}.material`, `${wanted.material} is needed twice; add its quantities up`);
    const listed = [wanted.material, ...wanted.alternates];
    for (const [index, name] of listed.entries()) {
      const field = index === 0 ? `${at}.material` : `${at}.alternates.${index - 1}`;
      if (!names.materials.has(name)) report(field, `there is no material ${name}; add it to materials`);
      if (listed.indexOf(name) < index) report(field, `${name} is there twice; name it once`);
    }
    if ((wanted.quantity === undefined) === (wanted.each === undefined))
      report(
        `${at}.quantity`,
        "give either quantity (pieces for the order) or each (pieces for one product)",
      );
    checkEach(wanted, 0, largestQuantity, `${at}.each`, order, report);
  }
};

const checkWork = (step: Operation, path: string, order: Order, names: Names, report: Report): void => {
  const checkSecondary = (list: Operation["secondary"], at: string) => {
    for (const [index, { resource }] of (list ?? []).entries()) {
      if (!names.secondary.has(resource))
        report(
          `${at}.${index}.resource`,
          `there is no secondary resource ${resource}; add it to secondaryResources`,
        );
      if (list!.findIndex((other) => other.resource === resource) < index)
        report(`${at}.${index}.resource`, `${resource} is there twice; add its units up`);
    }
  };
  checkSecondary(step.secondary, `${path}.secondary`);
  for (const [a, alternative] of step.alternatives.entries()) {
    const at = `${path}.alternatives.${a}`;
    const resource = names.resources.get(alternative.resource);
    if (!resource)
      report(`${at}.resource`, `there is no resource ${alternative.resource}; add it to resources`);
    if (resource?.batch && step.batch && step.batch.size > resource.batch.capacity)
      report(`${path}.batch.size`, `is more than ${alternative.resource} takes (${resource.batch.capacity})`);
    if (!alternative.duration && alternative.each === undefined)
      report(
        `${at}.duration`,
        "give duration (seconds for the order, at least 1) or each (seconds for one product)",
      );
    checkEach(alternative, alternative.duration ?? 0, largestTime, `${at}.each`, order, report);
    checkSecondary(alternative.secondary, `${at}.secondary`);
  }
  if (step.maxLag !== undefined && step.maxLag < step.lag)
    report(`${path}.maxLag`, `is ${step.maxLag}; it must not be less than lag (${step.lag})`);
};

const checkPlace = (step: Operation, path: string, order: Order, names: Names, report: Report): void => {
  const { previous, fixed, running } = step;
  if (previous && !names.resources.has(previous.resource))
    report(`${path}.previous.resource`, `there is no resource ${previous.resource}; add it to resources`);
  if (fixed && !names.resources.has(fixed.resource))
    report(`${path}.fixed.resource`, `there is no resource ${fixed.resource}; add it to resources`);
  if (fixed && fixed.end <= fixed.start) report(`${path}.fixed.end`, "must be after its start");
  if (!running) return;
  if (fixed) report(`${path}.running`, "is fixed too; give only one of them");
  if (!names.resources.has(running.resource))
    report(`${path}.running.resource`, `there is no resource ${running.resource}; add it to resources`);
  if (running.pieces === undefined) return;
  if (order.quantity === undefined)
    report(`${path}.running.pieces`, "needs the order's quantity; give the order a quantity");
  if (!step.alternatives.some(({ resource }) => resource === running.resource))
    report(
      `${path}.running.resource`,
      "is none of its alternatives; give remaining (seconds) instead of pieces",
    );
};

const checkOrder = (order: Order, path: string, names: Names, report: Report): void => {
  checkUnique(order.operations, `${path}.operations`, report);
  if (order.class !== undefined && !names.classes.has(order.class))
    report(`${path}.class`, `there is no customer class ${order.class}; add it to classes`);
  if (order.produces && !names.materials.has(order.produces.material))
    report(
      `${path}.produces.material`,
      `there is no material ${order.produces.material}; add it to materials`,
    );
  for (const [p, step] of order.operations.entries()) {
    const at = `${path}.operations.${p}`;
    checkWork(step, at, order, names, report);
    checkNeeds(step, at, order, names, report);
    checkPlace(step, at, order, names, report);
    if (p > 0 && step.latestStart !== undefined)
      report(
        `${at}.latestStart`,
        "is for the first operation of an order, whose predecessor has ended; give the operation before it maxLag",
      );
  }
};

/** Set-ups that say nothing, or two things. */
const checkSetups = ({ setups, resources }: ParsedProblem, report: Report): void => {
  const groups = [...new Set(resources.flatMap(({ setupGroup }) => setupGroup ?? []))];
  const pairs = new Set<string>();
  for (const [index, { group, from, to, seconds }] of setups.entries()) {
    // Groups that no resource has are those of resources that are not here now; what is nearly one of them is a slip.
    const near = groups.includes(group) ? undefined : nearestName(group, groups);
    if (near?.toLowerCase() === group.toLowerCase())
      report(`setups.${index}.group`, `no resource has the setupGroup ${group}; did you mean ${near}?`);
    if (from === to && seconds > 0)
      report(
        `setups.${index}.seconds`,
        `is ${seconds}; from ${from} to itself nothing is set up, so it must be 0`,
      );
    const pair = JSON.stringify([group, from, to]);
    if (pairs.has(pair))
      report(`setups.${index}`, `${from} to ${to} in ${group} is there twice; give its seconds once`);
    pairs.add(pair);
  }
};

const checkTariff = ({ windows }: NonNullable<ParsedProblem["tariff"]>, report: Report): void => {
  for (const [index, { from, to }] of windows.entries())
    if (to <= from) report(`tariff.windows.${index}.to`, "must be after from");
  checkWindows(
    windows.map(({ from, to }): Window => [from, to]),
    "tariff.windows",
    report,
  );
};

/** What single fields cannot show: names that nothing bears, windows out of order, limits that contradict, circles. */
export const references = (problem: ParsedProblem): ProblemIssue[] => {
  const issues: ProblemIssue[] = [];
  const report: Report = (path, text) => issues.push({ path, problem: text });
  const secondaryResources = problem.secondaryResources ?? [];
  const classes = problem.classes ?? [];
  checkUnique(problem.resources, "resources", report);
  checkUnique(secondaryResources, "secondaryResources", report);
  checkUnique(problem.materials, "materials", report);
  checkUnique(problem.orders, "orders", report);
  checkKeys(problem, report);
  checkUnique(classes, "classes", report);
  for (const [name, list] of Object.entries({ resources: problem.resources, secondaryResources }))
    for (const [index, { calendar = [], closed = [] }] of list.entries()) {
      checkWindows(calendar, `${name}.${index}.calendar`, report);
      checkWindows(closed, `${name}.${index}.closed`, report);
    }
  checkSetups(problem, report);
  if (problem.tariff) checkTariff(problem.tariff, report);
  const { lexicographic = [] } = problem.objective ?? {};
  for (const [index, term] of lexicographic.entries())
    if (lexicographic.indexOf(term) < index)
      report(`objective.lexicographic.${index}`, `${term} is there twice; name it once`);
  const names: Names = {
    resources: new Map(problem.resources.map((item) => [item.id, item])),
    secondary: new Set(secondaryResources.map((item) => item.id)),
    materials: new Set(problem.materials.map((item) => item.id)),
    classes: new Set(classes.map((item) => item.id)),
  };
  for (const [o, order] of problem.orders.entries()) checkOrder(order, `orders.${o}`, names, report);
  const cycle = supplyCycle(problem);
  if (cycle)
    report(
      `orders.${cycle.order}.produces`,
      `${cycle.materials.join(" needs ")}: a material cannot be made of itself; take one of these needs or products away`,
    );
  return issues;
};
