import { plantZone } from "../../../../services/core/zone.ts";
import { aheadIn } from "../periods/ahead.ts";
import { dayOf, momentOfDay } from "../periods/calendar.ts";
import { comingDaysIn, saturdayIn, timesInDigits } from "./coming-days.ts";

const clock = [
  /(?<part>凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里)?(?<h>\d{1,2})(?:[:：](?<m>\d{2})|点(?<half>半)?)(?:钟)?(?![到至\-–~])/,
  /(?<![a-z])(?:at|from|starting(?: at)?|after) (?<h>\d{1,2})(?::(?<m>\d{2}))? ?(?<ap>am|pm|a\.m\.|p\.m\.)?(?![\d:]| ?(?:hours?|h(?![a-z])|days?|units?|pcs|to|till?|until|-|–))/i,
];
const day = /明|后天|tomorrow/i;
const evening = /晚|夜|tonight|evening|night/i;

/** Minutes of the day at which a part of it begins that is named; midnight where none is. */
const partBegins = (sentence: string): number => {
  if (/上午|早上|早晨|(?<![a-z])morning/i.test(sentence)) return 360;
  if (/下午|午后|(?<![a-z])afternoon/i.test(sentence)) return 720;
  return /傍晚|晚|(?<![a-z])(?:evening|night)/i.test(sentence) ? 1_080 : 0;
};

/**
 * When a stop that has a length begins, where a sentence says so: "SMT-2 tonight for three hours", 明早八点起停两小时. Undefined
 * for one that begins now.
 */
export const stopBeginIn = (sentence: string, now: Date): Date | undefined => {
  const text = timesInDigits(sentence);
  const stretch = aheadIn(sentence, now);
  const found = clock.map((pattern) => pattern.exec(text)?.groups).find((groups) => groups !== undefined);
  const at = plantZone().dayTimeAt(now);
  const named = saturdayIn(sentence, at.day) ?? comingDaysIn(sentence, at)[0];
  if (!found) {
    const from =
      stretch?.from ?? (named === undefined ? undefined : momentOfDay(named, partBegins(sentence)));
    return from && from > now ? from : undefined;
  }
  const hour = Number(found["h"]);
  // A number alone behind "from" is no time of day, nor is one that no clock shows.
  if (hour > 24 || !(found["m"] ?? found["ap"] ?? /点/.test(text))) return undefined;
  const said = found["part"] ?? found["ap"] ?? "";
  const late = /下午|傍晚|晚|夜|^p/i.test(said) || (said === "" && evening.test(text));
  const minutes =
    (late && hour < 12 ? hour + 12 : hour) * 60 + (found["half"] ? 30 : Number(found["m"] ?? 0));
  const on = day.test(text) && stretch ? dayOf(stretch.from) : (named ?? dayOf(now));
  const begins = momentOfDay(on, minutes);
  return begins > now ? begins : undefined;
};
