import { listen } from "../../services/mes/listen.ts";
import { cellChannel, cellRunOf } from "../../services/mes/queries/cells.ts";
import { createAbsence } from "./absence.ts";
import { stateOf } from "./advance.ts";
import { unanswered } from "./run.ts";
import { remind } from "./tell-cell.ts";
import { createTurn, type TurnDeps } from "./turn.ts";

export interface CellDriverDeps extends TurnDeps {
  readonly databaseUrl: string;
}

/** However quiet a cell is, it is looked at so often: a notification may be lost. */
const longestWaitMs = 5_000;
/** An activity hands over after so long, so that its workflow's history tells that it lives. */
const shiftMs = 10 * 60_000;

/**
 * Drives runs of robot cells: what is reported is taken in, what may begin is told to begin, and when a robot fails for good the rest
 * is planned anew without it. All of it is in the data store, each turn in one transaction with the commands that it sends, so
 * that whoever drives may be killed at any moment and another goes on.
 */
export const createCellDriver = ({ databaseUrl, ...deps }: CellDriverDeps) => {
  const { db, clock } = deps;
  const turn = createTurn(deps);

  /** @param signal Ends the shift early; the run goes on with the next driver. */
  return async (number: string, signal: AbortSignal): Promise<{ over: boolean }> => {
    let wake = () => {};
    let woken = false;
    const call = () => {
      woken = true;
      wake();
    };
    const listener = await listen(databaseUrl, [cellChannel], call, call);
    signal.addEventListener("abort", call);
    const until = Date.now() + shiftMs;
    const row = await cellRunOf(db, number);
    // The driver before may have fallen between a command and its way out: what is open is asked for once more.
    const since = new Map(row.state ? unanswered(stateOf(row)).map((id) => [id, 0]) : []);
    const noteAway = createAbsence(deps, number);
    let all = true;
    try {
      for (;;) {
        woken = false;
        const { over, next, again, away = false } = await turn(number, all);
        if (over) return { over: true };
        if (again) continue;
        await noteAway(away);
        all = await remind(db, clock, number, since);
        if (signal.aborted || Date.now() > until) return { over: false };
        const wait = Math.min(longestWaitMs, next ? Math.ceil(clock.wallMsUntil(next)) + 1 : longestWaitMs);
        if (woken) continue;
        await new Promise<void>((done) => {
          const timer = setTimeout(done, wait);
          wake = () => {
            clearTimeout(timer);
            done();
          };
        });
        wake = () => {};
      }
    } finally {
      signal.removeEventListener("abort", call);
      await listener.close();
    }
  };
};
export type CellDriver = ReturnType<typeof createCellDriver>;
