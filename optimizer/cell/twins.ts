import type { CellPlan, CellProblem } from "./problem.ts";

/** Units of one kind: everything about them but their names is the same, and nothing of them has begun. */
export interface Twins {
  /** Tasks and holds of each unit, in the same order. */
  readonly members: readonly { readonly tasks: readonly number[]; readonly holds: readonly number[] }[];
}

/** Exchanging twins changes no plan's cost, so a search may ask for one order of them. */
export const findTwins = ({ units, tasks, holds, lags }: CellProblem): Twins[] => {
  const own = units.map(() => ({ tasks: [] as number[], holds: [] as number[] }));
  for (const [t, { unit }] of tasks.entries()) own[unit]!.tasks.push(t);
  for (const [h, { from }] of holds.entries()) own[tasks[from.task]!.unit]!.holds.push(h);
  const kinds = new Map<string, Twins["members"][number][]>();
  for (const [u, { release, due, weight }] of units.entries()) {
    const mine = own[u]!;
    if (mine.tasks.length === 0 || mine.tasks.some((t) => tasks[t]!.frozen)) continue;
    const [firstTask, firstHold] = [mine.tasks[0]!, mine.holds[0] ?? 0];
    const edge = ({ task, edge: which }: { task: number; edge: string }) => [task - firstTask, which];
    const signature = JSON.stringify([
      [release, due, weight],
      mine.tasks.map((t) =>
        tasks[t]!.modes.map(({ duration, uses, needs }) => [
          duration,
          uses.map(({ resource, entry, exit }) => [resource, entry, exit]),
          needs.map(({ hold, choice }) => [hold - firstHold, choice]),
        ]),
      ),
      mine.holds.map((h) => {
        const { choices, from, until } = holds[h]!;
        return [choices.map(({ resource, entry, exit }) => [resource, entry, exit]), edge(from), edge(until)];
      }),
      lags
        .filter(({ from }) => tasks[from.task]!.unit === u)
        .map(({ from, to, min, max }) => [edge(from), edge(to), min, max]),
    ]);
    kinds.set(signature, [...(kinds.get(signature) ?? []), mine]);
  }
  return [...kinds.values()].filter((members) => members.length > 1).map((members) => ({ members }));
};

/** The same plan with twins exchanged so that the first task of each starts no later than that of the next. */
export const inOrder = (twins: readonly Twins[], plan: CellPlan): CellPlan => {
  const [modes, starts, choices] = [[...plan.modes], [...plan.starts], [...plan.choices]];
  for (const { members } of twins) {
    const sorted = [...members].sort((a, b) => plan.starts[a.tasks[0]!]! - plan.starts[b.tasks[0]!]!);
    for (const [i, { tasks, holds }] of members.entries()) {
      const source = sorted[i]!;
      for (const [k, t] of tasks.entries()) {
        modes[t] = plan.modes[source.tasks[k]!]!;
        starts[t] = plan.starts[source.tasks[k]!]!;
      }
      for (const [k, h] of holds.entries()) choices[h] = plan.choices[source.holds[k]!]!;
    }
  }
  return { modes, starts, choices };
};
