import type { ShopProblem } from "./problem.ts";
import { sharedFloat64From, sharedInt32, sharedInt32From } from "./shared.ts";

/** A permutation flow shop as flat lists: machine by machine within a job. */
export interface FlowLine {
  readonly jobs: number;
  readonly machines: number;
  /** [job][machine] */
  readonly duration: Int32Array;
  readonly release: Int32Array;
  readonly due: Float64Array;
  readonly weight: Float64Array;
  /** [job before + 1][job][machine]: what one insertion reads lies together. */
  readonly setup: Int32Array;
  readonly released: boolean;
  readonly makespan: boolean;
}

/** @throws RangeError when a job does not visit every machine once, in their order, without choice */
export const compileFlowLine = (problem: ShopProblem): FlowLine => {
  const { machines, jobs: list } = problem;
  const jobs = list.length;
  const sound = list.every(
    ({ operations }) =>
      operations.length === machines &&
      operations.every(
        ({ alternatives }, machine) => alternatives.length === 1 && alternatives[0]!.machine === machine,
      ),
  );
  if (!sound)
    throw new RangeError("a flow shop's jobs visit every machine once, in the order of their numbers");
  const setup = sharedInt32((jobs + 1) * jobs * machines);
  for (const [machine, matrix] of (problem.setups ?? []).entries())
    for (let pair = 0; pair < matrix.length; pair += 1) setup[pair * machines + machine] = matrix[pair]!;
  return {
    jobs,
    machines,
    duration: sharedInt32From(
      list.flatMap(({ operations }) => operations.map((o) => o.alternatives[0]!.duration)),
    ),
    release: sharedInt32From(list.map(({ release }) => release)),
    due: sharedFloat64From(list.map(({ due }) => due)),
    weight: sharedFloat64From(list.map(({ weight }) => weight)),
    setup,
    released: list.some(({ release }) => release > 0),
    makespan: problem.objective === "makespan",
  };
};

/** Ends of every operation of a sequence: [position][machine]. Gives back the objective. */
export const schedule = (line: FlowLine, order: Int32Array, count: number, ends: Int32Array): number => {
  const { jobs, machines, duration, release, due, weight, setup, makespan } = line;
  let cost = 0;
  let before = -1;
  for (let position = 0; position < count; position += 1) {
    const job = order[position]!;
    const pair = ((before + 1) * jobs + job) * machines;
    const own = job * machines;
    const at = position * machines;
    let time = release[job]!;
    for (let machine = 0; machine < machines; machine += 1) {
      const free = (position > 0 ? ends[at - machines + machine]! : 0) + setup[pair + machine]!;
      time = (free > time ? free : time) + duration[own + machine]!;
      ends[at + machine] = time;
    }
    if (!makespan && time > due[job]!) cost += weight[job]! * (time - due[job]!);
    before = job;
  }
  return makespan && count > 0 ? ends[count * machines - 1]! : cost;
};
