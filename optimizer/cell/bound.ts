import { leastDuration, leastGaps } from "./gaps.ts";
import type { CellProblem, Edge } from "./problem.ts";

/** Something that takes `least` seconds of one of some resources, cannot begin before `head`, and leaves `tail` after it. */
interface Load {
  readonly on: ReadonlySet<number>;
  readonly least: number;
  readonly head: number;
  readonly tail: number;
}

/** Least seconds of passage into a use of the resource, whatever was there before. */
const leastPassage = (
  { resources }: CellProblem,
  exits: ReadonlySet<number>,
  resource: number,
  entry: number,
) => {
  const { transition, initial } = resources[resource]!;
  return transition ? Math.min(...[initial, ...exits].map((exit) => transition[exit]![entry]!)) : 0;
};

/**
 * No plan's makespan is less: each unit's own chain, and for each group of resources that can stand for each other the
 * work that only they can do, with the passage into it, between the least time before and after it.
 */
export const cellBound = (problem: CellProblem): number => {
  const { units, tasks, holds, resources, now } = problem;
  const exits = resources.map(() => new Set<number>());
  for (const { modes } of tasks)
    for (const { uses } of modes) for (const { resource, exit } of uses) exits[resource]!.add(exit);
  for (const { choices } of holds) for (const { resource, exit } of choices) exits[resource]!.add(exit);
  let bound = 0;
  const loads: Load[] = [];
  for (const [u, unit] of units.entries()) {
    const own = tasks.flatMap((task, t) => (task.unit === u ? [t] : []));
    const gap = leastGaps(problem, own);
    const earliest = own.map((_, j) =>
      Math.max(
        ...own.map((t, i) => {
          const { frozen } = tasks[t]!;
          return (frozen?.start ?? Math.max(now, unit.release)) + gap[i]![j]!;
        }),
      ),
    );
    const after = own.map((_, i) => Math.max(...own.map((t, j) => gap[i]![j]! + leastDuration(problem, t))));
    for (const [i, head] of earliest.entries()) bound = Math.max(bound, head + after[i]!);
    for (const [i, t] of own.entries()) {
      if (tasks[t]!.frozen) continue;
      const on = new Set(tasks[t]!.modes.flatMap(({ uses }) => uses.map(({ resource }) => resource)));
      if (on.size === 0) continue;
      // With several uses at once only the first counts: the others come for free.
      const least = Math.min(
        ...tasks[t]!.modes.map(({ duration, uses }) =>
          uses.length === 0
            ? 0
            : duration +
              Math.min(
                ...uses.map(({ resource, entry }) =>
                  leastPassage(problem, exits[resource]!, resource, entry),
                ),
              ),
        ),
      );
      loads.push({ on, least, head: earliest[i]!, tail: after[i]! - leastDuration(problem, t) });
    }
    for (const { from, until, choices } of holds) {
      if (tasks[from.task]!.unit !== u || tasks[from.task]!.frozen) continue;
      const [i, j] = [own.indexOf(from.task), own.indexOf(until.task)];
      const at = ({ task, edge }: Edge) => (edge === "end" ? leastDuration(problem, task) : 0);
      const lasts = gap[i]![j]! + at(until) - at(from);
      // The end of a task that may be shorter than its longest mode lets the stay begin later than its least.
      const surplus =
        from.edge === "end"
          ? Math.max(...tasks[from.task]!.modes.map(({ duration }) => duration)) - at(from)
          : 0;
      const least = Math.max(0, lasts - surplus);
      const passage = Math.min(
        ...choices.map(({ resource, entry }) => leastPassage(problem, exits[resource]!, resource, entry)),
      );
      loads.push({
        on: new Set(choices.map(({ resource }) => resource)),
        least: least + passage,
        head: earliest[i]! + at(from),
        tail: after[j]! - at(until),
      });
    }
  }
  const groups = new Map(loads.map(({ on }) => [[...on].sort((a, b) => a - b).join(), on]));
  for (const group of groups.values()) {
    const inside = loads.filter(({ on }) => [...on].every((resource) => group.has(resource)));
    const head = Math.max(
      Math.min(...inside.map((load) => load.head)) -
        Math.max(...[...group].map((r) => Math.max(0, ...(resources[r]!.transition?.flat() ?? [])))),
      Math.min(...[...group].map((r) => resources[r]!.free)),
    );
    const tail = Math.max(0, Math.min(...inside.map((load) => load.tail)));
    const work = inside.reduce((sum, { least }) => sum + least, 0);
    bound = Math.max(bound, Math.ceil(head + work / group.size + tail));
  }
  return bound;
};
