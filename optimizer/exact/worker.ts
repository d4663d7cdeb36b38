import { parentPort } from "node:worker_threads";
import { type BoolVar, CpModel, CpSolver, type IntVar, LinearExpr } from "or-tools-wasm/cp-sat";
import type { SequencingAnswer, SequencingProblem } from "./sequencing.ts";

/**
 * Solves one sequencing problem after the other with OR-Tools CP-SAT: a circuit through the jobs and a place to rest,
 * each arc carrying its set-up. Runs in a thread of its own, which its owner ends when it takes too long.
 */
const solve = async ({
  jobs,
  setups,
  start,
  maxSeconds,
  seed,
}: SequencingProblem): Promise<SequencingAnswer> => {
  const model = new CpModel();
  const longestSetup = Math.max(0, ...setups.flat());
  const horizon =
    Math.max(start, ...jobs.map((job) => job.release)) +
    jobs.reduce((sum, job) => sum + job.duration + longestSetup, 0);
  const starts: IntVar[] = jobs.map((job) => model.newIntVar(Math.max(start, job.release), horizon));
  const lateness: IntVar[] = jobs.map((_, index) => model.newIntVar(0, horizon * 2, `late${index}`));
  const arcs: [number, number, BoolVar][] = [];
  const literal = (from: number, to: number) => {
    const arc = model.newBoolVar();
    arcs.push([from, to, arc]);
    return arc;
  };
  let at = start;
  for (const [j, job] of jobs.entries()) {
    const first = literal(0, j + 1);
    model.addLinearConstraint(starts[j]!, start + setups[0]![j]!, horizon).onlyEnforceIf(first);
    model.addHint(first, j === 0);
    const last = literal(j + 1, 0);
    model.addHint(last, j === jobs.length - 1);
    for (const [i, before] of jobs.entries()) {
      if (i === j) continue;
      const arc = literal(i + 1, j + 1);
      const gap = LinearExpr.weightedSum([starts[j]!, starts[i]!], [1, -1]);
      model.addLinearConstraint(gap, before.duration + setups[i + 1]![j]!, horizon).onlyEnforceIf(arc);
      model.addHint(arc, j === i + 1);
    }
    model.addLinearConstraint(
      LinearExpr.weightedSum([lateness[j]!, starts[j]!], [1, -1]),
      job.duration - job.due,
      horizon * 3,
    );
    at = Math.max(at + setups[j]![j]!, job.release);
    model.addHint(starts[j]!, at);
    at += job.duration;
  }
  model.addCircuit(arcs);
  model.minimize(
    LinearExpr.weightedSum(
      [...lateness, ...starts],
      [...jobs.map((job) => Math.max(1, Math.round(job.weight * 100))), ...jobs.map(() => 0)],
    ),
  );
  const solver = new CpSolver();
  const status = solver.statusName(
    await solver.solve(model, { maxTimeInSeconds: maxSeconds, numSearchWorkers: 1, randomSeed: seed }),
  );
  if (status !== "OPTIMAL" && status !== "FEASIBLE") return undefined;
  // Along the circuit: of jobs without length that start at one moment the starts do not tell which comes first.
  const following = new Map(
    arcs.filter(([, , arc]) => solver.booleanValue(arc)).map(([from, to]) => [from, to]),
  );
  const order: number[] = [];
  for (let node = following.get(0)!; node !== 0; node = following.get(node)!) order.push(node - 1);
  return order;
};

parentPort?.on("message", (problem: SequencingProblem) => {
  solve(problem).then(
    (answer) => parentPort?.postMessage({ answer }),
    (error: Error) => parentPort?.postMessage({ error: error.message }),
  );
});
