import { dayMs } from "../../../../services/core/zone.ts";
import { comingDaysIn, timesInDigits } from "./coming-days.ts";

/** From when to when something stands still, plant time: "2026-11-27T22:00". */
export interface StopWindow {
  readonly from: string;
  readonly to: string;
}

const time = (name: string) =>
  `(?<${name}part>凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜里)?(?<${name}>\\d{1,2})(?:[:：点时](?<${name}m>\\d{2}|半)?分?)?(?: ?(?<${name}ap>[ap]m|[ap]\\.m\\.))?`;
/** The day after, in front of the end: 明早6点, 次日6点. */
const nextDay = "(?:明天|明(?=[早凌上中下])|次日|第2天)";
/** What stands between an hour and the word for "until" of it: "from 8 tonight to 6". */
const dayBetween =
  "(?<between> (?:tonight|tomorrow(?: (?:morning|afternoon|evening|night))?|this (?:evening|afternoon)))?";
const windows = [
  // The number of a line is no hour: "SMT-2停到8点".
  new RegExp(
    `(?<![-a-z\\d])${time("a")} ?(?:起|开始)?(?:一直)?(?:停[机线产电]?|关[机掉]?|断电|修|检修|维修|保养)?(?:到|至|-|–|~) ?${nextDay}?${time("b")}(?! ?[\\d小分天件台个月号])`,
    "i",
  ),
  new RegExp(
    `(?<![a-z])(?:from|between) (?:about )?${time("a")}${dayBetween} ?(?:to|till?|until|and|-|–) (?:about )?(?:tomorrow |the next day )?${time("b")}(?! ?(?:hours?|days?|h |units?|pcs))`,
    "i",
  ),
];
const days: readonly (readonly [RegExp, number])[] = [
  [/后天|day after tomorrow/i, 2],
  [/明(?:[天早晚日]|$)|tomorrow/i, 1],
];
const isEvening = /今晚|明晚|tonight|evening|night|晚上|夜里/i;

/** Minutes of the day of one end, the part of the day taken from its own words, or from those of the other. */
const minutesOf = (hour: string, minutes: string | undefined, part: string | undefined): number => {
  const h = Number(hour) % 24;
  const m = minutes === "半" ? 30 : Number(minutes ?? 0);
  const late = part && /下午|傍晚|晚|夜|^p/i.test(part);
  return (late && h < 12 ? h + 12 : part && /^a|凌晨|早/i.test(part) && h === 12 ? 0 : h) * 60 + m;
};

/** The hours between which a sentence says that something stands still: "tonight from 10pm to 2am", 今晚八点到十二点. */
export const stopWindowIn = (sentence: string, now: { readonly day: string; readonly time: string }) => {
  const text = timesInDigits(sentence);
  const match = windows.map((pattern) => pattern.exec(text)).find((one) => one !== null);
  const found = match?.groups;
  if (!found) return undefined;
  const marked = found["apart"] ?? found["bpart"] ?? found["aap"] ?? found["bap"];
  const clock = /[点:：]/.test(text) || marked !== undefined || isEvening.test(text);
  if (!clock || Number(found["a"]) > 24 || Number(found["b"]) > 24) return undefined;
  const evening = isEvening.test(text) ? "晚" : undefined;
  const start = minutesOf(found["a"]!, found["am"], found["aap"] ?? found["apart"] ?? evening);
  let end = minutesOf(found["b"]!, found["bm"], found["bap"] ?? found["bpart"]);
  // 下午2点到5点: the part of the day is said once; twelve behind an evening hour is midnight.
  if (end <= start && !found["bap"] && !found["bpart"] && end + 720 > start && end < 720) end += 720;
  else if (end === 720 && start > 720) end = 1_440;
  if (end <= start) end += 1_440;
  const before = `${text.slice(0, match!.index)}${found["between"] ?? ""}`;
  const offset = days.find(([pattern]) => pattern.test(before))?.[1];
  const today = Date.parse(`${now.day}T00:00:00Z`);
  const [named] = offset === undefined ? comingDaysIn(sentence, now) : [];
  const midnight = named === undefined ? today + (offset ?? 0) * dayMs : named * dayMs;
  const at = (minutes: number) => new Date(midnight + minutes * 60_000).toISOString().slice(0, 16);
  return { from: at(start), to: at(end) } satisfies StopWindow;
};
