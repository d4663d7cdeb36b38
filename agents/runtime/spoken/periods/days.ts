import { dayOf, firstOfMonth, momentOfDay, mondayOf, partsOf, saidDay } from "./calendar.ts";
import { type DayPart, dayParts } from "./day-parts.ts";
import { dayName, days, fromTo, name, type Reader } from "./said.ts";
import { dayNamed, dayPattern } from "./spoken-day.ts";

/** "从周一到周三", "between Nov 1 and Nov 5", "11月1日至5日", "since Monday". */
export const dayRange: Reader = (text, now) => {
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
  [/晚上|今晚|昨晚(?!.{0,4}[夜晚]班)|(?<![a-z])(?:evening(?! shift)|tonight)/, dayParts.evening],
];

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
