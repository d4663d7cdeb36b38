import { parentPort } from "node:worker_threads";
import { CpSolver } from "or-tools-wasm/cp-sat";
import { costOf } from "../objective.ts";
import { findTwins, inOrder } from "../twins.ts";
import { buildModel } from "./model.ts";
import type { CellSolveAnswer, CellSolveRequest } from "./request.ts";

/** Solves one cell, or the loose part of one, after the other. Runs in a thread of its own, which its owner ends when it takes too long. */
const solve = async (request: CellSolveRequest): Promise<CellSolveAnswer> => {
  const { problem, loose, maxSeconds, seed } = request;
  const hint = loose ? request.hint : inOrder(findTwins(problem), request.hint);
  const { model, starts, modes, choices } = buildModel(problem, hint, loose);
  const solver = new CpSolver();
  const status = solver.statusName(
    await solver.solve(model, {
      maxTimeInSeconds: maxSeconds,
      numSearchWorkers: 1,
      randomSeed: seed,
      // A window has a second or two: probing and symmetries would take it all.
      ...(loose ? { cpModelProbingLevel: 0, symmetryLevel: 0, linearizationLevel: 0 } : {}),
    }),
  );
  if (status !== "OPTIMAL" && status !== "FEASIBLE") return { bound: 0, optimal: false };
  const chosen = (literals: readonly Parameters<typeof solver.booleanValue>[0][]) =>
    literals.findIndex((literal) => solver.booleanValue(literal));
  const plan = {
    modes: modes.map(chosen),
    starts: starts.map((start) => solver.value(start)),
    choices: choices.map(chosen),
  };
  const optimal = status === "OPTIMAL";
  // The bound is a float: of whole costs, the next whole number above it bounds too.
  const bound = optimal ? costOf(problem, plan).total : Math.ceil(solver.bestObjectiveBound() - 1e-6);
  return { plan, bound, optimal };
};

parentPort?.on("message", (request: CellSolveRequest) => {
  solve(request).then(
    (answer) => parentPort?.postMessage({ answer }),
    (error: Error) => parentPort?.postMessage({ error: error.message }),
  );
});
