import {
  abortedByCommand,
  type CellCommand,
  type StepCommand,
  type StepReport,
} from "../../services/protocols/cell/messages.ts";
import type { RandomStream } from "../engine/random.ts";
import type { Cancel, Scheduler } from "../engine/scheduler.ts";

/** What a plug comes to: how long the search took, and whether it went in. */
export type Insert = (forceLimitN: number) => {
  readonly inserted: boolean;
  readonly seconds: number;
  readonly peakN: number;
};

export interface CellOptions {
  readonly scheduler: Scheduler;
  readonly random: RandomStream;
  /** Coefficient of variation of every step's time. */
  readonly variation: number;
  /** Share of steps of arms and vehicles that end in a fault of their own. */
  readonly faultRate: number;
  readonly insert: Insert;
  readonly report: (report: StepReport) => void;
}

export interface SimulatedCell {
  command(command: CellCommand): void;
}

interface Known {
  last: StepReport;
  /** Absent once it is over. */
  cancel?: Cancel;
}

/** Seconds of a plug's step that are no search: fetch, approach, leave. */
const withoutSearchS = 6;
const faults = ["dropped", "gripper did not close", "obstacle in the way"] as const;
/** Commands that are remembered; older ones are of runs long past. */
const mostKnown = 20_000;

/**
 * The robots, vehicles and testers of a cell: each does a step that it is told, reports that it has begun, and how it ended. A command that
 * comes twice is acted upon once and answered with its last report; one that was aborted stays aborted. An emergency stop breaks off all
 * that goes on, once.
 */
export const createSimulatedCell = (options: CellOptions): SimulatedCell => {
  const { scheduler, random, variation, faultRate, insert, report } = options;
  const known = new Map<string, Known>();
  const stops = new Set<string>();

  const say = (commandId: string, state: StepReport["state"], reason?: string) => {
    const told: StepReport = {
      commandId,
      state,
      time: new Date(scheduler.now()).toISOString(),
      ...(reason ? { reason } : {}),
    };
    const one = known.get(commandId);
    if (one) one.last = told;
    report(told);
  };

  /** How a step will end, and after how long. */
  const fateOf = ({ kind, durationS, forceLimitN, robots }: StepCommand) => {
    const usual = random.logNormal(Math.max(1, durationS), variation);
    if (kind.startsWith("plug")) {
      const { inserted, seconds, peakN } = insert(forceLimitN ?? Number.POSITIVE_INFINITY);
      const whole = Math.min(usual, withoutSearchS) + seconds;
      if (inserted) return { seconds: whole };
      return {
        seconds: whole,
        reason: peakN > (forceLimitN ?? 0) ? `force ${peakN.toFixed(1)} N` : "port not found",
      };
    }
    if (robots.length > 0 && random.chance(faultRate))
      return { seconds: usual * random.uniform(), reason: random.pick(faults) };
    return { seconds: usual };
  };

  const begin = (command: StepCommand) => {
    const { commandId } = command;
    if (known.size >= mostKnown) known.delete(known.keys().next().value!);
    const one: Known = {
      last: { commandId, state: "Running", time: new Date(scheduler.now()).toISOString() },
    };
    known.set(commandId, one);
    const { seconds, reason } = fateOf(command);
    one.cancel = scheduler.at(scheduler.now() + seconds * 1_000, () => {
      delete one.cancel;
      if (reason) say(commandId, "Aborted", reason);
      else say(commandId, "Ended");
    });
    say(commandId, "Running");
  };

  const abort = (commandId: string) => {
    const one = known.get(commandId);
    if (one && !one.cancel) return report(one.last);
    one?.cancel?.();
    if (one) delete one.cancel;
    // Never begun: from now on it is not begun either.
    else
      known.set(commandId, {
        last: { commandId, state: "Aborted", time: new Date(scheduler.now()).toISOString() },
      });
    say(commandId, "Aborted", abortedByCommand);
  };

  return {
    command: (command) => {
      if (command.command === "Stop") {
        if (stops.has(command.commandId)) return;
        stops.add(command.commandId);
        for (const [id, { cancel }] of known) if (cancel) abort(id);
        return;
      }
      if (command.command === "Abort") return abort(command.commandId);
      const one = known.get(command.commandId);
      if (one) report(one.last);
      // It waited too long at the broker: nobody expects that anything moves for it.
      else if (command.notAfter === undefined || scheduler.now() <= Date.parse(command.notAfter))
        begin(command);
    },
  };
};
