import { parentPort, Worker, workerData } from "node:worker_threads";
import type { Problem } from "../problem.ts";
import { boundMaterial, type MaterialBound } from "./material.ts";

interface Work {
  readonly bounded: Problem;
  readonly kitMs: number | undefined;
}

/**
 * Begins `boundMaterial` in a thread of its own: it asks for nothing but the problem, so of a large plant it is done while the first plan
 * is made. Whoever does not want it any more ends it.
 */
export const boundMaterialInThread = (problem: Problem, kitMs: number | undefined) => {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { bounded: problem, kitMs } satisfies Work,
  });
  const found = new Promise<MaterialBound>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  // When planning fails first, nobody asks for it.
  found.catch(() => {});
  return { found, end: (): Promise<number> => worker.terminate() };
};

if (parentPort && workerData && typeof workerData === "object" && "bounded" in workerData) {
  const { bounded, kitMs } = workerData as Work;
  const found = boundMaterial(bounded, kitMs);
  parentPort.postMessage(found, [found.soonest.buffer as ArrayBuffer]);
}
