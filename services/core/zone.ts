export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** A day without a change of clocks. */
export const dayMs = 24 * hourMs;

/** A day and a time as clocks on a wall show them: "2026-11-27", "15:00". */
export interface DayTime {
  readonly day: string;
  readonly time: string;
}

/** The clock on the wall of a place, by the rules of the IANA time zone database. */
export interface Zone {
  /** "Asia/Shanghai" */
  readonly name: string;
  readonly dayTimeAt: (moment: Date) => DayTime;
  /**
   * The moment at which the clock shows a day and a time: the first one where it shows them twice, and the one as long after the
   * change where clocks are put forward past them. Invalid for a text that is none.
   */
  readonly momentOf: (day: string, time?: string) => Date;
  /** The first moment of the day so many days after the one of a moment; days that change their clocks are shorter or longer. */
  readonly midnight: (moment: Date, daysAhead?: number) => Date;
}

/** True for a name that the time zone database has. */
export const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** @throws RangeError for a name that is none. */
export const createZone = (name: string): Zone => {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: name,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  /** Whole minutes by which the clock is ahead of UTC, ms. */
  const aheadAt = (moment: number): number => {
    const { year, month, day, hour, minute } = Object.fromEntries(
      format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]),
    );
    const shown = Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`);
    return shown - Math.floor(moment / minuteMs) * minuteMs;
  };
  /** The same at the beginning of days of UTC: asking the time zone database takes a while, and calendars ask for years of them. */
  const known = new Map<number, number>();
  const aheadOnDay = (day: number): number => {
    const found = known.get(day) ?? aheadAt(day * dayMs);
    known.set(day, found);
    return found;
  };
  const dayTimeAt = (moment: Date): DayTime => {
    const time = moment.getTime();
    const today = Math.floor(time / dayMs);
    // Clocks change by less than a day, and not twice within three.
    const ahead = aheadOnDay(today) === aheadOnDay(today + 1) ? aheadOnDay(today) : aheadAt(time);
    const shown = new Date(time + ahead).toISOString();
    return { day: shown.slice(0, 10), time: shown.slice(11, 16) };
  };
  const momentOf = (day: string, time = "00:00"): Date => {
    const shown = Date.parse(`${day}T${time}Z`);
    if (Number.isNaN(shown)) return new Date(Number.NaN);
    const today = Math.floor(shown / dayMs);
    const [before, after] = [aheadOnDay(today - 1), aheadOnDay(today + 2)];
    if (before === after) return new Date(shown - before);
    const fits = [shown - before, shown - after].find((moment) => aheadAt(moment) === shown - moment);
    return new Date(fits ?? shown - before);
  };
  return {
    name,
    dayTimeAt,
    momentOf,
    midnight: (moment, daysAhead = 0) => {
      const today = Date.parse(`${dayTimeAt(moment).day}T00:00Z`);
      return momentOf(new Date(today + daysAhead * dayMs).toISOString().slice(0, 10));
    },
  };
};

let ofPlant = createZone("Asia/Shanghai");

/** The clock of the plant that this process serves; everybody who reads its times reads this one. */
export const plantZone = (): Zone => ofPlant;

/** Sets it, once, as a process starts: like its language it is the same for all that the process does. */
export const setPlantZone = (name: string): void => {
  ofPlant = createZone(name);
};
