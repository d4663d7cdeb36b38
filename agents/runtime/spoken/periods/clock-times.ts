import { plantZone } from "../../../../services/core/zone.ts";
import { dayOf, momentOfDay } from "./calendar.ts";
import { dayName, name, type Reader } from "./said.ts";
import { dayNamed, dayPattern } from "./spoken-day.ts";

const clockTime = String.raw`(?:\d{1,2}:\d{2}|\d{1,2} ?点(?:半)?|\d{1,2} ?(?:am|pm|o'clock)|noon|midnight)`;

const minutesOf = (text: string): number => {
  if (text === "noon") return 720;
  if (text === "midnight") return 0;
  const [, hour = "0", minute = "0"] = /(\d{1,2})(?::(\d{2}))?/.exec(text) ?? [];
  const afternoon = /pm/.test(text) && Number(hour) < 12 ? 12 : 0;
  return (Number(hour) + afternoon) * 60 + (/半/.test(text) ? 30 : Number(minute));
};

/** "从 8 点到 12 点", "between 8:00 and 12:00 yesterday", "since 6 am". */
export const clockRange: Reader = (text, now) => {
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
