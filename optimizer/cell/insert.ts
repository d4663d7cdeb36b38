import { leastDuration, leastGaps } from "./gaps.ts";
import { type CellLag, type CellProblem, durationIn, type Edge, openLags, transitionOf } from "./problem.ts";
import type { Timetable } from "./timetable.ts";

/** The decisions of a whole plan, by the problem's task and hold; searched in place. */
export interface Decisions {
  readonly modes: Int32Array;
  readonly starts: Float64Array;
  readonly choices: Int32Array;
}

/** One unit's tasks in an order that respects its lags, with what an insertion needs of them. */
export interface UnitShape {
  readonly unit: number;
  readonly tasks: readonly number[];
  /** Holds and lags with the places in `tasks` of what they lie between. */
  readonly holds: readonly {
    readonly hold: number;
    readonly from: number;
    readonly until: number;
    /** Least seconds from when the unit may begin to its begin, and from there to its end. */
    readonly head: number;
    readonly least: number;
  }[];
  /** By place in `tasks`: the lags to it, and those from it. Lags run forward in the order, so one pass settles a chain. */
  readonly into: readonly (readonly CellLag[])[];
  readonly out: readonly (readonly CellLag[])[];
  readonly rank: ReadonlyMap<number, number>;
  /** Something of it has begun. */
  readonly frozen: boolean;
}

const shapeOf = (problem: CellProblem, unit: number): UnitShape => {
  const { tasks, holds, lags } = problem;
  const own = tasks.flatMap((task, t) => (task.unit === unit ? [t] : []));
  const mine = lags.filter(({ from }) => tasks[from.task]!.unit === unit);
  const open = new Set(openLags(problem));
  const order: number[] = [];
  const left = new Set(own);
  while (left.size > 0) {
    const free = own.find(
      (t) =>
        left.has(t) && !mine.some(({ from, to }) => to.task === t && from.task !== t && left.has(from.task)),
    );
    // A circle of lags has no order; it is the problem's mistake, here any task goes first.
    const next = free ?? [...left][0]!;
    left.delete(next);
    order.push(next);
  }
  const rank = new Map(order.map((t, i) => [t, i]));
  const gap = leastGaps(problem, order);
  const inTask = ({ task, edge }: Edge) => (edge === "end" ? leastDuration(problem, task) : 0);
  const stay = (hold: number) => {
    const { from, until } = holds[hold]!;
    const [first, last] = [rank.get(from.task)!, rank.get(until.task)!];
    const head = Math.max(...order.map((_, i) => gap[i]![first]!)) + inTask(from);
    const least = Math.max(0, gap[first]![last]! + inTask(until) - inTask(from));
    return { hold, from: first, until: last, head, least };
  };
  return {
    unit,
    tasks: order,
    holds: holds.flatMap(({ from }, hold) => (tasks[from.task]!.unit === unit ? [stay(hold)] : [])),
    into: order.map((t) => mine.filter((lag) => open.has(lag) && lag.to.task === t)),
    out: order.map((t) => mine.filter((lag) => open.has(lag) && lag.from.task === t)),
    rank,
    frozen: own.some((t) => tasks[t]!.frozen !== undefined),
  };
};

export const shapesOf = (problem: CellProblem): UnitShape[] =>
  problem.units.map((_, unit) => shapeOf(problem, unit));

/** More rounds than any unit needs: reached only where no time would ever do. */
export const mostRounds = 10_000;

/**
 * Puts the first `count` tasks of a unit at the earliest times that a timetable leaves them, in given modes. Each clash
 * pushes the task that begins too early to the first moment that fits, until nothing clashes: pushes only ever go later
 * and never past the least solution, so the result is the earliest of all. After everything booked a unit always fits.
 * @param placed Tasks that stand already where an earlier call with fewer tasks put them.
 * @returns False when no time does: a lag that its own tasks cannot keep, or something begun that is in the way.
 */
export const settle = (
  problem: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  { modes, choices, starts }: Decisions,
  count = shape.tasks.length,
  placed = 0,
): boolean => {
  const { tasks, holds, resources, units, now } = problem;
  const seconds = (t: number) => durationIn(tasks[t]!, modes[t]!);
  const time = ({ task, edge }: Edge) => starts[task]! + (edge === "end" ? seconds(task) : 0);
  for (let i = placed; i < count; i++) {
    const t = shape.tasks[i]!;
    starts[t] = tasks[t]!.frozen?.start ?? Math.max(now, units[shape.unit]!.release);
  }
  let impossible = false;
  let moved = false;
  const raise = (t: number, to: number) => {
    if (to <= starts[t]!) return;
    if (tasks[t]!.frozen || to === Number.POSITIVE_INFINITY) impossible = true;
    else {
      starts[t] = to;
      moved = true;
    }
  };
  const settleLag = ({ from, to, min, max }: CellLag) => {
    if (shape.rank.get(from.task)! >= count) return;
    const gap = time(to) - time(from);
    if (gap < min) raise(to.task, starts[to.task]! + min - gap);
    else if (max !== undefined && gap > max) raise(from.task, starts[from.task]! + gap - max);
  };
  const lastUse = (i: number, resource: number): { last: number | undefined; exit: number } => {
    for (let j = i - 1; j >= 0; j--) {
      const last = shape.tasks[j]!;
      for (const use of tasks[last]!.modes[modes[last]!]!.uses)
        if (use.resource === resource) return { last, exit: use.exit };
    }
    return { last: undefined, exit: 0 };
  };
  const settleTask = (i: number) => {
    const t = shape.tasks[i]!;
    for (const use of tasks[t]!.modes[modes[t]!]!.uses) {
      raise(t, timetable.earliest(use.resource, starts[t]!, seconds(t), use.entry, use.exit));
      // Tasks of the unit itself that share the resource keep their order: it comes from the last one before.
      const { last, exit } = lastUse(i, use.resource);
      if (last !== undefined)
        raise(t, starts[last]! + seconds(last) + transitionOf(resources[use.resource]!, exit, use.entry));
    }
  };
  const settleHold = (index: number) => {
    const entry = shape.holds[index]!;
    if (entry.from >= count) return;
    const { from, until, choices: all } = holds[entry.hold]!;
    const use = all[choices[entry.hold]!]!;
    const start = time(from);
    // While its last task is not placed, the stay lasts at least as long as what is placed of it.
    const end = entry.until < count ? time(until) : start + (from.edge === "start" ? seconds(from.task) : 0);
    const at = timetable.earliest(use.resource, start, Math.max(0, end - start), use.entry, use.exit);
    raise(from.task, starts[from.task]! + at - start);
    for (let j = 0; j < index; j++) {
      const other = holds[shape.holds[j]!.hold]!;
      const before = other.choices[choices[shape.holds[j]!.hold]!]!;
      if (before.resource !== use.resource || shape.holds[j]!.until >= count) continue;
      const free = time(other.until) + transitionOf(resources[use.resource]!, before.exit, use.entry);
      raise(from.task, starts[from.task]! + free - start);
    }
  };
  for (let round = 0; round < mostRounds; round++) {
    moved = false;
    for (let i = 0; i < count; i++) {
      for (const lag of shape.into[i]!) settleLag(lag);
      if (!tasks[shape.tasks[i]!]!.frozen) settleTask(i);
    }
    for (let i = 0; i < shape.holds.length; i++) settleHold(i);
    if (impossible) return false;
    if (!moved) return true;
  }
  return false;
};

/** Books a unit that has been settled. */
export const bookUnit = (
  { tasks, holds }: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  { modes, choices, starts }: Decisions,
): void => {
  const end = (t: number) => starts[t]! + durationIn(tasks[t]!, modes[t]!);
  const time = ({ task, edge }: Edge) => (edge === "end" ? end(task) : starts[task]!);
  const { unit } = shape;
  for (const t of shape.tasks)
    for (const { resource, entry, exit } of tasks[t]!.modes[modes[t]!]!.uses)
      timetable.book(resource, { start: starts[t]!, end: end(t), entry, exit, unit });
  for (const { hold } of shape.holds) {
    const { from, until, choices: all } = holds[hold]!;
    const { resource, entry, exit } = all[choices[hold]!]!;
    timetable.book(resource, { start: time(from), end: time(until), entry, exit, unit });
  }
};

/** Books what a unit has begun; a stay whose end has not begun blocks its place for good, until the unit is planned. */
export const bookBegun = (
  { tasks, holds }: CellProblem,
  shape: UnitShape,
  timetable: Timetable,
  decisions: Decisions,
): void => {
  const { unit } = shape;
  const edge = ({ task, edge: which }: Edge) => {
    const { frozen } = tasks[task]!;
    if (!frozen) return Number.POSITIVE_INFINITY;
    return frozen.start + (which === "end" ? durationIn(tasks[task]!, frozen.mode) : 0);
  };
  for (const t of shape.tasks) {
    const { frozen, modes } = tasks[t]!;
    if (!frozen) continue;
    const end = frozen.start + durationIn(tasks[t]!, frozen.mode);
    for (const { resource, entry, exit } of modes[frozen.mode]!.uses)
      timetable.book(resource, { start: frozen.start, end, entry, exit, unit });
  }
  for (const { hold } of shape.holds) {
    const { from, until, choices } = holds[hold]!;
    if (!tasks[from.task]!.frozen) continue;
    const { resource, entry, exit } = choices[decisions.choices[hold]!]!;
    timetable.book(resource, { start: edge(from), end: edge(until), entry, exit, unit });
  }
};
