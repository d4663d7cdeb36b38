import { horizonUntil } from "../../../services/mes/working-time.ts";

const daySeconds = 86_400;

/** Some work and the lines that may do it. */
export interface Load {
  readonly lines: readonly string[];
  /** On one of them. */
  readonly seconds: number;
}

/**
 * Seconds of plant time until the fullest line is through with its share of all work, if work were shared out evenly.
 *
 * @param openShare Share of the time in which a line works.
 */
export const throughAfter = (work: Iterable<Load>, openShare: ReadonlyMap<string, number>): number => {
  const loads = new Map<string, number>();
  for (const { lines, seconds } of work)
    for (const line of lines) loads.set(line, (loads.get(line) ?? 0) + seconds / lines.length);
  let latest = 0;
  for (const [line, seconds] of loads) {
    const share = openShare.get(line) ?? 0;
    // A line that never works is none that the calendars would have to be long enough for.
    if (share > 0) latest = Math.max(latest, seconds / share);
  }
  return latest;
};

/**
 * How far ahead calendars are looked at, in seconds: twice as far as the latest due date, and as all work takes, so that
 * what is late still finds a place.
 */
export const horizonOf = (latestDue: Date | undefined, through: number, now: Date): number => {
  const end = new Date(now.getTime() + Math.ceil(through / daySeconds) * daySeconds * 1_000);
  return horizonUntil(latestDue && latestDue > end ? latestDue : end, now);
};
