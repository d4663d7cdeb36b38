import { parentPort, Worker, workerData } from "node:worker_threads";
import {
  type Disruption,
  type GoldenPart,
  type Plan,
  type PlanOptions,
  type Problem,
  plan,
  type Repaired,
  type RepairOptions,
  repair,
} from "./index.ts";

type Work =
  | {
      readonly kind: "plan";
      readonly problem: Problem;
      readonly options: PlanOptions;
      readonly mayLapse: boolean;
    }
  | {
      readonly kind: "repair";
      readonly problem: Problem;
      readonly plan: Plan;
      readonly disruptions: readonly Disruption[];
      readonly options: RepairOptions;
    };

type Message =
  | { readonly done: unknown }
  | { readonly improvement: number }
  | { readonly golden: GoldenPart[] }
  | { readonly lapsed: readonly string[] }
  | { readonly error: Error };

type Listeners = Pick<PlanOptions, "signal" | "onImprovement" | "onGolden" | "onLapsed">;

/** Does some work in a thread of its own, so that whoever asks stays responsive. An abort ends the thread. */
const inThread = <T>(work: Work, { signal, onImprovement, onGolden, onLapsed }: Listeners = {}): Promise<T> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL(import.meta.url), { workerData: { work } });
    const abort = () => {
      void worker.terminate();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", abort, { once: true });
    worker.on("message", (message: Message) => {
      if ("improvement" in message) return onImprovement?.(message.improvement);
      if ("golden" in message) return onGolden?.(message.golden);
      if ("lapsed" in message) return onLapsed?.(message.lapsed);
      signal?.removeEventListener("abort", abort);
      void worker.terminate();
      if ("error" in message) reject(message.error);
      else resolve(message.done as T);
    });
    worker.on("error", (error) => {
      signal?.removeEventListener("abort", abort);
      reject(error);
    });
  });

/** `plan` in a thread of its own. */
export const planInThread = (problem: Problem, options: PlanOptions = {}): Promise<Plan> => {
  const { signal, onImprovement, onGolden, onLapsed, ...plain } = options;
  return inThread(
    { kind: "plan", problem, options: plain, mayLapse: onLapsed !== undefined },
    {
      ...(signal ? { signal } : {}),
      ...(onImprovement ? { onImprovement } : {}),
      ...(onGolden ? { onGolden } : {}),
      ...(onLapsed ? { onLapsed } : {}),
    },
  );
};

/** `repair` in a thread of its own. */
export const repairInThread = (
  problem: Problem,
  before: Plan,
  disruptions: readonly Disruption[],
  options: RepairOptions = {},
): Promise<Repaired> => inThread({ kind: "repair", problem, plan: before, disruptions, options });

const run = (work: Work, post: (message: Message) => void): Promise<unknown> =>
  work.kind === "plan"
    ? plan(work.problem, {
        ...work.options,
        onImprovement: (improvement) => post({ improvement }),
        onGolden: (golden) => post({ golden }),
        ...(work.mayLapse ? { onLapsed: (lapsed) => post({ lapsed }) } : {}),
      })
    : repair(work.problem, work.plan, work.disruptions, work.options);

if (parentPort && workerData && "work" in workerData) {
  const port = parentPort;
  const post = (message: Message): void => port.postMessage(message);
  run((workerData as { work: Work }).work, post).then(
    (done) => post({ done }),
    (error) => post({ error }),
  );
}
