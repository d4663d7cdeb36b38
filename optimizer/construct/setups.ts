import type { Problem } from "../problem.ts";

/** Set-up families as numbers, and the seconds between them. */
export interface Setups {
  /** -1 without a name. */
  familyOf(name: string | undefined): number;
  /** Set-up seconds by resource, from-family, to-family; from -1 is "no family yet". */
  readonly seconds: (resource: number, from: number, to: number) => number;
  /** Whether any takes time. */
  readonly some: boolean;
}

/** @param named Families of the operations. */
export const createSetups = (problem: Problem, named: Iterable<string | undefined>): Setups => {
  const families = new Map<string, number>();
  const familyOf = (name: string | undefined) => {
    if (name === undefined) return -1;
    const known = families.get(name);
    if (known !== undefined) return known;
    families.set(name, families.size);
    return families.size - 1;
  };
  for (const name of named) familyOf(name);
  for (const { family } of problem.resources) familyOf(family);
  const groups = new Map<string, number>();
  for (const { setupGroup } of problem.resources)
    if (setupGroup && !groups.has(setupGroup)) groups.set(setupGroup, groups.size);
  for (const { from, to } of problem.setups) {
    familyOf(from);
    familyOf(to);
  }
  const size = families.size + 1;
  const matrix = new Float64Array(groups.size * size * size);
  for (const { group, from, to, seconds } of problem.setups) {
    const g = groups.get(group);
    if (g === undefined) continue;
    matrix[(g * size + familyOf(from) + 1) * size + familyOf(to)] = seconds;
  }
  // The first job on a resource whose family is unknown: the longest set-up that may come is what must be planned for.
  for (const { group, from, to, seconds } of problem.setups) {
    const g = groups.get(group);
    if (g === undefined || from === to) continue;
    const at = g * size * size + familyOf(to);
    matrix[at] = Math.max(matrix[at]!, seconds);
  }
  const groupOf = problem.resources.map(({ setupGroup }) =>
    setupGroup === undefined ? -1 : groups.get(setupGroup)!,
  );
  return {
    familyOf,
    seconds: (resource, from, to) => {
      const group = groupOf[resource]!;
      return group < 0 || to < 0 || from === to ? 0 : matrix[(group * size + from + 1) * size + to]!;
    },
    some: matrix.some((seconds) => seconds > 0),
  };
};
