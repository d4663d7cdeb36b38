import { inDigits } from "../periods/figures.ts";
import { weekdaySign } from "../periods/spoken-day.ts";
import { periodNamed } from "../times/period.ts";

/** What stands between two stretches that are both asked about. */
const joins = "(?:[、,，和跟与及&]|以及|还有|还是|或者?| ?(?:and|or|vs\\.?|versus|plus) | ?[,&] ?)";
/** The same, and what holds one against the other. */
const joinsOrCompares = `(?:${joins}|比|相?对比|相比| ?(?:against|than|compared (?:to|with)) )`;
const dayNames = "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?";
const monthNames =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

const weekOrdinal = "(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)";

/** How a part that is said once for two stretches is said with each of them. */
const shared: readonly (readonly [RegExp, string])[] = [
  // 上周六和周日, 上周六、日
  [
    new RegExp(
      `((?:上上|上|本|这)个?(?:周|星期|礼拜))([1-6日天末])(${joinsOrCompares})(?:周|星期|礼拜)?(${weekdaySign})(?!\\d)`,
      "g",
    ),
    "$1$2$3$1$4",
  ],
  // 周一周二, with nothing between
  [new RegExp(`((?:周|星期|礼拜)${weekdaySign})(?=(?:周|星期|礼拜)${weekdaySign})`, "g"), "$1、"],
  // 10月26日和27日, 26、27号
  [
    new RegExp(`(\\d{1,2}月)(\\d{1,2})[日号]?(${joinsOrCompares})(?!\\d{1,2}月)(\\d{1,2})([日号])`, "g"),
    "$1$2$5$3$1$4$5",
  ],
  [new RegExp(`(?<![\\d月])(\\d{1,2})(${joinsOrCompares})(\\d{1,2})([日号])`, "g"), "$1$4$2$3$4"],
  // 9、10月
  [new RegExp(`(?<![\\d月.])(1[0-2]|[1-9])(${joinsOrCompares})(1[0-2]|[1-9])(月)(?!\\d)`, "g"), "$1$4$2$3$4"],
  // 10月前半个月和后半个月
  [
    new RegExp(
      `((?:\\d{1,2}月|[上本这]个?月)份?)((?:的)?[前上后下]半个?月)(${joinsOrCompares})([前上后下]半个?月)`,
      "g",
    ),
    "$1$2$3$1$4",
  ],
  // 10月第三周和第四周
  [
    new RegExp(
      `((?:\\d{1,2}月|[上本这]个?月)份?)((?:的)?第[1-5]个?(?:周|星期))(${joinsOrCompares})(第[1-5]个?(?:周|星期))`,
      "g",
    ),
    "$1$2$3$1$4",
  ],
  // the third and the fourth week of October
  [
    new RegExp(
      `(?<![a-z])(${weekOrdinal})(?: week)?(${joinsOrCompares})(?:the )?(${weekOrdinal}) week((?: of| in) ${monthNames})(?![a-z])`,
      "g",
    ),
    "$1 week$4$2$3 week$4",
  ],
  // Monday and Tuesday last week
  [
    new RegExp(
      `(?<![a-z])(${dayNames})(${joinsOrCompares})((?:on )?${dayNames})((?: of)? (?:last|this) week)(?![a-z])`,
      "g",
    ),
    "$1$4$2$3$4",
  ],
  // this month vs last
  [
    new RegExp(
      `(?<![a-z])(this (week|month|quarter|year))(${joinsOrCompares})(?:the )?(last|previous)(?: 1)?(?= ?(?:[?!.,;]|$))`,
      "g",
    ),
    "$1$3$4 $2",
  ],
  // this vs last month
  [
    new RegExp(
      `(?<![a-z])(this|last)(${joinsOrCompares})(?:the )?(last|this) (week|month|quarter|year)(?![a-z])`,
      "g",
    ),
    "$1 $4$2$3 $4",
  ],
  // last Monday and Tuesday
  [new RegExp(`(?<![a-z])(last |this )(${dayNames})(${joinsOrCompares})(?=${dayNames})`, "g"), "$1$2$3$1"],
  // Oct 26 and 27
  [
    new RegExp(
      `(?<![a-z])(${monthNames}) (\\d{1,2})(?:st|nd|rd|th)?(${joinsOrCompares})(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:.%a-z]| ?[ap]m)`,
      "g",
    ),
    "$1 $2$3$1 $4",
  ],
  // 26 and 27 October
  [
    new RegExp(
      `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?(${joinsOrCompares})(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthNames})(?![a-z])`,
      "g",
    ),
    "$1 $4$2$3 $4",
  ],
];

/** A sentence in which each of several stretches is said whole: 上周六和周日 is 上周六和上周日; in small letters and digits. */
export const eachStretchWhole = (sentence: string): string =>
  shared.reduce((text, [pattern, each]) => text.replaceAll(pattern, each), inDigits(sentence));

/** As many signs as words for a stretch have. */
const mostSigns = 34;
const bare = (words: string): string => words.replaceAll(/ |的$|^(?:the|on|in|of|from) /g, "");

/** The longest words at one end of a text that name a stretch and nothing else. */
const stretchAt = (text: string, end: "first" | "last", now: Date): string | undefined => {
  for (let length = Math.min(mostSigns, text.length); length > 1; length--) {
    const words = end === "first" ? text.slice(0, length) : text.slice(text.length - length);
    // A word is not cut.
    const beside = end === "first" ? text.slice(length, length + 1) : text.slice(-length - 1, -length);
    const edge = end === "first" ? words.slice(-1) : words.slice(0, 1);
    if (/[a-z\d]/.test(beside) && /[a-z\d]/.test(edge)) continue;
    if (words.trim() !== words) continue;
    const period = periodNamed(words, now);
    if (period && bare(period.words.trim()) === bare(words)) return words;
  }
  return undefined;
};

/** A sentence that asks about several stretches at once, as one for each; undefined where it asks about one, or holds them against each other. */
export const byStretch = (sentence: string, now: Date): readonly string[] | undefined => {
  const text = eachStretchWhole(sentence);
  if (/比|对照|较|(?<![a-z])(?:compar\w*|than|against|vs|versus|between)(?![a-z])/.test(text))
    return undefined;
  for (const join of text.matchAll(new RegExp(joins, "g"))) {
    const head = text.slice(0, join.index);
    const first = stretchAt(head, "last", now);
    if (!first) continue;
    const stretches = [first];
    let rest = text.slice(join.index + join[0].length);
    for (;;) {
      const next = stretchAt(rest, "first", now);
      if (!next) break;
      stretches.push(next);
      rest = rest.slice(next.length);
      const more = new RegExp(`^${joins}`).exec(rest);
      if (!more || stretchAt(rest.slice(more[0].length), "first", now) === undefined) break;
      rest = rest.slice(more[0].length);
    }
    if (stretches.length < 2) continue;
    const before = head.slice(0, head.length - first.length);
    return stretches.map((words) => `${before}${words}${rest}`);
  }
  return undefined;
};
