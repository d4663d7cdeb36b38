import { type Marked, N, S, W } from "./marked.ts";
import { dayOf, type Groups, type Moments } from "./moment.ts";

export const timeOfDay = `(?:,? (?:at )?(?:(?<clock>${W}) ?(?<part>am|pm)?|(?<hour>${N}) ?(?<half>am|pm|o'?clock)|(?<noon>noon|midday)))?`;

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const month =
  "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const weekday = "(?<weekday>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b";
const ordinal = "(?<date>\\d{1,2})(?:st|nd|rd|th)\\b";
const before = "(?<before>before )?";
const firstThree = (word: string | undefined) => (word ?? "").slice(0, 3).toLowerCase();

/** tomorrow, by Friday 3pm, December 10th, the end of the month, within ten days and the like. */
export const takeEnglishMoments = (marked: Marked, moments: Moments): void => {
  const { add, addSpan, coming, dateOf, integer, inWeek, lastOf, monday, start, year } = moments;
  marked.take(`${before}the day after tomorrow${timeOfDay}`, ({ groups = {} }) => add(start + 2, groups));
  marked.take(`${before}(?<![a-z])(?<word>today|tonight|tomorrow)(?![a-z])${timeOfDay}`, ({ groups = {} }) =>
    add(start + (firstThree(groups["word"]) === "tom" ? 1 : 0), groups),
  );
  marked.take(
    `${before}(?<![a-z])(?<word>next|this|coming)? ?(?<![a-z])${weekday}${timeOfDay}`,
    ({ groups = {} }) => {
      const weeks = { nex: 1, thi: 0 }[firstThree(groups["word"])];
      return add(inWeek(weeks, weekdays.indexOf(firstThree(groups["weekday"]))), groups);
    },
  );
  const named = ({ groups = {} }: { readonly groups?: Groups | undefined }) => {
    const date = groups["date"] ? Number(groups["date"]) : integer(groups["n"]);
    return add(coming(months.indexOf(firstThree(groups["month"])) + 1, date), groups);
  };
  marked.take(`${before}(?<![a-z])${month} (?:the )?(?:${ordinal}|(?<n>${N}))(?! ?${S})${timeOfDay}`, named);
  marked.take(`${before}(?:the )?(?:(?<!\\d)${ordinal}|(?<n>${N}))(?: of)? ${month}${timeOfDay}`, named);
  marked.take(
    `(?<=(?:by|until|till|on) )the ${ordinal}(?! [a-z]*(?:line|smt|assembl|test|burn))`,
    ({ groups = {} }) => add(dateOf(Number(groups["date"]), 0)),
  );
  marked.take(
    "(?<![a-z])(?:the )?(?:(?<next>end of next )|end of (?:the |this )?)(?<what>week|month|year)(?![a-z])|(?<![a-z])(?<ending>week|month|year)(?:'?s)?[ -]end(?![a-z])",
    ({ groups = {} }) => {
      const ahead = groups["next"] ? 1 : 0;
      const what = (groups["what"] ?? groups["ending"])!.toLowerCase();
      if (what === "week") return add(monday + 7 * ahead + 6);
      return add(what === "month" ? lastOf(ahead) : dayOf(year + ahead, 12, 31));
    },
  );
  marked.take(
    `(?<![a-z])(?:within|inside(?: of)?|in)(?: the)?(?: next)? (?<span>${S})(?! ?(?:late|behind|overdue|after))`,
    ({ groups = {} }) => addSpan(groups["span"]),
  );
  marked.take(`(?<span>${S}) from (?:now|today)`, ({ groups = {} }) => addSpan(groups["span"]));
};
