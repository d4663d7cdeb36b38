import { Marked } from "../marked.ts";
import { type Day, dayNumber, saturdayOf, weekendFrom } from "../periods/calendar.ts";
import { inDigits } from "../periods/figures.ts";
import { takeMoments } from "./moments.ts";
import { markSpans } from "./spans.ts";

/** Not one that is over, nor one until which, before which or after which something goes on. */
const weekend =
  /(?<!上个?|[到至](?:这个?|本|下?个?))(?<next>下)?个?(?:周|星期|礼拜)末(?! ?[之以]?[前后])|(?<!(?<![a-z])(?:until|till?|before|by|after|since|last)(?: the| this| next| coming)* )(?<![a-z])(?<coming>next )?weekend(?:'s|s)?(?![a-z])/;
/** Their numbers are no dates: "SMT-2 周六", 老化房一号. */
const codes =
  /(?<![a-z])[a-z]{2,}-?\d+|(?:[线房炉机台室间]|老化|贴片|表贴|装配|组装|测试)第?[\d一二三四五六七八九十]+[号条]/gi;
/** The name of a day and an hour behind it are two numbers: 周六八点. */
const weekday = /(?:周|星期|礼拜)[一二三四五六日天末]/g;

/** A sentence in digits, from which clock times are read. */
export const timesInDigits = (sentence: string): string => inDigits(sentence.replaceAll(weekday, "$& "));

/** The Saturday of the weekend that a sentence speaks of, be it this one or the next. @param today "2026-11-27" */
export const saturdayIn = (sentence: string, today: string): Day | undefined => {
  const found = weekend.exec(inDigits(sentence))?.groups;
  return found && saturdayOf(dayNumber(today), Boolean(found["next"] ?? found["coming"]));
};

/** That weekend. */
export const weekendIn = (sentence: string, today: string): ReturnType<typeof weekendFrom> | undefined => {
  const saturday = saturdayIn(sentence, today);
  return saturday === undefined ? undefined : weekendFrom(saturday);
};

/**
 * The days that a sentence names to happen on, in order: not those until which it goes on, nor a span from now.
 *
 * @param clock Day and time of the plant: "2026-11-27", "15:00".
 */
export const comingDaysIn = (
  sentence: string,
  { day, time }: { readonly day: string; readonly time: string },
): Day[] => {
  const marked = new Marked(sentence.replaceAll(codes, " "), []);
  markSpans(marked);
  const named = takeMoments(marked, day, time).filter(({ end, hours }) => !end && hours === undefined);
  return [...new Set(named.map((moment) => dayNumber(moment.day)))].sort((a, b) => a - b);
};
