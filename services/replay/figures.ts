import { stationState } from "../protocols/sparkplug/names.ts";
import type { Span } from "./lanes.ts";
import { unknownLine } from "./line.ts";
import type { PlantState } from "./plant.ts";

/** A stretch of time, ms. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Time elements and ratios of a line, named as in ISO 22400-2. Elements are of planned busy time only, so that work on a
 * free Sunday makes no line more available than it can be. Times in ms, ratios from 0 to 1, undefined where nothing can
 * be divided by.
 */
export interface LineFigures {
  /** Planned busy time: the calendar's, without planned stops. */
  readonly pbt: number;
  /** Actual production time: running. */
  readonly apt: number;
  /** Actual unit set-up time. */
  readonly aust: number;
  /** Actual unit delay time: down or blocked. */
  readonly adet: number;
  /** Actual unit busy time: running, set-up and delay. */
  readonly aubt: number;
  /** Running beside planned busy time; in no ratio. */
  readonly beside: number;
  /** Good quantity, scrap quantity. */
  readonly gq: number;
  readonly sq: number;
  readonly availability: number | undefined;
  readonly allocation: number | undefined;
  readonly utilisation: number | undefined;
  readonly setupRate: number | undefined;
  readonly quality: number | undefined;
}

const ratio = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/** Time of the windows between two moments, ms. */
export const overlap = (windows: readonly Window[], from: number, to: number): number =>
  windows.reduce(
    (sum, window) => sum + Math.max(0, Math.min(to, window.to) - Math.max(from, window.from)),
    0,
  );

type Elements = Pick<LineFigures, "pbt" | "apt" | "aust" | "adet" | "beside" | "gq" | "sq">;

const ratiosOf = (elements: Elements): LineFigures => {
  const { pbt, apt, aust, adet, gq, sq } = elements;
  const aubt = apt + aust + adet;
  return {
    ...elements,
    aubt,
    availability: ratio(apt, pbt),
    allocation: ratio(aubt, pbt),
    utilisation: ratio(apt, aubt),
    setupRate: ratio(aust, apt + aust),
    quality: ratio(gq, gq + sq),
  };
};

/** What is known of a line beside the plant's state. */
export interface LineRecord {
  /** What it did in the stretch. */
  readonly lane: readonly Span[];
  /** Planned busy time in the stretch. */
  readonly busy: readonly Window[];
}

/** The figures of a line from the beginning of the stretch up to a moment, at which the plant was as given. */
export const lineFigures = (
  plant: PlantState,
  line: string,
  { lane, busy }: LineRecord,
  from: number,
  time: number,
): LineFigures => {
  const { running, setup, down, blocked } = stationState;
  const past = lane.filter((span) => span.from < time);
  const inState = (...codes: readonly number[]) =>
    past.filter(({ code }) => code !== null && codes.includes(code));
  const within = (spans: readonly Span[]) =>
    spans.reduce((sum, span) => sum + overlap(busy, span.from, Math.min(time, span.to)), 0);
  const runs = inState(running);
  const apt = within(runs);
  const { good, scrap } = plant.lines.get(line) ?? unknownLine;
  return ratiosOf({
    pbt: overlap(busy, from, time),
    apt,
    aust: within(inState(setup)),
    adet: within(inState(down, blocked)),
    beside: overlap(runs, from, time) - apt,
    gq: good,
    sq: scrap,
  });
};

/** The same elements of many lines together. */
export const sumOfFigures = (all: readonly LineFigures[]): LineFigures => {
  const sum = (name: keyof Elements) => all.reduce((total, figures) => total + figures[name], 0);
  return ratiosOf({
    pbt: sum("pbt"),
    apt: sum("apt"),
    aust: sum("aust"),
    adet: sum("adet"),
    beside: sum("beside"),
    gq: sum("gq"),
    sq: sum("sq"),
  });
};

/** Of the orders that were completed from a moment on, how many were so by their due time. */
export const onTimeOf = (
  plant: PlantState,
  dueOf: ReadonlyMap<string, number>,
  from: number,
): { readonly completed: number; readonly onTime: number } => {
  let [completed, onTime] = [0, 0];
  for (const { id, completedAt } of plant.orders.values()) {
    const due = dueOf.get(id);
    if (completedAt === undefined || completedAt < from || due === undefined) continue;
    completed += 1;
    if (completedAt <= due) onTime += 1;
  }
  return { completed, onTime };
};
