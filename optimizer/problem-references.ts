import type { Operation, Problem, ProblemIssue } from "./problem.ts";

type Window = readonly [number, number];
type Report = (path: string, problem: string) => void;

const checkWindows = (windows: readonly Window[], path: string, report: Report): void => {
  for (let window = 1; window < windows.length; window += 1)
    if (windows[window]![0] < windows[window - 1]![1])
      report(`${path}.${window}`, "windows must be in order and apart");
};

const checkUnique = (items: readonly { id: string }[], path: string, report: Report): void => {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    if (seen.has(item.id)) report(`${path}.${index}.id`, `${item.id} is there twice`);
    seen.add(item.id);
  }
};

/** What an operation may name. */
interface Names {
  readonly resources: ReadonlyMap<string, Problem["resources"][number]>;
  readonly secondary: ReadonlySet<string>;
  readonly materials: ReadonlySet<string>;
}

const checkOperation = (step: Operation, path: string, names: Names, report: Report): void => {
  const checkSecondary = (list: Operation["secondary"], at: string) => {
    for (const [index, { resource }] of (list ?? []).entries()) {
      if (!names.secondary.has(resource))
        report(`${at}.${index}.resource`, `there is no secondary resource ${resource}`);
      if (list!.findIndex((other) => other.resource === resource) < index)
        report(`${at}.${index}.resource`, `${resource} is there twice`);
    }
  };
  checkSecondary(step.secondary, `${path}.secondary`);
  for (const [a, alternative] of step.alternatives.entries()) {
    const at = `${path}.alternatives.${a}`;
    const resource = names.resources.get(alternative.resource);
    if (!resource) report(`${at}.resource`, `there is no resource ${alternative.resource}`);
    if (resource?.batch && step.batch && step.batch.size > resource.batch.capacity)
      report(`${path}.batch.size`, `is more than ${alternative.resource} takes`);
    checkSecondary(alternative.secondary, `${at}.secondary`);
  }
  const { fixed } = step;
  if (fixed && !names.resources.has(fixed.resource))
    report(`${path}.fixed.resource`, `there is no resource ${fixed.resource}`);
  if (fixed && fixed.end <= fixed.start) report(`${path}.fixed`, "must end after it starts");
  if (step.maxLag !== undefined && step.maxLag < step.lag)
    report(`${path}.maxLag`, "must not be less than lag");
  for (const [n, wanted] of step.needs.entries())
    for (const name of [wanted.material, ...wanted.alternates])
      if (!names.materials.has(name)) report(`${path}.needs.${n}`, `there is no material ${name}`);
};

/** What the schema alone cannot see: names that nothing bears, windows out of order, limits that contradict. */
export const references = (problem: Problem): ProblemIssue[] => {
  const issues: ProblemIssue[] = [];
  const report: Report = (path, text) => issues.push({ path, problem: text });
  const secondaryResources = problem.secondaryResources ?? [];
  checkUnique(problem.resources, "resources", report);
  checkUnique(secondaryResources, "secondaryResources", report);
  checkUnique(problem.materials, "materials", report);
  checkUnique(problem.orders, "orders", report);
  for (const [index, { calendar }] of problem.resources.entries())
    checkWindows(calendar, `resources.${index}.calendar`, report);
  for (const [index, { calendar }] of secondaryResources.entries())
    checkWindows(calendar ?? [], `secondaryResources.${index}.calendar`, report);
  const tariff = problem.tariff?.windows ?? [];
  for (const [index, { from, to }] of tariff.entries())
    if (to <= from) report(`tariff.windows.${index}`, "a window must end after it starts");
  checkWindows(
    tariff.map(({ from, to }): Window => [from, to]),
    "tariff.windows",
    report,
  );
  const names: Names = {
    resources: new Map(problem.resources.map((item) => [item.id, item])),
    secondary: new Set(secondaryResources.map((item) => item.id)),
    materials: new Set(problem.materials.map((item) => item.id)),
  };
  for (const [o, item] of problem.orders.entries()) {
    checkUnique(item.operations, `orders.${o}.operations`, report);
    for (const [p, step] of item.operations.entries())
      checkOperation(step, `orders.${o}.operations.${p}`, names, report);
  }
  return issues;
};
