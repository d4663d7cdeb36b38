import { dayMs } from "../../../../services/core/zone.ts";
import { type Marked, taken } from "../marked.ts";
import { type Around, isDenied, isEnd } from "./ends.ts";

/** A day of the plant's calendar, with a time of day where one is said; without, its end is meant. */
export interface Moment {
  /** "2026-11-27" */
  readonly day: string;
  /** "15:00" */
  readonly time?: string;
  /** Hours from now, where that is how it is said: "in two days". */
  readonly hours?: number;
  /** Until then something lasts, or not before then it comes: "停到明天八点", "will not come before Friday". */
  readonly end?: true;
}

export type Groups = Readonly<Record<string, string | undefined>>;

/** An hour before it, with no word for the part of the day, is in the afternoon. */
const firstHour = 6;
/** Days as counts since 1970, so that calendars are plain sums; undefined for a date that there is not. */
export const dayOf = (year: number, month: number, day: number): number | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / dayMs : undefined;
};

/** Collects the moments of a sentence, seen from the plant's day and time. */
export const createMoments = (marked: Marked, today: string, now: string) => {
  const start = Date.parse(`${today}T00:00:00Z`) / dayMs;
  const [year, thisMonth] = today.split("-").map(Number) as [number, number];
  /** The week's first day. */
  const monday = start - ((start + 3) % 7);
  const found: Moment[] = [];

  const integer = (sign: string | undefined): number | undefined => {
    const { values = [], id } = marked.numeral(sign) ?? {};
    const value = values.length === 1 ? values[0] : id;
    return Number.isInteger(value) ? value : undefined;
  };

  const two = (value: number) => String(value).padStart(2, "0");

  /** Minutes of the day; whether it may be twelve hours later too. */
  const timeOf = (groups: Groups): { readonly minutes: number; readonly open: boolean } | undefined => {
    const { clock, hour: sign, minute: minutes, past, noon, part: first, half, later } = groups;
    const exact = half && !/^o/i.test(half) ? half : undefined;
    const part = first ?? exact ?? later ?? "";
    const [h, m = "0"] = clock ? marked.dateOrTime(clock).split(":") : [];
    let hour = h ? Number(h) : integer(sign);
    // A morning or a noon without an hour ends at noon.
    if (hour === undefined)
      return noon || /^(?:中午|上午|早|morning)/i.test(part) ? { minutes: 720, open: false } : undefined;
    const minute = past === "半" ? 30 : past === "一刻" ? 15 : (integer(minutes) ?? Number(m));
    const open = !clock && !part && hour > 0 && hour < 12;
    if (/^(?:下午|傍晚|晚|pm|afternoon|evening|night)/i.test(part) && hour < 12) hour += 12;
    return hour > 23 || minute > 59 ? undefined : { minutes: hour * 60 + minute, open };
  };
  const clockOf = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const [nowHour, nowMinute] = now.split(":").map(Number) as [number, number];
  const nowMinutes = nowHour * 60 + nowMinute;

  let around: Around = { before: "", after: "" };
  const push = (day: number, rest: Omit<Moment, "day" | "end">, end = isEnd(around)): string => {
    found.push({ day: new Date(day * dayMs).toISOString().slice(0, 10), ...rest, ...(end ? { end } : {}) });
    return taken;
  };

  return {
    found,
    start,
    year,
    monday,
    integer,
    /** Takes out every moment of a pattern; what stands around it tells whether it is an end. */
    take: (pattern: string, use: (match: RegExpMatchArray) => string | undefined): void =>
      marked.take(pattern, (match) => {
        const { index = 0, input = "" } = match;
        around = { before: input.slice(0, index), after: input.slice(index + match[0].length) };
        return use(match);
      }),
    /** Adds a day, with the time of day that the match holds; for `take`. */
    add: (day: number | undefined, groups: Groups = {}): string | undefined => {
      if (day === undefined) return undefined;
      const time = timeOf(groups);
      const denied = groups["before"] !== undefined && isDenied(around);
      const end = denied || isEnd(around);
      // English "before Friday" leaves Friday out; 周五之前 does not say.
      if (!time) return push(groups["before"] && !denied ? day - 1 : day, {}, end);
      // Of today's eights the one that is still to come; of another day's threes the one that people are awake at.
      const second = day === start ? time.minutes <= nowMinutes : time.minutes < firstHour * 60;
      const minutes = time.minutes + (time.open && second ? 720 : 0);
      return push(day, { time: clockOf(minutes) }, end);
    },
    /** Adds the next moment with that time of day. */
    addTime: (groups: Groups): string | undefined => {
      const time = timeOf(groups);
      if (!time) return undefined;
      const next = [time.minutes, ...(time.open ? [time.minutes + 720] : [])].find((at) => at > nowMinutes);
      return push(next === undefined ? start + 1 : start, { time: clockOf(next ?? time.minutes) });
    },
    /** Adds the moment that lies a span from now. */
    addSpan: (sign: string | undefined): string | undefined => {
      const [hours, ...others] = sign ? marked.span(sign).hours : [];
      if (hours === undefined || others.length > 0 || hours > 24 * 366) return undefined;
      if (hours % 24 === 0) return push(start + hours / 24, { hours });
      const minutes = Math.round(nowMinutes + hours * 60);
      return push(start + Math.floor(minutes / 1_440), { time: clockOf(minutes % 1_440), hours });
    },
    /** The next one of these dates, this year's or the year after's. */
    coming: (month: number | undefined, date: number | undefined): number | undefined => {
      if (month === undefined || date === undefined) return undefined;
      const own = dayOf(year, month, date);
      return own !== undefined && own < start ? dayOf(year + 1, month, date) : own;
    },
    /** The day of that number in the month so many ahead; of this month only one that is still to come. */
    dateOf: (date: number | undefined, ahead: number): number | undefined => {
      if (date === undefined) return undefined;
      const at = (months: number) =>
        dayOf(year + Math.floor((thisMonth - 1 + months) / 12), ((thisMonth - 1 + months) % 12) + 1, date);
      const own = at(ahead);
      return ahead === 0 && own !== undefined && own < start ? at(1) : own;
    },
    /** The last day of the month so many ahead. */
    lastOf: (ahead: number): number => Date.UTC(year, thisMonth + ahead, 0) / dayMs,
    /** A day of this week or a coming one, Monday being 0; without a word for the week the next such day. */
    inWeek: (weeks: number | undefined, index: number): number => {
      const day = monday + 7 * (weeks ?? 0) + index;
      return weeks === undefined && day < start ? day + 7 : day;
    },
  };
};
export type Moments = ReturnType<typeof createMoments>;
