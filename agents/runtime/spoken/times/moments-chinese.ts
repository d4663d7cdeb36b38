import { N, S, W } from "../marked.ts";
import { dayOf, type Moments } from "./moment.ts";

const part = "(?<part>凌晨|清早|早上|上午|中午|下午|傍晚|晚上|早|晚)";
const hour = `(?:(?<hour>${N})(?:点钟?|时)(?<past>半|一刻|(?<minute>${N})分?)?|(?<clock>${W}))`;
const timeOfDay = `(?: ?(?:${part} ?${hour}?|${hour}))?`;
/** Words that make no date of what stands before 号. */
const numbered = "(?!线|料|物|单|工|房|机|台|产|贴|测|装|老化|楼|库|车间|的)";
const counted = "(?![台个套片块件])";

const ahead = (word: string | undefined): number =>
  word?.startsWith("下下") ? 2 : word?.startsWith("下") ? 1 : 0;
const relative = ["今", "明", "后", "大后"];

/** The last of the days that a month begins with: 月初. */
const firstDays = 5;

/** 今天, 下周三, 12月10号, 月底, 三天内 and the like. */
export const takeChineseMoments = (moments: Moments): void => {
  const { add, addSpan, addTime, coming, dateOf, integer, inWeek, lastOf, start, take, year } = moments;
  take(`(?<m>${N})月(?:份)?(?<d>${N})[号日]?${counted}${timeOfDay}`, ({ groups = {} }) =>
    add(coming(integer(groups["m"]), integer(groups["d"])), groups),
  );
  take(
    `(?<word>下下个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜)(?:(?<n>${N})|(?<sunday>天|日|末))${counted}${timeOfDay}`,
    ({ groups = {} }) => {
      const { word, n } = groups;
      const index = n ? integer(n) : 7;
      if (word?.startsWith("上") || index === undefined || index < 1 || index > 7) return undefined;
      return add(inWeek(word ? ahead(word) : undefined, index - 1), groups);
    },
  );
  // Until a week or a month is until it begins; within one is until it ends.
  take("(?<![到至])(?<word>下下个?|下个?|这个?|本)(?:周|星期|礼拜)(?!边| ?[之以]?前)", ({ groups = {} }) =>
    add(inWeek(ahead(groups["word"]), 6)),
  );
  take(`(?<word>今|明|大后|后)(?:[天日]|(?=晚))${timeOfDay}`, ({ groups = {} }) =>
    add(start + relative.indexOf(groups["word"]!), groups),
  );
  // Until then something lasts: 停到明早.
  take("(?<=[到至]) ?(?<word>明|后)早(?!\\d)", ({ groups = {} }) =>
    add(start + relative.indexOf(groups["word"]!)),
  );
  take("(?<word>下个?|这个?|本)?月(?<part>底|末|中|初)", ({ groups = {} }) => {
    const months = ahead(groups["word"]);
    // Of what begins a month its first days are meant, by the last of which it is to be.
    if (groups["part"] === "初") return add(dateOf(firstDays, months));
    return add(groups["part"] === "中" ? dateOf(15, months) : lastOf(months));
  });
  take(`(?<word>下个?|这个?|本)月(?<d>${N})[号日]`, ({ groups = {} }) =>
    add(dateOf(integer(groups["d"]), ahead(groups["word"]))),
  );
  take("(?<![到至])(?<word>下个?|这个?|本)月(?!份| ?[之以]?前)", ({ groups = {} }) =>
    add(lastOf(ahead(groups["word"]))),
  );
  take("年[底末]", () => add(dayOf(year, 12, 31)));
  take(`(?<d>${N})[号日]${numbered}${timeOfDay}`, ({ groups = {} }) =>
    add(dateOf(integer(groups["d"]), 0), groups),
  );
  take(`(?<span>${S})(?:之?内|以内|之后|以后|后)`, ({ groups = {} }) => addSpan(groups["span"]));
  take(`(?<=[到至])(?: ?${part} ?${hour}?| ?${hour})`, ({ groups = {} }) => addTime(groups));
};
