import { hourMs } from "../../../core/zone.ts";
import { stationState } from "../../../protocols/sparkplug/names.ts";
import type { Random } from "../random.ts";

/** What a line of the month before does next, by the plant's clock in ms. */
export interface LineHistory {
  readonly id: string;
  readonly process: string;
  readonly powerKw: number;
  readonly windows: readonly { readonly from: number; readonly to: number }[];
  free: number;
  family: string;
  untilFailureS: number;
  readonly states: { time: number; code: number; reason: string }[];
}

/** How a line behaves at a moment. */
export interface Habits {
  readonly meanTimeBetweenFailuresS: number;
  readonly repairS: number;
  readonly reasons: readonly string[];
  /** Share of the pieces that are scrapped. */
  readonly scrap: number;
  /** How much longer than by the routing a piece takes. */
  readonly slow: number;
  readonly setupS: number;
}

/** What came of a job. */
export interface Ran {
  readonly start: number;
  readonly end: number;
  readonly reports: {
    time: number;
    state: "Running" | "Interrupted" | "Ended" | "Aborted";
    good: number;
    scrap: number;
    reason?: string;
  }[];
}

/** A value around a mean, spread over a fifth of it to either side. */
const around = (random: Random, mean: number): number => mean * (0.8 + random.int(0, 400) / 1_000);
const exponential = (random: Random, mean: number): number =>
  -mean * Math.log((random.int(0, 999_999) + 1) / 1_000_001);

const enter = (line: LineHistory, time: number, code: number, reason = ""): void => {
  const last = line.states.at(-1);
  if (last?.code === code && last.reason === reason) return;
  if (last && last.time === time) line.states.pop();
  line.states.push({ time, code, reason });
};

/** The first moment from `time` on at which the line's calendar is open, and until when it is. */
const open = (line: LineHistory, time: number): { from: number; to: number } | undefined => {
  const window = line.windows.find(({ to }) => to > time);
  return window && { from: Math.max(window.from, time), to: window.to };
};

/** Lets a line stand until its calendar is open. Undefined when it is no more. */
const wait = (line: LineHistory, time: number): { from: number; to: number } | undefined => {
  const window = open(line, time);
  if (window && window.from > time) enter(line, time, stationState.starved);
  return window;
};

export interface JobAsked {
  readonly ready: number;
  readonly quantity: number;
  readonly batch: number;
  /** Seconds of a batch by the routing. */
  readonly cycleS: number;
  readonly family: string;
  /** Share of pieces scrapped beyond the line's own. */
  readonly extraScrap: number;
}

/**
 * Runs a job on a line: set-up where the family changes, batch by batch, with breakdowns, and no work outside its calendar.
 * What is not done when the month ends is broken off. Undefined when it would not begin before that.
 */
export const runJob = (
  line: LineHistory,
  job: JobAsked,
  habitsAt: (time: number) => Habits,
  random: Random,
  until: number,
): Ran | undefined => {
  let window = wait(line, Math.max(line.free, job.ready));
  if (!window || window.from + 1.5 * habitsAt(window.from).setupS * 1_000 >= until) return undefined;
  let time = window.from;
  if (line.family !== job.family) {
    enter(line, time, stationState.setup, job.family);
    time += around(random, habitsAt(time).setupS) * 1_000;
    line.family = job.family;
  }
  const ran: Ran = { start: time, end: time, reports: [{ time, state: "Running", good: 0, scrap: 0 }] };
  enter(line, time, stationState.running);
  let [good, scrap, reported] = [0, 0, time];
  const report = (state: Ran["reports"][number]["state"], reason?: string) => {
    reported = time;
    ran.reports.push({ time, state, good, scrap, ...(reason ? { reason } : {}) });
  };
  const breakOff = (): Ran => {
    time = until - 1_000;
    report("Aborted");
    line.free = until;
    return { ...ran, end: time };
  };
  // A line that has begun to fail more often does not wait for the failure that it was due before.
  const { meanTimeBetweenFailuresS } = habitsAt(time);
  if (line.untilFailureS > 4 * meanTimeBetweenFailuresS)
    line.untilFailureS = exponential(random, meanTimeBetweenFailuresS);
  while (good + scrap < job.quantity) {
    if (time >= window.to) {
      const next = wait(line, time);
      if (!next || next.from >= until) return breakOff();
      window = next;
      time = next.from;
      enter(line, time, stationState.running);
    }
    const habits = habitsAt(time);
    // Progress is followed in parts of ten minutes, or a batch where that takes longer.
    const cycleS = job.cycleS * habits.slow;
    const batches = Math.max(1, Math.floor(600 / cycleS));
    const pieces = Math.min(job.quantity - good - scrap, batches * job.batch);
    const seconds = around(random, (cycleS * pieces) / job.batch);
    if (time + seconds * 1_000 >= until - 1_000) return breakOff();
    time += seconds * 1_000;
    line.untilFailureS -= seconds;
    const share = habits.scrap + job.extraScrap;
    let bad = 0;
    for (let piece = 0; piece < pieces; piece += 1) if (random.chance(share)) bad += 1;
    good += pieces - bad;
    scrap += bad;
    if (good + scrap >= job.quantity) break;
    if (line.untilFailureS <= 0) {
      const reason = random.pick(habits.reasons);
      report("Interrupted", reason);
      enter(line, time, stationState.down, reason);
      time += around(random, habits.repairS) * 1_000;
      if (time >= until - 1_000) return breakOff();
      line.untilFailureS = exponential(random, habits.meanTimeBetweenFailuresS);
      enter(line, time, stationState.running);
      report("Running");
    } else if (time - reported >= hourMs) report("Running");
  }
  report("Ended");
  enter(line, time, stationState.starved);
  line.free = time;
  return { ...ran, end: time };
};

const powerShare: Readonly<Record<number, number>> = {
  [stationState.running]: 1,
  [stationState.setup]: 0.6,
  [stationState.starved]: 0.25,
  [stationState.down]: 0.15,
};

/** What a line's meter counted in each hour. */
export const energyOf = (line: LineHistory, from: number, until: number): Map<number, number> => {
  const hours = new Map<number, number>();
  for (const [index, { time, code }] of line.states.entries()) {
    const end = Math.min(until, line.states[index + 1]?.time ?? until);
    for (let at = Math.max(from, time); at < end; ) {
      const hour = Math.floor(at / hourMs) * hourMs;
      const next = Math.min(end, hour + hourMs);
      hours.set(
        hour,
        (hours.get(hour) ?? 0) + ((next - at) / hourMs) * line.powerKw * (powerShare[code] ?? 0),
      );
      at = next;
    }
  }
  return hours;
};
