import { type Day, dayOf, firstOfMonth, momentOfDay, mondayOf, partsOf, saidDay } from "./calendar.ts";
import { type DayPart, dayParts } from "./day-parts.ts";
import { dayName, days, fromTo, name, type Reader } from "./said.ts";
import { dayNamed, dayPattern } from "./spoken-day.ts";

/** A weekday without the week that it is of: 周三, "Wednesday". */
const bareWeekday =
  /^(?:周|星期|礼拜)[1-6日天末]$|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/;

/**
 * The days of a range of which one end is a weekday alone: 上周一到周三 ends in the week that it begins in, "Monday to Wednesday last
 * week" begins in the one that it ends in, and 周一到周三 is the last such stretch that is begun with its last day.
 */
const weekdayRange = (
  [first, last]: readonly [string, string],
  [from, until]: readonly [Day, Day],
  today: Day,
): readonly [Day, Day] => {
  const [firstAlone, lastAlone] = [bareWeekday.test(first), bareWeekday.test(last)];
  const whole = firstAlone && lastAlone && from > until ? from - 7 : from;
  if (firstAlone && !lastAlone)
    return [from > until ? from - 7 * Math.ceil((from - until) / 7) : from, until];
  if (!lastAlone) return [from, until];
  const end = whole + ((((until - whole) % 7) + 7) % 7);
  return firstAlone && end > today ? [whole - 7, end - 7] : [whole, end];
};

/** "从周一到周三", "between Nov 1 and Nov 5", "11月1日至5日", "Oct 20 to 24", "since Monday". */
export const dayRange: Reader = (text, now) => {
  const range = new RegExp(
    `(?:从|between |from )?(${dayPattern})(?: ?(?:到|至|-|~|–|and|to|through|until|till) ?)(${dayPattern}|now|现在|今|\\d{1,2}(?:st|nd|rd|th)?(?![\\d:.%a-z日号]| ?[ap]m))`,
  ).exec(text);
  if (range) {
    const from = dayNamed(range[1]!, now);
    const ends = /^(?:now|现在|今)$/.test(range[2]!);
    // "11月1日到5日": a day alone is of the month before it.
    const short = /^(\d{1,2})(?:[号日]|st|nd|rd|th)?$/.exec(range[2]!);
    const within = short && from !== undefined ? partsOf(from) : undefined;
    const until = ends
      ? dayOf(now)
      : within
        ? firstOfMonth(within.year, within.month) + Number(short![1]) - 1
        : dayNamed(range[2]!, now);
    const [begin, end] =
      from === undefined || until === undefined
        ? []
        : weekdayRange([range[1]!.trim(), range[2]!.trim()], [from, until], dayOf(now));
    // Two days are joined by "and", and only "between" makes them a stretch.
    const isStretch = !/ and /.test(range[0]) || /^between/.test(range[0]);
    if (begin !== undefined && end !== undefined && begin <= end && isStretch)
      return fromTo(begin, end, now, range[0]);
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
  if (!since) return undefined;
  const from = dayNamed(since[1] ?? since[2]!, now);
  if (from === undefined) return undefined;
  return days(
    from,
    dayOf(now) + 1,
    now,
    name(`${saidDay(from, "zh")}以来`, `Since ${saidDay(from, "en")}`),
    since[0],
  );
};

const partsOfDay: readonly (readonly [RegExp, DayPart])[] = [
  [/凌晨|(?<![a-z])early hours/, dayParts.early],
  [/早上|今早|上午|(?<![a-z])morning(?! shift)/, dayParts.morning],
  [/下午|(?<![a-z])afternoon(?! shift)/, dayParts.afternoon],
  [/晚上|今晚|昨晚|(?<![a-z])(?:evening(?! shift)|tonight)/, dayParts.evening],
];

/** The night that began yesterday, whichever day the plant's night shift counts for: 昨晚夜班, "last night". */
export const lastNight: Reader = (text, now) => {
  const isOfShift = /[夜晚中白]班|班次|(?<![a-z])shifts?(?![a-z])/.test(text);
  const found = (isOfShift ? /昨[晚夜]|(?<![a-z])last night/ : /昨夜|(?<![a-z])last night/).exec(text);
  if (!found) return undefined;
  const yesterday = dayOf(now) - 1;
  // From noon to noon there is one shift of each name; without a shift it is what people sleep through.
  const [from, to] = isOfShift
    ? [momentOfDay(yesterday, 720), momentOfDay(yesterday + 1, 720)]
    : [momentOfDay(yesterday, 1_080), momentOfDay(yesterday + 1, 360)];
  return { from, to: to < now ? to : now, name: name("昨晚", "Last night"), words: found[0] };
};

/** "昨天", "周三上午", "on Nov 5 in the evening". */
export const oneDay: Reader = (text, now) => {
  const spoken = new RegExp(dayPattern).exec(text);
  const part = partsOfDay.find(([pattern]) => pattern.test(text));
  const day = spoken ? dayNamed(spoken[0], now) : part ? dayOf(now) : undefined;
  if (day === undefined) return undefined;
  const called = dayName(day, now);
  if (spoken && /[末]/.test(spoken[0]))
    return days(day - 1, day + 1, now, name("周末", "At the weekend"), spoken[0]);
  const words = `${spoken?.[0] ?? ""} ${part ? (part[0].exec(text)?.[0] ?? "") : ""}`;
  if (!part) return days(day, day + 1, now, called, words);
  const { from, until, name: which } = part[1];
  const end = momentOfDay(day, until);
  return {
    from: momentOfDay(day, from),
    to: end < now ? end : now,
    name: name(`${called.zh}${which.zh}`, `${called.en} ${which.en}`),
    words,
  };
};

/** "上周末", "last weekend". */
export const weekend: Reader = (text, now) => {
  const found = /(上)?个?周末|(?<![a-z])(last |this |the |at the )?weekend/.exec(text);
  if (!found) return undefined;
  const today = dayOf(now);
  const saturday = mondayOf(today) + 5 - (mondayOf(today) + 5 > today || found[1] ? 7 : 0);
  return days(saturday, saturday + 2, now, name("周末", "At the weekend"), found[0]);
};
