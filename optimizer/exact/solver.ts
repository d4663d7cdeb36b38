import { Worker } from "node:worker_threads";
import type { SequencingAnswer, SequencingProblem } from "./sequencing.ts";

/** Seconds beyond a problem's own limit after which the thread is ended: the limit alone is not always kept. */
const graceSeconds = 3;

/**
 * CP-SAT in a thread that stays warm. The solver cannot be interrupted and may overrun its limit, so a watchdog ends
 * the thread; the next problem gets a new one.
 */
export const createExactSolver = () => {
  let worker: Worker | undefined;
  /** Ends the wait for an answer. */
  let giveUp: (() => void) | undefined;
  const open = () => {
    worker ??= new Worker(new URL("./worker.ts", import.meta.url));
    worker.unref();
    return worker;
  };
  const end = () => {
    const ended = worker?.terminate();
    worker = undefined;
    return ended;
  };
  return {
    /** Undefined when there is no answer in time, or none at all. */
    solve: (problem: SequencingProblem): Promise<SequencingAnswer> =>
      new Promise((resolve) => {
        const thread = open();
        const settle = (answer: SequencingAnswer) => {
          clearTimeout(watchdog);
          giveUp = undefined;
          thread.off("message", onMessage);
          thread.off("error", onError);
          resolve(answer);
        };
        const onMessage = (message: { answer?: SequencingAnswer }) => settle(message.answer);
        const onError = () => {
          worker = undefined;
          settle(undefined);
        };
        const watchdog = setTimeout(
          () => {
            void end();
            settle(undefined);
          },
          (problem.maxSeconds + graceSeconds) * 1_000,
        );
        giveUp = () => settle(undefined);
        thread.on("message", onMessage);
        thread.on("error", onError);
        thread.postMessage(problem);
      }),
    close: async () => {
      giveUp?.();
      await end();
    },
  };
};
export type ExactSolver = ReturnType<typeof createExactSolver>;
