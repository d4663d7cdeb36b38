import { hourMs } from "../../../services/core/zone.ts";
import { isChinese, momentOfDeadline, plantDayTime } from "../../runtime/format.ts";
import { stopBeginIn } from "../../runtime/spoken/times/stop-begin.ts";
import { stopWindowIn } from "../../runtime/spoken/times/stop-window.ts";
import { wholeStopIn } from "../../runtime/spoken/times/whole-stop.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { type Asks, again, namesNothing } from "./said.ts";

/** What is put right: 不是今天，是明天下午; "not today, tomorrow". */
const denied =
  /^(?:不对|错了|说错了)[，, ]*|不是[^，,。]{1,12}[，, ]+(?:而?是)?|(?<![a-z])not [^,]{1,24}, *(?:but )?/gi;
/** It asks for something else than the same stop at another time or for another length. */
const ofItsOwn =
  /加.{0,2}班|为什么|为啥|谁|哪|空|保养吗|能不能|排了|排的|计划|产量|做什么|(?<![a-z])(?:why|who|which|where|planned|overtime|free|idle|output|release|hold|cancel)(?![a-z])/i;
const whatOfIt =
  /^(?:那|这样|ok|好)?[，, ]*(?:会|有|都)?(?:影响|耽误|拖累|后果|损失)(?:到)?(?:什么|啥|谁|哪|多大|多少|几)|(?<![a-z])what(?:'s| is| would| will| does) (?:the )?(?:that|it|this|damage|impact|effect)(?:(?: would| will)? (?:break|cost|do|hit|hurt|delay|upset|mean))?(?![a-z])/i;

/** The length of a stop as it was asked before. */
const lengthOf = (hours: number | null | undefined, before: string, now: Date): number | undefined => {
  if (hours) return hours;
  const window = stopWindowIn(before, plantDayTime(now));
  return window
    ? (momentOfDeadline(window.to).getTime() - momentOfDeadline(window.from).getTime()) / hourMs
    : undefined;
};

const saysNoDay = (text: string): boolean =>
  !/今|明|后天|周|星期|礼拜|[号日]|(?<![a-z])(?:today|tonight|tomorrow|weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+(?:st|nd|rd|th))(?![a-z])/i.test(
    text,
  );
/** Day and time at which a stop was to begin, "2026-11-27T09:00". */
const beginOf = (before: string, now: Date): string | undefined => {
  const begins = stopBeginIn(before, now);
  const at = begins && plantDayTime(begins);
  return at && `${at.day}T${at.time}`;
};
const told = (zh: boolean, day: string, from: string, to: string): string =>
  zh ? `${day} ${from}到${to}` : `${day} from ${from} to ${to}`;

/** The same stop at another time or for another length: 那挪到周日呢, "and 12?", "what if it's tomorrow afternoon". */
export const otherStop: Asks = (last, said) => {
  const { tool, args } = last;
  const { now } = said;
  if (tool !== "what_if_down" || !args.line || !namesNothing(said)) return undefined;
  const text = bare(said.text);
  if (text.length > 40) return undefined;
  if (whatOfIt.test(text)) return again(last);
  if (ofItsOwn.test(text) || said.candidates.named.has("metric")) return undefined;
  const before = args.words ?? last.text;
  const own = text.replaceAll(denied, "");
  const { named, hours: spans, amounts } = said.candidates;
  const hoursSaid = stopWindowIn(own, plantDayTime(now));
  const day = saysNoDay(own)
    ? (stopWindowIn(before, plantDayTime(now))?.from ?? beginOf(before, now))
    : undefined;
  // Other hours are of the day that was said.
  if (hoursSaid && day) {
    const words = told(isChinese(own), day.slice(0, 10), hoursSaid.from.slice(11), hoursSaid.to.slice(11));
    return { tool, line: args.line, hours: null, words };
  }
  if (hoursSaid || wholeStopIn(own, now)) return { tool, line: args.line, hours: null, words: own };
  const [hours, ...others] = named.has("hours") ? spans : said.by ? [] : amounts;
  if (others.length > 0) return undefined;
  const begins = stopBeginIn(own, now);
  if (hours && !begins) {
    // It begins when it was to begin.
    const was = args.hours ? undefined : stopWindowIn(before, plantDayTime(now));
    if (!was) return { tool, line: args.line, hours, words: before };
    const end = plantDayTime(new Date(momentOfDeadline(was.from).getTime() + hours * hourMs));
    const [day, from] = [was.from.slice(0, 10), was.from.slice(11)];
    const words = told(isChinese(own), day, from, end.time);
    return hours < 24
      ? { tool, line: args.line, hours: null, words }
      : { tool, line: args.line, hours, words: before };
  }
  if (hours) return { tool, line: args.line, hours, words: own };
  if (!begins) return undefined;
  // The hours between which it was to be stay what they are on another day.
  const window = /[\d一二三四五六七八九十]+ ?[点:：]|[ap]m(?![a-z])/i.test(own)
    ? undefined
    : stopWindowIn(before, plantDayTime(now));
  if (window) {
    const [from, to] = [window.from.slice(11), window.to.slice(11)];
    const words = isChinese(own) ? `${own} ${from}到${to}` : `${own} from ${from} to ${to}`;
    return { tool, line: args.line, hours: null, words };
  }
  const length = lengthOf(args.hours, before, now);
  const clock = /\d ?(?:[点:：]|[ap]m)/i.test(before) ? beginOf(before, now)?.slice(11) : undefined;
  if (clock && length && !/\d/.test(own)) {
    const words = isChinese(own) ? `${own} ${clock}` : `${own} at ${clock}`;
    return { tool, line: args.line, hours: length, words };
  }
  // A day alone takes the place of the one that was said.
  return length === undefined && own === text
    ? undefined
    : { tool, line: args.line, hours: length ?? null, words: own };
};

/** More of a stop that was imagined. */
export const stopsAsks: readonly Asks[] = [otherStop];
