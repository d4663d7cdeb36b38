import { parentPort, Worker, workerData } from "node:worker_threads";
import { type Plan, type PlanOptions, type Problem, plan } from "./index.ts";

type ThreadOptions = Omit<PlanOptions, "signal" | "onImprovement">;

/** Runs `plan` in a thread of its own, so that whoever asks stays responsive. An abort ends the thread. */
export const planInThread = (problem: Problem, options: PlanOptions = {}): Promise<Plan> => {
  const { signal, onImprovement, ...plain } = options;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { problem, options: plain } });
    const abort = () => {
      void worker.terminate();
      reject(signal?.reason ?? new Error("aborted"));
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: { plan: Plan } | { improvement: number } | { error: Error }) => {
      if ("improvement" in message) return onImprovement?.(message.improvement);
      signal?.removeEventListener("abort", abort);
      void worker.terminate();
      if ("error" in message) reject(message.error);
      else resolve(message.plan);
    });
    worker.on("error", reject);
  });
};

if (parentPort && workerData && "problem" in workerData) {
  const { problem, options } = workerData as { problem: Problem; options: ThreadOptions };
  const port = parentPort;
  plan(problem, { ...options, onImprovement: (improvement) => port.postMessage({ improvement }) }).then(
    (found) => port.postMessage({ plan: found }),
    (error) => port.postMessage({ error }),
  );
}
