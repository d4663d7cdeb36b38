import { N, S, W } from "../marked.ts";
import { dayOf, type Groups, type Moments } from "./moment.ts";

const partOfDay = "(?<later>morning|afternoon|evening|night)(?![a-z])";
/** Behind what no hour stands. */
const counting =
  "(?! ?(?:units?|pcs|pieces?|boards?|sets?|more|of|orders?|jobs?|lines?|percent|are|is|have|%)(?![a-z]))";
const clock = `(?<clock>${W})(?: ?(?<part>am|pm))?`;
const exact = `(?:${clock}|(?<hour>${N}) ?(?<half>am|pm|o'?clock)|(?<noon>noon|midday))(?![a-z])`;
const bare = `(?:${clock}|(?<hour>${N})(?: ?(?<half>am|pm|o'?clock))?|(?<noon>noon|midday))(?![a-z])${counting}`;
/** ", 3pm", " at eight in the evening", " morning at 9". */
export const timeOfDay = `(?:,? (?:(?:${exact}|at ${bare})(?: (?:in the|at) ${partOfDay})?|${partOfDay}(?:,? (?:${exact}|at ${bare}))?))?`;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const month =
  "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const weekday = "(?<weekday>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b";
const ordinal = "(?<date>\\d{1,2})(?:st|nd|rd|th)\\b";
export const before = "(?<before>(?<![a-z])before )?";
/** Where an hour may stand by itself, or in front of its day. */
const atHour = "(?:(?<before>(?<![a-z])before )|(?<=(?<![a-z])(?:until|till?|by|at) ))";
const firstThree = (word: string | undefined) => (word ?? "").slice(0, 3).toLowerCase();

/** tomorrow, by Friday 3pm, December 10th, the end of the month, within ten days and the like. */
export const takeEnglishMoments = (moments: Moments): void => {
  const { add, addSpan, addTime, coming, dateOf, integer, inWeek, lastOf, monday, start, take, year } =
    moments;
  /** Eight tonight is in the evening. */
  const tonight = (groups: Groups): Groups => {
    const night = groups["word"]?.toLowerCase() === "tonight" ? "night" : groups["later"];
    return { ...groups, later: night };
  };
  const dayNamed = ({ word, next, weekday: name }: Groups): number => {
    if (word) return start + (firstThree(word) === "tom" ? 1 : 0);
    return inWeek({ nex: 1, thi: 0 }[firstThree(next)], weekdays.indexOf(firstThree(name)));
  };
  const named = `(?:(?<![a-z])(?<word>today|tonight|tomorrow)(?![a-z])|(?<![a-z])(?:(?<next>next|this|coming) )?(?<![a-z])${weekday})`;
  const addNamed = ({ groups = {} }: { readonly groups?: Groups | undefined }) =>
    add(dayNamed(groups), tonight(groups));
  take(`${before}(?:the )?day after tomorrow${timeOfDay}`, ({ groups = {} }) => add(start + 2, groups));
  take(`${atHour}${bare},?(?: on)? ${named}(?: ${partOfDay})?`, addNamed);
  take(`${before}${named}${timeOfDay}`, addNamed);
  const dated = ({ groups = {} }: { readonly groups?: Groups | undefined }) => {
    const date = groups["date"] ? Number(groups["date"]) : integer(groups["n"]);
    return add(coming(months.indexOf(firstThree(groups["month"])) + 1, date), groups);
  };
  take(`${before}(?<![a-z])${month} (?:the )?(?:${ordinal}|(?<n>${N}))(?! ?${S})${timeOfDay}`, dated);
  take(`${before}(?:the )?(?:(?<!\\d)${ordinal}|(?<n>${N}))(?: of)? ${month}${timeOfDay}`, dated);
  take(
    `(?<=(?:by|until|till|on|to|for|before|it|that) )the ${ordinal}(?! [a-z]*(?:line|smt|assembl|test|burn|one|order|job|batch|shift|unit|material|item|time|lot))`,
    ({ groups = {} }) => add(dateOf(Number(groups["date"]), 0)),
  );
  take(
    "(?<![a-z])(?:the )?(?:(?<next>end of next )|end of (?:the |this )?)(?<what>week|month|year)(?![a-z])|(?<![a-z])(?<ending>week|month|year)(?:'?s)?[ -]end(?![a-z])",
    ({ groups = {} }) => {
      const ahead = groups["next"] ? 1 : 0;
      const what = (groups["what"] ?? groups["ending"])!.toLowerCase();
      if (what === "week") return add(monday + 7 * ahead + 6);
      return add(what === "month" ? lastOf(ahead) : dayOf(year + ahead, 12, 31));
    },
  );
  // Until a week or a month, or before, is until it begins; within one is until it ends.
  take(
    "(?<!(?:until|till?|before) )(?<![a-z])(?<next>this|next) (?<what>week|month)(?![a-z])",
    ({ groups = {} }) => {
      const ahead = groups["next"]!.toLowerCase() === "next" ? 1 : 0;
      return add(groups["what"]!.toLowerCase() === "week" ? monday + 7 * ahead + 6 : lastOf(ahead));
    },
  );
  take(
    `(?<![a-z])(?:within|inside(?: of)?|in)(?: the)?(?: next)? (?<span>${S})(?! ?(?:late|behind|overdue|after))`,
    ({ groups = {} }) => addSpan(groups["span"]),
  );
  take(`(?<span>${S}) from (?:now|today)`, ({ groups = {} }) => addSpan(groups["span"]));
  take(
    `(?<=(?<![a-z])(?:until|till?) (?:about |around )?)(?:at )?${bare}(?: in the ${partOfDay})?`,
    ({ groups = {} }) => addTime(groups),
  );
};
