import type { CellPlan, CellProblem, Edge } from "./problem.ts";

export type CellViolationKind =
  | "shape"
  | "before-now"
  | "before-release"
  | "frozen"
  | "hold-choice"
  | "lag"
  | "hold-order"
  | "overlap";

export interface CellViolation {
  readonly kind: CellViolationKind;
  readonly text: string;
}

/**
 * Every rule of the problem, checked from the problem and the plan alone; shares no code with what makes plans. An empty list means the
 * plan can be carried out as it stands.
 */
export const verifyCell = (problem: CellProblem, plan: CellPlan): CellViolation[] => {
  const found: CellViolation[] = [];
  const report = (kind: CellViolationKind, text: string) => found.push({ kind, text });
  const { tasks, holds, lags, resources, units, now } = problem;
  const whole = (value: number | undefined, below: number) =>
    value !== undefined && Number.isInteger(value) && value >= 0 && value < below;
  for (const [t, task] of tasks.entries())
    if (!whole(plan.modes[t], task.modes.length) || !whole(plan.starts[t], Number.MAX_SAFE_INTEGER))
      report("shape", `${task.id}: mode ${plan.modes[t]}, start ${plan.starts[t]}`);
  for (const [h, hold] of holds.entries())
    if (!whole(plan.choices[h], hold.choices.length))
      report("shape", `${hold.id}: choice ${plan.choices[h]}`);
  if (found.length > 0) return found;

  const seconds = (t: number) => tasks[t]!.frozen?.duration ?? tasks[t]!.modes[plan.modes[t]!]!.duration;
  const time = ({ task, edge }: Edge) => plan.starts[task]! + (edge === "end" ? seconds(task) : 0);
  const taken = resources.map(
    (): { start: number; end: number; entry: number; exit: number; by: string }[] => [],
  );

  for (const [t, task] of tasks.entries()) {
    const start = plan.starts[t]!;
    const mode = task.modes[plan.modes[t]!]!;
    if (task.frozen) {
      if (task.frozen.start !== start || task.frozen.mode !== plan.modes[t])
        report("frozen", `${task.id} has begun at ${task.frozen.start} and is planned anew`);
    } else {
      if (start < now) report("before-now", `${task.id} starts at ${start}, now is ${now}`);
      const { release, id } = units[task.unit]!;
      if (start < release)
        report("before-release", `${task.id} starts at ${start}, ${id} comes at ${release}`);
    }
    for (const { hold, choice } of mode.needs)
      if (plan.choices[hold] !== choice)
        report(
          "hold-choice",
          `${task.id} needs choice ${choice} of ${holds[hold]!.id}, it is ${plan.choices[hold]}`,
        );
    for (const { resource, entry, exit } of mode.uses)
      taken[resource]!.push({ start, end: start + seconds(t), entry, exit, by: task.id });
  }
  for (const [h, hold] of holds.entries()) {
    const { resource, entry, exit } = hold.choices[plan.choices[h]!]!;
    const [start, end] = [time(hold.from), time(hold.until)];
    if (end < start) report("hold-order", `${hold.id} ends at ${end} before it begins at ${start}`);
    else taken[resource]!.push({ start, end, entry, exit, by: hold.id });
  }
  for (const { from, to, min, max } of lags) {
    // What has begun on both sides is so, whatever it was to be.
    if (tasks[from.task]!.frozen && tasks[to.task]!.frozen) continue;
    const lag = time(to) - time(from);
    if (lag < min || lag > (max ?? Number.POSITIVE_INFINITY))
      report(
        "lag",
        `${lag} s from the ${from.edge} of ${tasks[from.task]!.id} to the ${to.edge} of ${tasks[to.task]!.id}: allowed ${min} to ${max ?? "any"}`,
      );
  }
  for (const [r, uses] of taken.entries()) {
    const { id, initial, free, transition } = resources[r]!;
    let state = initial;
    let last = { end: free, by: "the beginning" };
    for (const use of uses.sort((a, b) => a.start - b.start || a.end - b.end)) {
      const between = transition?.[state]?.[use.entry] ?? 0;
      if (use.start < last.end + between)
        report(
          "overlap",
          `${id}: ${use.by} at ${use.start} after ${last.by}, free at ${last.end} + ${between}`,
        );
      state = use.exit;
      last = use;
    }
  }
  return found;
};
