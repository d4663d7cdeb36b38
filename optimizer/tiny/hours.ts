import type { Problem } from "../problem.ts";
import { hour } from "./plant.ts";

export type Windows = readonly (readonly [number, number])[] | undefined;

/** Beyond this hour nothing happens in a tiny plant. */
export const horizon = 90;
export const hours = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** Whether somebody is at work in the hour that begins at a time. */
export const works = (windows: Windows, t: number): boolean =>
  !windows ||
  windows.length === 0 ||
  windows.some(([opens, closes]) => opens <= t * hour && (t + 1) * hour <= closes);
export const workBetween = (windows: Windows, from: number, to: number): number =>
  hours(from, to).filter((t) => works(windows, t)).length;

/** The hour in which a set-up that ends with another begins; undefined when there is no time for it. */
export const setupBegin = (windows: Windows, start: number, setup: number): number | undefined => {
  for (let from = start; from >= 0; from -= 1) if (workBetween(windows, from, start) === setup) return from;
  return undefined;
};

export const calendarOf = (problem: Problem, id: string): Windows =>
  problem.resources.find((resource) => resource.id === id)?.calendar;
