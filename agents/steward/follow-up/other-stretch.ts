import { isChinese, plantDayTime } from "../../runtime/format.ts";
import { shiftWords } from "../../runtime/spoken/asked/shift.ts";
import { kindWords } from "../../runtime/spoken/ids/lines.ts";
import { stopWindowIn } from "../../runtime/spoken/times/stop-window.ts";
import { bare } from "../../runtime/spoken/wish.ts";
import { isToolName } from "../../runtime/tool.ts";
import { type Asks, namesNothing } from "./said.ts";

/** A day that is to come, or several. */
const dayWords =
  /大?后天|[今明](?:天|日|晚|早)?|(?:这|本|下)?个?(?:周|星期|礼拜)[一二三四五六日天末]|(?:[这本下]|下下)个?(?:周|星期|礼拜)|(?:\d{1,2}月)?\d{1,2}[号日]|(?<![a-z])(?:(?:this |next |on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend|week)|today|tonight|tomorrow)(?![a-z])/i;
/** What else such a sentence may hold. */
const links =
  /那边|这边|如果|[那就只给在的呢吧也加换成改挪到开做让上]|要是|(?<![a-z])(?:and|what about|how about|what if|or|only|just|for|on|the|lines?|instead|then|ok)(?![a-z])/gi;

/** A part of a day, as a stop of some hours is told by. */
const partWords =
  /凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|(?<![a-z])(?:morning|noon|afternoon|evening|night)(?![a-z])/i;
const wholeDay = /[整全]天|一天|(?<![a-z])(?:all|whole|full) day(?![a-z])/i;
const hoursOfDay = 24;
/** As long as a stop is taken where nobody says how long. */
const usualHours = 4;
const movable: ReadonlySet<string> = new Set(["planned_work", "what_if_shift", "what_if_down"]);

const swapped = (before: string, pattern: RegExp, own: string | undefined): string => {
  if (!own) return before;
  return pattern.test(before) ? before.replace(pattern, own) : `${before} ${own}`;
};

/**
 * The same of what is planned, or of more working time, on another day, in another shift or on lines of another kind: each in the place
 * of its like, so that the day stays where only the shift changes.
 */
export const otherStretch: Asks = (last, said) => {
  const { tool, args } = last;
  if (!isToolName(tool) || !movable.has(tool) || !namesNothing(said)) return undefined;
  const text = bare(said.text);
  const [day] = dayWords.exec(text) ?? [];
  const [shift] = shiftWords.exec(text) ?? [];
  const [part] = partWords.exec(text) ?? [];
  const [kind] = text.match(kindWords) ?? [];
  const rest = [dayWords, shiftWords, partWords, kindWords, links].reduce(
    (words, pattern) => words.replace(pattern, " "),
    text,
  );
  if (!(day ?? shift ?? part ?? kind) || /[\p{L}\p{N}]/u.test(rest)) return undefined;
  const before = args.words ?? last.text;
  const moved = swapped(swapped(before, dayWords, day), shiftWords, shift);
  if (tool === "what_if_down") {
    if (kind ?? shift) return undefined;
    const words = swapped(moved, partWords, part);
    // Between hours of the clock it is as long as they say.
    const usual = stopWindowIn(words, plantDayTime(said.now)) ? null : usualHours;
    const hours = args.hours ?? (wholeDay.test(before) ? hoursOfDay : usual);
    // The day is when it begins, and not until when it lasts from now on.
    return { tool, line: args.line ?? null, hours, words };
  }
  if (part) return undefined;
  const words = kind
    ? `${moved.replaceAll(kindWords, " ")} ${kind} ${isChinese(before) ? "产线" : "lines"}`
    : moved;
  return { tool, line: kind ? "all" : (args.line ?? "all"), words };
};
