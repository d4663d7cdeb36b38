import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

interface Ending {
  readonly gently: NodeJS.Signals;
  /** For one that does not end in its time. */
  readonly hard: NodeJS.Signals;
  /** Wall time that it is left to end gently. */
  readonly patienceMs?: number;
}

/** Longer than a server takes to write out what it holds. */
const usualPatienceMs = 30_000;

/** Ends a process, whatever state it is in; resolves when it is gone. */
export const endEngine = async (
  child: ChildProcess,
  { gently, hard, patienceMs = usualPatienceMs }: Ending,
): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  const timer = setTimeout(() => child.kill(hard), patienceMs);
  child.kill(gently);
  await gone;
  clearTimeout(timer);
};
