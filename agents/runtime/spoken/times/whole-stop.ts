import { plantZone } from "../../../../services/core/zone.ts";
import { aheadIn } from "../periods/ahead.ts";
import { dayOf, momentOfDay } from "../periods/calendar.ts";
import { inDigits } from "../periods/figures.ts";
import { comingDaysIn, weekendIn } from "./coming-days.ts";

const english =
  "(?:whole|entire|full|complete|all|throughout)(?: (?:of|the|this|next|coming))*[ -](?:day|weekend|week|morning|afternoon|evening|night|today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?(?![a-z])";
/** All of a day, weekend, week or part of a day. */
const nightly =
  /(?:[1一整全])个?(?:夜|晚上?|宿)|通宵|(?<![a-z])(?:overnight|for the night|all night|(?:the )?whole night)(?![a-z])/;
const nightEndsAtMinute = 8 * 60;
const wholly = new RegExp(
  `[整全]个?(?:[天日周晚夜]|星期|礼拜|上午|下午|早上)|[都全](?:部|要|得|会|得要)?停|从早到晚|(?<![a-z])${english}`,
);
/** Hours and times of the clock say for themselves how long. */
const hoursSaid =
  /\d ?个?半?(?:小时|钟头|点|分钟)|\d[:：]\d\d|(?<![a-z])\d+(?:\.\d+)?[ -]?(?:hours?|hrs?|h|minutes?|min|am|pm)(?![a-z])/;
const past =
  /昨|前天|上个?(?:周|星期|礼拜)|(?<![a-z])(?:yesterday|last (?:weekend|week|night|[a-z]+day)|was|were|did)(?![a-z])/;

/** All of a stretch that is named, from now on where it has begun. */
export interface WholeStop {
  readonly from: Date;
  readonly to: Date;
}

/** The stretch that the words name, whole days by the plant's clock. */
const stretchIn = (sentence: string, now: Date): WholeStop | undefined => {
  const clock = plantZone().dayTimeAt(now);
  const weekend = weekendIn(sentence, clock.day);
  if (weekend) return weekend;
  const days = comingDaysIn(sentence, clock);
  const [first, last] = [days[0], days.at(-1)];
  const ahead = days.length < 2 ? aheadIn(sentence, now) : undefined;
  if (ahead) return ahead;
  return first === undefined || last === undefined
    ? undefined
    : { from: momentOfDay(first), to: momentOfDay(last + 1) };
};

/**
 * From when to when something stands still that does so for the whole of a stretch: "SMT-2 周六一整天停", "we lose BI-1 for the
 * whole weekend". Undefined where hours are said, or no stretch to come is named.
 */
export const wholeStopIn = (sentence: string, now: Date): WholeStop | undefined => {
  const text = inDigits(sentence);
  if (hoursSaid.test(text) || past.test(text)) return undefined;
  // Who loses a line at the weekend loses it for all of that.
  const isNight = nightly.test(text);
  if (!wholly.test(text) && !isNight && !weekendIn(sentence, plantZone().dayTimeAt(now).day))
    return undefined;
  const evening = isNight ? (stretchIn(sentence, now) ?? stretchIn("今晚", now)) : undefined;
  // A night ends in the morning after.
  const found = evening
    ? {
        from: evening.from,
        to: momentOfDay(dayOf(new Date(evening.to.getTime() - 1)) + 1, nightEndsAtMinute),
      }
    : stretchIn(sentence, now);
  if (!found || found.to <= now) return undefined;
  return { from: found.from < now ? now : found.from, to: found.to };
};
