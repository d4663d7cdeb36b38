import { Worker } from "node:worker_threads";

/** Seconds beyond a problem's own limit after which the thread is ended: the limit alone is not always kept. */
const graceSeconds = 3;

/** A solver in a thread that stays warm. */
export interface SolverThread<Problem, Answer> {
  /** Undefined when there is no answer in time, or none at all. One problem at a time. */
  solve(problem: Problem): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/**
 * CP-SAT in a thread that stays warm. The solver cannot be interrupted and may overrun its limit, so a watchdog ends
 * the thread; the next problem gets a new one.
 * @param file Of a worker that answers each message with `{answer}` or `{error}`.
 */
export const createSolverThread = <Problem extends { readonly maxSeconds: number }, Answer>(
  file: URL,
): SolverThread<Problem, Answer> => {
  let worker: Worker | undefined;
  /** Ends the wait for an answer. */
  let giveUp: (() => void) | undefined;
  /** Whatever a thread dies of, and whether it was waited for or not: the next problem gets a new one. */
  const open = () => {
    if (worker) return worker;
    const opened = new Worker(file);
    const gone = () => {
      if (worker !== opened) return;
      worker = undefined;
      giveUp?.();
    };
    opened.on("error", gone);
    opened.on("exit", gone);
    opened.unref();
    worker = opened;
    return opened;
  };
  const end = () => {
    const ended = worker?.terminate();
    worker = undefined;
    return ended;
  };
  return {
    solve: (problem) =>
      new Promise((resolve) => {
        const thread = open();
        const settle = (answer: Answer | undefined) => {
          clearTimeout(watchdog);
          giveUp = undefined;
          thread.off("message", onMessage);
          resolve(answer);
        };
        const onMessage = (message: { answer?: Answer }) => settle(message.answer);
        const watchdog = setTimeout(
          () => {
            void end();
            settle(undefined);
          },
          (problem.maxSeconds + graceSeconds) * 1_000,
        );
        giveUp = () => settle(undefined);
        thread.on("message", onMessage);
        thread.postMessage(problem);
      }),
    close: async () => {
      giveUp?.();
      await end();
    },
  };
};
