import type { Output } from "./command.ts";

/** Tells how a search goes on: the first plan at once, what is better as it comes. */
export interface SearchProgress {
  readonly improvement: (objective: number) => void;
  readonly end: () => void;
}

/** A file or a pipe gets a line a second; a terminal one line that changes. */
const pauseMs = 1_000;
const terminalPauseMs = 100;

export const createSearchProgress = ({ note, terminal }: Output): SearchProgress => {
  const started = performance.now();
  let first: number | undefined;
  let best: number | undefined;
  let told: number | undefined;
  let toldAt = 0;
  const line = (objective: number, label: string) => {
    const seconds = ((performance.now() - started) / 1_000).toFixed(1).padStart(7);
    const better = first !== undefined && first > 0 ? (1 - objective / first) * 100 : 0;
    const change = better > 0 ? `   ${better.toFixed(1)} % better than the first` : "";
    return `${seconds} s  ${label.padEnd(10)} ${objective.toFixed(2)}${change}`;
  };
  const tell = (objective: number, label: string) => {
    told = objective;
    toldAt = performance.now();
    note(terminal ? `\r\x1b[K${line(objective, label)}` : `${line(objective, label)}\n`);
  };
  return {
    improvement: (objective) => {
      best = objective;
      if (first === undefined) {
        first = objective;
        tell(objective, "first plan");
        if (terminal) note("\n");
        return;
      }
      if (performance.now() - toldAt >= (terminal ? terminalPauseMs : pauseMs)) tell(objective, "better");
    },
    end: () => {
      if (best !== undefined && best !== told) tell(best, "best");
      if (terminal && told !== first) note("\n");
    },
  };
};
