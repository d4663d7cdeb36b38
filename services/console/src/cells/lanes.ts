import type { Cell } from "../../../protocols/cell/description.ts";
import type { CellRun, Failure, RunStep, Wait } from "./types.ts";

/** A step in the lane of one of those who do it. */
export interface Bar {
  /** Of bar, not of step: a pair's step stands in two lanes. */
  readonly id: string;
  readonly lane: string;
  readonly step: RunStep;
  /** Where the plan that was approved had it, when that is elsewhere now; seconds. */
  readonly was: number | undefined;
  /** As it really went, seconds; the end is absent while it goes on. */
  readonly actual: { readonly from: number; readonly to: number | undefined } | undefined;
}

/** A second or two come of rounding, not of a new plan. */
const sameS = 2;

const lanesOf = ({ kind, robots, at }: RunStep) => (kind === "test" ? [at] : robots);
const same = (a: readonly string[], b: readonly string[]) => a.join() === b.join();

/** Robots, then testers, each with what it does. */
export const barsOf = (steps: readonly RunStep[]): Bar[] =>
  steps.flatMap((step) =>
    lanesOf(step).map((lane): Bar => {
      const { firstStart, firstRobots, start, startedAt, endedAt } = step;
      const moved =
        firstStart !== null &&
        (Math.abs(firstStart - start) > sameS || (firstRobots !== null && !same(firstRobots, step.robots)));
      return {
        id: `${lane} ${step.id}`,
        lane,
        step,
        was: moved ? firstStart : undefined,
        actual: startedAt === null ? undefined : { from: startedAt, to: endedAt ?? undefined },
      };
    }),
  );

/** Lanes in the cell's order; a robot that the cell does not have any more comes last. */
export const laneOrder = (
  { robots, places }: Pick<Cell, "robots" | "places">,
  bars: readonly Bar[],
): string[] => {
  const known = [
    ...robots.map(({ id }) => id),
    ...places.filter(({ kind }) => kind === "tester").map(({ id }) => id),
  ];
  return [...new Set([...known, ...bars.map(({ lane }) => lane)])];
};

/** The last second that the chart has to show. */
export const lastSecond = ({ steps, makespan }: CellRun, now: number): number =>
  Math.max(
    60,
    makespan ?? 0,
    ...steps.map(({ start, duration, endedAt }) => Math.max(start + duration, endedAt ?? 0)),
    now,
  );

/** Failures by the lanes of their step: by those who do it now, which after a new plan may be others. */
export const failuresIn = (bars: readonly Bar[], failures: readonly Failure[]) =>
  failures.flatMap((failure) =>
    bars.filter(({ step }) => step.id === failure.step).map(({ lane }) => ({ lane, ...failure })),
  );

/** Each step that is waited for once, by the longest of its waits: robot, zone and recipe may name the same one. */
export const distinct = (waits: readonly Wait[]): Wait[] =>
  waits.filter(
    (wait, index) =>
      !waits.some(
        ({ step, edge, minS }, other) =>
          step === wait.step &&
          edge === wait.edge &&
          (minS > wait.minS || (minS === wait.minS && other < index)),
      ),
  );

/** Whether what a step waits for has happened. */
export const hasHappened = ({ step, edge, minS }: Wait, steps: readonly RunStep[], now: number): boolean => {
  const before = steps.find(({ id }) => id === step);
  const since = edge === "end" ? (before?.state === "done" ? before.endedAt : null) : before?.startedAt;
  return since !== null && since !== undefined && now >= since + minS;
};

/** Seconds between two ticks whose labels do not touch. */
export const tickS = (span: number, width: number): number =>
  [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].find((seconds) => (width * seconds) / span >= 46) ?? 7_200;

/** Minutes and seconds. */
export const clock = (seconds: number): string => {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** Where an arrow key leads from a bar: along its lane, or to the nearest in time of the next lane that has any. */
export const barFrom = (
  bars: readonly Bar[],
  lanes: readonly string[],
  from: Bar,
  key: string,
): Bar | undefined => {
  const inLane = (lane: string | undefined) =>
    bars.filter((bar) => bar.lane === lane).sort((a, b) => a.step.start - b.step.start);
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const lane = inLane(from.lane);
    return lane[lane.findIndex(({ id }) => id === from.id) + (key === "ArrowLeft" ? -1 : 1)];
  }
  const way = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (way === undefined) return undefined;
  for (let row = lanes.indexOf(from.lane) + way; row >= 0 && row < lanes.length; row += way) {
    const away = ({ step }: Bar) => Math.abs(step.start - from.step.start);
    const [nearest] = inLane(lanes[row]).sort((a, b) => away(a) - away(b));
    if (nearest) return nearest;
  }
  return undefined;
};
