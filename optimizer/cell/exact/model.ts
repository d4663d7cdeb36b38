import {
  type BoolVar,
  CpModel,
  type IntervalVar,
  type IntVar,
  LinearExpr,
  type LinearExprLike,
} from "or-tools-wasm/cp-sat";
import { costOf } from "../objective.ts";
import {
  type CellPlan,
  type CellProblem,
  durationIn,
  type Edge,
  openLags,
  transitionOf,
} from "../problem.ts";
import { findTwins } from "../twins.ts";

/** A use of a resource that a plan may contain. */
interface Node {
  readonly start: LinearExprLike;
  readonly end: LinearExprLike;
  readonly present: BoolVar;
  readonly entry: number;
  readonly exit: number;
  /** The task, or the hold's first task; nodes of one owner exclude each other. */
  readonly owner: string;
  readonly task: number | undefined;
  /** When it begins in the hint, where it is part of it. */
  readonly hinted: number | undefined;
  /** It keeps its place among others that keep theirs. */
  readonly kept: boolean;
}

export interface BuiltModel {
  readonly model: CpModel;
  readonly starts: readonly IntVar[];
  readonly modes: readonly (readonly BoolVar[])[];
  readonly choices: readonly (readonly BoolVar[])[];
}

const minus = (a: LinearExprLike, b: LinearExprLike) => LinearExpr.weightedSum([a, b], [1, -1]);

/** Tasks that end before another of the same unit starts, by lags alone. */
const predecessors = ({ tasks, lags }: CellProblem): Set<number>[] => {
  const before = tasks.map(() => new Set<number>());
  const direct = lags.filter(({ from, to, min }) => from.edge === "end" && to.edge === "start" && min >= 0);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to } of direct) {
      const target = before[to.task]!;
      const size = target.size;
      target.add(from.task);
      for (const earlier of before[from.task]!) target.add(earlier);
      changed ||= target.size > size;
    }
  }
  return before;
};

/**
 * The cell as a CP-SAT model: an optional interval for every task on every resource it may use, a circuit through the
 * uses of each resource that has states to pass between, no overlap on all, and holds from moment to moment. Tasks that
 * are not loose keep their mode, and their order among each other on every resource.
 */
export const buildModel = (problem: CellProblem, hint: CellPlan, loose?: readonly boolean[]): BuiltModel => {
  const { tasks, holds, resources, units, now } = problem;
  const model = new CpModel();
  const horizon = costOf(problem, hint).total;
  const isLoose = (t: number) => !tasks[t]!.frozen && (loose?.[t] ?? true);
  const before = predecessors(problem);

  const starts = tasks.map((task) => {
    if (task.frozen) return model.newIntVar(task.frozen.start, task.frozen.start);
    return model.newIntVar(Math.max(now, units[task.unit]!.release), horizon);
  });
  const modes = tasks.map(({ modes: all }, t) =>
    all.map((_, m) => {
      const literal = model.newBoolVar();
      if (!isLoose(t))
        model.addLinearConstraint(literal, m === hint.modes[t] ? 1 : 0, m === hint.modes[t] ? 1 : 0);
      return literal;
    }),
  );
  const ends = tasks.map((task, t): LinearExprLike => {
    const durations = task.modes.map((_, m) => durationIn(task, m));
    if (!isLoose(t)) return starts[t]!.plus(durationIn(task, hint.modes[t]!));
    if (durations.every((duration) => duration === durations[0])) return starts[t]!.plus(durations[0]!);
    const end = model.newIntVar(0, horizon);
    model.addLinearConstraint(
      LinearExpr.weightedSum(
        [end, starts[t]!, ...modes[t]!],
        [1, -1, ...durations.map((duration) => -duration)],
      ),
      0,
      0,
    );
    model.addHint(end, hint.starts[t]! + durations[hint.modes[t]!]!);
    return end;
  });
  const time = ({ task, edge }: Edge): LinearExprLike => (edge === "start" ? starts[task]! : ends[task]!);
  const hintedTime = ({ task, edge }: Edge) =>
    hint.starts[task]! + (edge === "start" ? 0 : durationIn(tasks[task]!, hint.modes[task]!));
  const choices = holds.map(({ choices: all }) => all.map(() => model.newBoolVar()));

  for (const [t, literals] of modes.entries()) {
    model.addHint(starts[t]!, hint.starts[t]!);
    model.addExactlyOne(literals);
    for (const [m, literal] of literals.entries()) {
      model.addHint(literal, m === hint.modes[t]);
      for (const { hold, choice } of tasks[t]!.modes[m]!.needs)
        model.addImplication(literal, choices[hold]![choice]!);
    }
  }
  for (const [h, literals] of choices.entries()) {
    model.addExactlyOne(literals);
    for (const [c, literal] of literals.entries()) model.addHint(literal, c === hint.choices[h]);
  }
  for (const { from, to, min, max } of openLags(problem))
    model.addLinearConstraint(minus(time(to), time(from)), min, max ?? horizon);

  const nodes = resources.map((): Node[] => []);
  const intervals = resources.map((): IntervalVar[] => []);
  for (const [t, task] of tasks.entries())
    for (const [m, { uses }] of task.modes.entries()) {
      if (!isLoose(t) && m !== hint.modes[t]) continue;
      const present = modes[t]![m]!;
      const duration = durationIn(task, m);
      for (const { resource, entry, exit } of uses) {
        intervals[resource]!.push(model.newOptionalFixedSizeIntervalVar(starts[t]!, duration, present));
        nodes[resource]!.push({
          start: starts[t]!,
          end: starts[t]!.plus(duration),
          present,
          entry,
          exit,
          owner: `t${t}`,
          task: t,
          hinted: m === hint.modes[t] ? hint.starts[t]! : undefined,
          kept: !isLoose(t),
        });
      }
    }
  for (const [h, hold] of holds.entries()) {
    const length = model.newIntVar(0, horizon);
    const [start, end] = [time(hold.from), time(hold.until)];
    model.addLinearConstraint(LinearExpr.weightedSum([end, start, length], [1, -1, -1]), 0, 0);
    model.addHint(length, hintedTime(hold.until) - hintedTime(hold.from));
    const kept = !isLoose(hold.from.task) && !isLoose(hold.until.task);
    for (const [c, { resource, entry, exit }] of hold.choices.entries()) {
      const present = choices[h]![c]!;
      intervals[resource]!.push(model.newOptionalIntervalVar(start, length, end, present));
      nodes[resource]!.push({
        start,
        end,
        present,
        entry,
        exit,
        owner: `h${h}`,
        task: undefined,
        hinted: c === hint.choices[h] ? hintedTime(hold.from) : undefined,
        kept: kept && c === hint.choices[h],
      });
    }
  }

  for (const [r, resource] of resources.entries()) {
    const all = nodes[r]!;
    if (all.length === 0) continue;
    model.addNoOverlap(intervals[r]!);
    const hinted = all.filter((node) => node.hinted !== undefined).sort((a, b) => a.hinted! - b.hinted!);
    const kept = hinted.filter((node) => node.kept);
    const place = new Map(kept.map((node, index) => [node, index]));
    for (const [i, node] of kept.entries())
      if (i > 0)
        model.addLinearConstraint(
          minus(node.start, kept[i - 1]!.end),
          transitionOf(resource, kept[i - 1]!.exit, node.entry),
          horizon,
        );
    if (!resource.transition) {
      for (const node of all)
        model.addLinearConstraint(node.start, resource.free, horizon).onlyEnforceIf(node.present);
      continue;
    }
    const arcs: [number, number, BoolVar | ReturnType<BoolVar["not"]>][] = [];
    /** An arc, with whether the hint goes along it; the depot is undefined. */
    const arc = (from: Node | undefined, to: Node | undefined, last: number, next: number) => {
      const literal = model.newBoolVar();
      const follows =
        from === undefined
          ? to === hinted[0]
          : from.hinted !== undefined && hinted[hinted.indexOf(from) + 1] === to;
      model.addHint(literal, follows);
      arcs.push([last, next, literal]);
      return literal;
    };
    const idle = arc(undefined, undefined, 0, 0);
    for (const [j, to] of all.entries()) {
      arcs.push([j + 1, j + 1, to.present.not()]);
      model.addImplication(idle, to.present.not());
      const rank = place.get(to);
      if (rank === undefined || rank === 0) {
        model
          .addLinearConstraint(
            to.start,
            resource.free + transitionOf(resource, resource.initial, to.entry),
            horizon,
          )
          .onlyEnforceIf(arc(undefined, to, 0, j + 1));
      }
      if (rank === undefined || rank === kept.length - 1) arc(to, undefined, j + 1, 0);
      for (const [i, from] of all.entries()) {
        if (i === j || from.owner === to.owner) continue;
        const earlier = place.get(from);
        if (earlier !== undefined && rank !== undefined && rank !== earlier + 1) continue;
        if (from.task !== undefined && to.task !== undefined && before[from.task]!.has(to.task)) continue;
        model
          .addLinearConstraint(
            minus(to.start, from.end),
            transitionOf(resource, from.exit, to.entry),
            horizon,
          )
          .onlyEnforceIf(arc(from, to, i + 1, j + 1));
      }
    }
    model.addCircuit(arcs);
  }

  if (!loose)
    for (const { members } of findTwins(problem))
      for (const [i, { tasks: mine }] of members.entries())
        if (i > 0)
          model.addLinearConstraint(minus(starts[mine[0]!]!, starts[members[i - 1]!.tasks[0]!]!), 0, horizon);

  const makespan = model.newIntVar(0, horizon);
  for (const end of ends) model.addLinearConstraint(minus(makespan, end), 0, horizon);
  model.addHint(makespan, costOf(problem, hint).makespan);
  const late: IntVar[] = [];
  const weights: number[] = [];
  for (const [u, { due, weight = 0 }] of units.entries()) {
    if (due === undefined || weight === 0) continue;
    const tardiness = model.newIntVar(0, horizon);
    for (const [t, task] of tasks.entries())
      if (task.unit === u) model.addLinearConstraint(minus(tardiness, ends[t]!), -due, 2 * horizon);
    late.push(tardiness);
    weights.push(weight);
  }
  model.minimize(LinearExpr.weightedSum([makespan, ...late], [1, ...weights]));
  return { model, starts, modes, choices };
};
