import type { Bilingual } from "../../../services/core/errors.ts";
import { hourMs, plantZone } from "../../../services/core/zone.ts";
import {
  type Day,
  dayOf,
  firstOfMonth,
  momentOfDay,
  mondayOf,
  partsOf,
  saidDay,
} from "./periods/calendar.ts";
import { inDigits } from "./periods/figures.ts";
import { dayNamed, dayPattern, monthNamed } from "./periods/spoken-day.ts";

/** A stretch of the past that a sentence asks about. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly name: Bilingual;
  /** Months of the calendar that it is made of; without, it is so long as it lasts. */
  readonly months?: number;
  /** Whole days of the plant's calendar that it is made of. */
  readonly days?: number;
}

/** A period and the words that name it. */
export interface SaidPeriod extends Period {
  readonly words: string;
}
type Said = SaidPeriod;

type Reader = (text: string, now: Date) => Said | undefined;

const name = (zh: string, en: string): Bilingual => ({ zh, en });

const monthNames =
  "January February March April May June July August September October November December".split(" ");

/** Whole days, the last one left out; what is still to come is cut off. */
const days = (from: Day, until: Day, now: Date, called: Bilingual, words: string): Said => {
  const end = momentOfDay(until);
  return { from: momentOfDay(from), to: end < now ? end : now, name: called, words, days: until - from };
};
/** From one day to another, that one included. */
const fromTo = (from: Day, last: Day, now: Date, words: string): Said =>
  days(
    from,
    last + 1,
    now,
    name(
      `${saidDay(from, "zh")}到${saidDay(last, "zh")}`,
      `From ${saidDay(from, "en")} to ${saidDay(last, "en")}`,
    ),
    words,
  );
/** Whole months of the calendar. */
const months = (
  year: number,
  month: number,
  count: number,
  now: Date,
  called: Bilingual,
  words: string,
): Said => ({
  ...days(firstOfMonth(year, month), firstOfMonth(year, month + count), now, called, words),
  months: count,
});

const dayName = (day: Day, now: Date): Bilingual => {
  const ago = dayOf(now) - day;
  if (ago === 0) return name("今天", "Today");
  if (ago === 1) return name("昨天", "Yesterday");
  if (ago === 2) return name("前天", "The day before yesterday");
  return name(saidDay(day, "zh"), `On ${saidDay(day, "en")}`);
};

const clockTime = String.raw`(?:\d{1,2}:\d{2}|\d{1,2} ?点(?:半)?|\d{1,2} ?(?:am|pm|o'clock)|noon|midnight)`;

const minutesOf = (text: string): number => {
  if (text === "noon") return 720;
  if (text === "midnight") return 0;
  const [, hour = "0", minute = "0"] = /(\d{1,2})(?::(\d{2}))?/.exec(text) ?? [];
  const afternoon = /pm/.test(text) && Number(hour) < 12 ? 12 : 0;
  return (Number(hour) + afternoon) * 60 + (/半/.test(text) ? 30 : Number(minute));
};

/** "从 8 点到 12 点", "between 8:00 and 12:00 yesterday", "since 6 am". */
const clockRange: Reader = (text, now) => {
  const range = new RegExp(
    `(?:从|between |from )?(${clockTime})(?: ?(?:到|至|-|~|–|and|to|until|till) ?)(${clockTime})`,
  ).exec(text);
  const since = range
    ? undefined
    : new RegExp(
        `(?:自从?|从|since |from )(${clockTime})(?:以来|开始|起|之后|以后|onwards?)?|(${clockTime})(?:以来|之后|以后)`,
      ).exec(text);
  const found = range ?? since;
  if (!found) return undefined;
  const spoken = new RegExp(dayPattern).exec(text.replace(found[0], " "));
  const day = (spoken && dayNamed(spoken[0], now)) ?? dayOf(now);
  const [from, until] = [minutesOf(found[1] ?? found[2]!), range ? minutesOf(range[2]!) : undefined];
  const end = until === undefined ? now : momentOfDay(day, until <= from ? until + 1_440 : until);
  const called = dayName(day, now);
  const { time } = plantZone().dayTimeAt(momentOfDay(day, from));
  return {
    from: momentOfDay(day, from),
    to: end < now ? end : now,
    name: name(`${called.zh} ${time} 起`, `${called.en} from ${time}`),
    words: `${found[0]}${spoken ? ` ${spoken[0]}` : ""}`,
  };
};

/** "从周一到周三", "between Nov 1 and Nov 5", "11月1日至5日", "since Monday". */
const dayRange: Reader = (text, now) => {
  const range = new RegExp(
    `(?:从|between |from )?(${dayPattern})(?: ?(?:到|至|-|~|–|and|to|through|until|till) ?)(${dayPattern}|now|现在|今)`,
  ).exec(text);
  if (range) {
    const from = dayNamed(range[1]!, now);
    const ends = /^(?:now|现在|今)$/.test(range[2]!);
    // "11月1日到5日": a day alone is of the month before it.
    const short = /^(\d{1,2})[号日]$/.exec(range[2]!);
    const within = short && from !== undefined ? partsOf(from) : undefined;
    const until = ends
      ? dayOf(now)
      : within
        ? firstOfMonth(within.year, within.month) + Number(short![1]) - 1
        : dayNamed(range[2]!, now);
    if (from !== undefined && until !== undefined && from <= until) return fromTo(from, until, now, range[0]);
  }
  const short = /(?:从)?(\d{1,2})[号日]?(?:到|至|-|~|–)(\d{1,2})[号日]/.exec(text);
  if (short) {
    const from = dayNamed(`${short[1]}号`, now);
    const until = from === undefined ? undefined : from + Number(short[2]) - Number(short[1]);
    if (from !== undefined && until !== undefined && from <= until) return fromTo(from, until, now, short[0]);
  }
  const since = new RegExp(
    `(?:自从?|从|since |from )(${dayPattern})(?: ?(?:以来|开始|起|之后|以后|onwards?))?|(${dayPattern})(?:以来|至今|到现在)`,
  ).exec(text);
  const from = since && dayNamed(since[1] ?? since[2]!, now);
  if (!since || from === undefined || from === null) return undefined;
  return days(
    from,
    dayOf(now) + 1,
    now,
    name(`${saidDay(from, "zh")}以来`, `Since ${saidDay(from, "en")}`),
    since[0],
  );
};

/** "最近 3 天", "last 24 hours", "近两周". */
const trailing: Reader = (text, now) => {
  const found =
    /(?:过去|最近|近|前|这|上)(?:的)? ?(\d{1,3})? ?个?(分钟|小时|钟头|天|日|周|星期|礼拜|月)(?![1-6日天末份])|(?<![a-z])(?:last|past|previous|recent|latest|trailing)(?: (\d{1,3}))? ?-?(minutes?|hours?|days?|weeks?|months?)(?![a-z])|(?<![a-z])(\d{1,3})[ -](hours?|days?|weeks?|months?)(?: period| window)?(?![a-z])/.exec(
      text,
    );
  if (!found) return undefined;
  const said = found[1] ?? found[3] ?? found[5];
  const unit = found[2] ?? found[4] ?? found[6]!;
  // "上周", "这个月", "last week" are of the calendar.
  if (!said && /周|星期|礼拜|月|week|month|天|日|day/.test(unit) && !/^(?:最近|近|过去)/.test(found[0]))
    return undefined;
  const count = Number(said ?? 1);
  const [words] = found;
  if (/分钟|minute/.test(unit))
    return {
      from: new Date(now.getTime() - count * 60_000),
      to: now,
      name: name(`最近 ${count} 分钟`, `In the last ${count} minutes`),
      words,
    };
  if (/小时|钟头|hour/.test(unit))
    return {
      from: new Date(now.getTime() - count * hourMs),
      to: now,
      name:
        count === 1
          ? name("过去一小时", "In the last hour")
          : name(`最近 ${count} 小时`, `In the last ${count} hours`),
      words,
    };
  const [length, zh, en] = /周|星期|礼拜|week/.test(unit)
    ? [7, "周", "week"]
    : /月|month/.test(unit)
      ? [30, "个月", "month"]
      : [1, "天", "day"];
  const today = dayOf(now);
  return days(
    today + 1 - count * length,
    today + 1,
    now,
    name(
      `最近 ${count} ${zh}`,
      `In the last ${count === 1 ? "" : `${count} `}${en}${count === 1 ? "" : "s"}`,
    ),
    words,
  );
};

const quarter: Reader = (text, now) => {
  const found =
    /(?:(20\d\d)年?)?第?(\d)季度|(上个?|本|这个?)季度|(?<![a-z])q([1-4])(?![a-z0-9])(?:(?: of)? (20\d\d))?|(last|this|previous) quarter|(1st|2nd|3rd|4th|first|second|third|fourth) quarter/.exec(
      text,
    );
  if (!found) return undefined;
  const { year, month } = partsOf(dayOf(now));
  const current = Math.floor((month - 1) / 3) + 1;
  const ordinals = ["1st", "2nd", "3rd", "4th", "first", "second", "third", "fourth"];
  const isLast = /上|last|previous/.test(found[3] ?? found[6] ?? "");
  const asked =
    Number(found[2] ?? found[4] ?? 0) ||
    (found[7] ? (ordinals.indexOf(found[7]) % 4) + 1 : isLast ? current - 1 : current);
  if (asked > 4) return undefined;
  const said = Number(found[1] ?? found[5] ?? 0);
  const of = said || (asked > current ? year - 1 : year);
  const at = partsOf(firstOfMonth(of, 3 * asked - 2));
  const number = Math.floor((at.month - 1) / 3) + 1;
  return months(
    at.year,
    at.month,
    3,
    now,
    name(`${at.year} 年第 ${number} 季度`, `In Q${number} ${at.year}`),
    found[0],
  );
};

const calendarWeek: Reader = (text, now) => {
  const monday = mondayOf(dayOf(now));
  const found =
    /(上上|上|本|这|这1)个?(?:周|星期|礼拜)(?![1-6日天末])|(?<![a-z])(week before last|(?:last|this|previous|current) week)(?!end|day)/.exec(
      text,
    );
  if (!found) return undefined;
  const said = found[1] ?? found[2]!;
  if (/上上|before last/.test(said))
    return days(monday - 14, monday - 7, now, name("上上周", "The week before last"), found[0]);
  if (/上|last|previous/.test(said))
    return days(monday - 7, monday, now, name("上周", "Last week"), found[0]);
  return days(monday, monday + 7, now, name("本周", "This week"), found[0]);
};

const calendarMonth: Reader = (text, now) => {
  const { year, month } = partsOf(dayOf(now));
  const found =
    /(上上|上|本|这|当)个?月(?!\d{1,2}[号日])|(?<![a-z])((?:last|this|previous|current) month)(?![a-z])|month to date/.exec(
      text,
    );
  if (found) {
    const said = found[1] ?? found[2] ?? "";
    const back = /上上/.test(said) ? 2 : /上|last|previous/.test(said) ? 1 : 0;
    const called = [
      name("本月", "This month"),
      name("上月", "Last month"),
      name("上上月", "The month before last"),
    ][back]!;
    return months(year, month - back, 1, now, called, found[0]);
  }
  const first = monthNamed(text, now);
  if (first === undefined) return undefined;
  const at = partsOf(first);
  return months(
    at.year,
    at.month,
    1,
    now,
    name(`${at.year} 年 ${at.month} 月`, `In ${monthNames[at.month - 1]} ${at.year}`),
    /(?:20\d\d年)?\d{1,2}月份?|(?:in|of|for|during|since|from) [a-z]+(?: 20\d\d)?/.exec(text)?.[0] ?? "",
  );
};

const calendarYear: Reader = (text, now) => {
  const { year } = partsOf(dayOf(now));
  const found = /今年|本年|去年|(?<![a-z])(?:this|last) year(?![a-z])|year to date/.exec(text);
  if (!found) return undefined;
  const of = /去|last/.test(found[0]) ? year - 1 : year;
  return months(of, 1, 12, now, name(`${of} 年`, `In ${of}`), found[0]);
};

/** Parts of a day as people name them, in minutes after its midnight. */
const partsOfDay: readonly (readonly [RegExp, number, number, Bilingual])[] = [
  [/凌晨|(?<![a-z])early hours/, 0, 360, name("凌晨", "before six")],
  [/早上|今早|上午|(?<![a-z])morning(?! shift)/, 360, 720, name("上午", "in the morning")],
  [/下午|(?<![a-z])afternoon(?! shift)/, 720, 1_080, name("下午", "in the afternoon")],
  [
    /晚上|今晚|昨晚(?!.{0,4}[夜晚]班)|(?<![a-z])(?:evening(?! shift)|tonight)/,
    1_080,
    1_440,
    name("晚上", "in the evening"),
  ],
];

const oneDay: Reader = (text, now) => {
  const spoken = new RegExp(dayPattern).exec(text);
  const part = partsOfDay.find(([pattern]) => pattern.test(text));
  const day = spoken ? dayNamed(spoken[0], now) : part ? dayOf(now) : undefined;
  if (day === undefined) return undefined;
  const called = dayName(day, now);
  if (spoken && /[末]/.test(spoken[0]))
    return days(day - 1, day + 1, now, name("周末", "At the weekend"), spoken[0]);
  const words = `${spoken?.[0] ?? ""} ${part ? (part[0].exec(text)?.[0] ?? "") : ""}`;
  if (!part) return days(day, day + 1, now, called, words);
  const [, from, until, which] = part;
  const end = momentOfDay(day, until);
  return {
    from: momentOfDay(day, from),
    to: end < now ? end : now,
    name: name(`${called.zh}${which.zh}`, `${called.en} ${which.en}`),
    words,
  };
};

const weekend: Reader = (text, now) => {
  const found = /(上)?周末|(?<![a-z])(last |this |the |at the )?weekend/.exec(text);
  if (!found) return undefined;
  const today = dayOf(now);
  const saturday = mondayOf(today) + 5 - (mondayOf(today) + 5 > today || found[1] ? 7 : 0);
  return days(saturday, saturday + 2, now, name("周末", "At the weekend"), found[0]);
};

const readers: readonly Reader[] = [
  clockRange,
  weekend,
  dayRange,
  trailing,
  quarter,
  calendarWeek,
  oneDay,
  calendarMonth,
  calendarYear,
];

/** The period of the past that a sentence names, and its words; undefined where it names none. */
export const periodNamed = (sentence: string, now: Date): Said | undefined => {
  const text = inDigits(sentence);
  for (const reader of readers) {
    const period = reader(text, now);
    if (period && period.from < period.to) return period;
  }
  return undefined;
};

/** As much of the period before, or of the same one so many months before, as there is of a period. */
export const periodBefore = (period: Period, monthsBefore = period.months): Period => {
  const [start, length] = [dayOf(period.from), period.to.getTime() - period.from.getTime()];
  const called = name("前一期", "The period before");
  if (monthsBefore !== undefined) {
    const { year, month, date } = partsOf(start);
    const from = momentOfDay(firstOfMonth(year, month - monthsBefore) + date - 1);
    const whole = period.months === undefined ? undefined : partsOf(start);
    const end = whole
      ? momentOfDay(firstOfMonth(year, month - monthsBefore + (period.months ?? 0)))
      : undefined;
    const isWhole = whole && period.to >= momentOfDay(firstOfMonth(year, month + period.months!));
    const to = new Date(from.getTime() + length);
    return { from, to: end && (isWhole || end < to) ? end : to, name: called };
  }
  if (period.days === undefined)
    return { from: new Date(period.from.getTime() - length), to: period.from, name: called };
  const from = momentOfDay(start - period.days);
  return {
    from,
    to: period.to >= momentOfDay(start + period.days) ? period.from : new Date(from.getTime() + length),
    name: called,
  };
};

/** The period of the past that a sentence names; today until now where it names none. Days are the plant's, weeks begin on Monday. */
export const periodIn = (sentence: string, now: Date): Period => {
  const { words: _, ...period } =
    periodNamed(sentence, now) ?? days(dayOf(now), dayOf(now) + 1, now, name("今天", "Today"), "");
  return period;
};
