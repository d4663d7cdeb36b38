/** What each step of a cell waits for, out of a plan: `npm run cell -- plan` prints it, run.ts carries it out. */

import { type CellPlan, type Edge, transitionOf, type Use } from "../../optimizer/cell/problem.ts";
import type { Step } from "../../services/protocols/cell/description.ts";
import type { CellModel } from "./problem.ts";

/** A step waits until another has begun or ended, and so many seconds more. */
export interface Wait {
  readonly step: string;
  readonly edge: "start" | "end";
  readonly minS: number;
}

export interface PlannedStep {
  /** `unit/step`. */
  readonly id: string;
  readonly unit: string;
  readonly step: Step;
  readonly robots: readonly string[];
  readonly from: string | undefined;
  readonly at: string;
  /** As planned, seconds since the run began. */
  readonly start: number;
  readonly durationS: number;
  readonly waits: readonly Wait[];
  /** Earlier no robot can be there from where it stands when the run begins, seconds. */
  readonly notBefore: number;
}

/**
 * The plan as an action dependency graph (Hönig and others 2019): instead of times each step has what it waits for, by its
 * recipe, and by who uses the same robot, place or zone before it. A step that comes late holds up those that need it and
 * nobody else, and the order on every resource stays as planned, so no delay can bring a deadlock about.
 */
export const dependencyGraph = ({ problem, meanings }: CellModel, plan: CellPlan): PlannedStep[] => {
  const { tasks, holds, lags, resources } = problem;
  const waits = tasks.map((): Wait[] => []);
  const add = (task: number, after: Edge, minS: number) => {
    if (after.task !== task) waits[task]!.push({ step: tasks[after.task]!.id, edge: after.edge, minS });
  };
  for (const { from, to, min } of lags) if (to.edge === "start") add(to.task, from, min);
  const notBefore = tasks.map(() => 0);
  const uses = resources.map((): (Use & { first: number; last: Edge; start: number })[] => []);
  for (const [t, task] of tasks.entries())
    for (const use of task.modes[plan.modes[t]!]!.uses)
      uses[use.resource]!.push({ ...use, first: t, last: { task: t, edge: "end" }, start: plan.starts[t]! });
  for (const [h, { from, until, choices }] of holds.entries()) {
    const use = choices[plan.choices[h]!]!;
    uses[use.resource]!.push({ ...use, first: from.task, last: until, start: plan.starts[from.task]! });
  }
  for (const [r, lane] of uses.entries()) {
    const resource = resources[r]!;
    lane.sort((a, b) => a.start - b.start);
    for (const [i, { first, entry }] of lane.entries()) {
      const before = lane[i - 1];
      // The way there, or the change of tool or fixture, comes between.
      if (before) add(first, before.last, transitionOf(resource, before.exit, entry));
      else
        notBefore[first] = Math.max(
          notBefore[first]!,
          resource.free + transitionOf(resource, resource.initial, entry),
        );
    }
  }
  return tasks.map(({ id, modes, frozen }, t) => {
    const { unit, step, modes: meant } = meanings[t]!;
    const mode = plan.modes[t]!;
    const { robots, from, at } = meant[mode]!;
    const durationS = frozen?.duration ?? modes[mode]!.duration;
    return {
      id,
      unit,
      step,
      robots,
      from,
      at,
      start: plan.starts[t]!,
      durationS,
      waits: waits[t]!,
      notBefore: notBefore[t]!,
    };
  });
};
