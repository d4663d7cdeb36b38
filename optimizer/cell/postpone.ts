import { type Decisions, mostRounds, type UnitShape } from "./insert.ts";
import { type CellProblem, durationIn, type Edge, transitionOf } from "./problem.ts";
import type { Timetable } from "./timetable.ts";

/**
 * Moves a settled unit's tasks to the latest times that end the unit no later: whoever is not brought before it is needed
 * does not block a place for others. The mirror of settle: it starts from the latest times there could be and pulls back
 * whatever clashes, down to the greatest solution.
 */
export const postpone = (
  problem: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  { modes, choices, starts }: Decisions,
): void => {
  const { tasks, holds, resources } = problem;
  const seconds = (t: number) => durationIn(tasks[t]!, modes[t]!);
  const time = ({ task, edge }: Edge) => starts[task]! + (edge === "end" ? seconds(task) : 0);
  const settled = shape.tasks.map((t) => starts[t]!);
  const end = Math.max(...shape.tasks.map((t) => starts[t]! + seconds(t)));
  for (const t of shape.tasks) starts[t] = end - seconds(t);
  const nextUse = (i: number, resource: number): { next: number | undefined; entry: number } => {
    for (let j = i + 1; j < shape.tasks.length; j++) {
      const next = shape.tasks[j]!;
      for (const use of tasks[next]!.modes[modes[next]!]!.uses)
        if (use.resource === resource) return { next, entry: use.entry };
    }
    return { next: undefined, entry: 0 };
  };
  let moved = true;
  const lower = (t: number, to: number) => {
    if (to >= starts[t]!) return;
    starts[t] = to;
    moved = true;
  };
  for (let round = 0; round < mostRounds && moved; round++) {
    moved = false;
    for (let i = shape.tasks.length - 1; i >= 0; i--) {
      const t = shape.tasks[i]!;
      for (const { from, to, min, max } of shape.out[i]!) {
        const gap = time(to) - time(from);
        if (gap < min) lower(from.task, starts[from.task]! - (min - gap));
        else if (max !== undefined && gap > max) lower(to.task, starts[to.task]! - (gap - max));
      }
      for (const use of tasks[t]!.modes[modes[t]!]!.uses) {
        lower(t, timetable.latest(use.resource, starts[t]!, seconds(t), use.entry, use.exit));
        const { next, entry } = nextUse(i, use.resource);
        if (next !== undefined)
          lower(t, starts[next]! - seconds(t) - transitionOf(resources[use.resource]!, use.exit, entry));
      }
    }
    for (const [i, { hold }] of shape.holds.entries()) {
      const { from, until, choices: all } = holds[hold]!;
      const use = all[choices[hold]!]!;
      const [start, last] = [time(from), time(until)];
      const length = Math.max(0, last - start);
      // What clashes ends too late: its last task is pulled back, and with it by the lags what comes before.
      const at = timetable.latest(use.resource, start, length, use.entry, use.exit);
      lower(until.task, starts[until.task]! + at - start);
      for (const later of shape.holds.slice(i + 1)) {
        const next = holds[later.hold]!;
        const after = next.choices[choices[later.hold]!]!;
        if (after.resource !== use.resource) continue;
        const free = time(next.from) - transitionOf(resources[use.resource]!, use.exit, after.entry);
        lower(until.task, starts[until.task]! + free - last);
      }
    }
    if (shape.tasks.some((t, i) => starts[t]! < settled[i]!)) {
      // Cannot be, but for lags that its own tasks cannot keep: the settled times stand.
      for (const [i, t] of shape.tasks.entries()) starts[t] = settled[i]!;
      return;
    }
  }
};
