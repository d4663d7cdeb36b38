import { type Day, dayOf, dayOfDate, firstOfMonth, mondayOf, partsOf } from "./calendar.ts";

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const month = `(?:${monthNames.map((name) => `${name}[a-z]*\\.?`).join("|")})`;
const weekdays = "mon tue wed thu fri sat sun".split(" ");
const weekday = `(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?`;

/** A day of the week in a Chinese sentence: 上周三; of 上周三条线 the sign is how many lines there are. */
export const weekdaySign = "(?:[1-6](?!个|条|种|款|台|家|大|张|次(?!品))|[日天末])";

/** What a number behind 月 counts, and is no day of it: 10月一共, 10月三条线. */
const countedSign = "[共直个条种款台件次天周家大张批些样般切定起年块套季]";

/** A weekday of a week that is named beside it. */
const weekdayOfWeek = `(?<![a-z])${weekday}(?:,? (?:of )?(?:last|this) week)|(?<![a-z])(?:last|this) week(?:'s)?,? (?:on )?${weekday}(?![a-z])`;

export const saysWeekdayOfWeek = (text: string): boolean => new RegExp(weekdayOfWeek).test(text);

/** A word or date for one day of the past, as a pattern without groups of its own. */
export const dayPattern = [
  String.raw`20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?`,
  String.raw`\d{1,2}月\d{1,2}(?:[日号]|(?!\d|${countedSign}))`,
  String.raw`(?<![\d/.-])\d{1,2}/\d{1,2}(?![\d/])`,
  String.raw`(?<![\d月])\d{1,2}[号日](?!线|炉|机|楼|房|测|贴|装|工|店|产)`,
  `大前天|前天|昨[天日晚]|今[天日]|当[天日]`,
  `(?:上上|上|本|这)?(?:个)?(?:周|星期|礼拜)${weekdaySign}`,
  `(?:the )?day before yesterday|yesterday|today`,
  String.raw`(?<![a-z])${month} \d{1,2}(?:st|nd|rd|th)?(?!\d)(?:,? 20\d\d)?`,
  String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?: of)? ${month}(?![a-z])`,
  String.raw`the \d{1,2}(?:st|nd|rd|th)(?! (?:quarter|month|week|line|repair|time|smt|asm|shift))`,
  weekdayOfWeek,
  `(?<![a-z])(?:last |this )?${weekday}(?![a-z])`,
].join("|");

/** The last such date that is not after today. */
const latest = (today: Day, candidates: readonly (Day | undefined)[]): Day | undefined =>
  candidates.findLast((day): day is Day => day !== undefined && day <= today) ??
  candidates.find((day) => day !== undefined);

const ofDate = (today: Day, monthNumber: number, date: number): Day | undefined => {
  const { year } = partsOf(today);
  return latest(today, [dayOfDate(year - 1, monthNumber, date), dayOfDate(year, monthNumber, date)]);
};

const ofMonthDay = (today: Day, date: number): Day | undefined => {
  const { year, month: current } = partsOf(today);
  const before = partsOf(firstOfMonth(year, current) - 1);
  return latest(today, [dayOfDate(before.year, before.month, date), dayOfDate(year, current, date)]);
};

const fixed: readonly (readonly [RegExp, number])[] = [
  [/大前天/, -3],
  [/前天|day before yesterday/, -2],
  [/昨|yesterday/, -1],
  [/今[天日]|当[天日]|today/, 0],
];

/** The day that such a word or date means; in numbers as `inDigits` gives them. */
export const dayNamed = (text: string, now: Date): Day | undefined => {
  const today = dayOf(now);
  for (const [pattern, ahead] of fixed) if (pattern.test(text)) return today + ahead;
  const full = /(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(text);
  if (full) return dayOfDate(Number(full[1]), Number(full[2]), Number(full[3]));
  const dated = /(\d{1,2})[月/](\d{1,2})/.exec(text);
  if (dated) return ofDate(today, Number(dated[1]), Number(dated[2]));
  const monthly = /^(\d{1,2})[号日]|^the (\d{1,2})(?:st|nd|rd|th)/.exec(text);
  if (monthly) return ofMonthDay(today, Number(monthly[1] ?? monthly[2]));
  const chinese = /(上上|上|本|这)?个?(?:周|星期|礼拜)([1-6日天末])/.exec(text);
  if (chinese) {
    const index = /[日天末]/.test(chinese[2]!) ? 6 : Number(chinese[2]) - 1;
    const weeks = { 上上: 2, 上: 1, 本: 0, 这: 0 }[chinese[1] as "上"];
    const day = mondayOf(today) + index;
    if (weeks !== undefined) return day - 7 * weeks;
    return day > today ? day - 7 : day;
  }
  const named = new RegExp(`(${monthNames.join("|")})`).exec(text);
  const number = /\d{1,2}/.exec(text);
  if (named && number && !/^(?:last|this)/.test(text)) {
    const year = /20\d\d/.exec(text);
    const [m, d] = [monthNames.indexOf(named[1]!) + 1, Number(number[0])];
    return year ? dayOfDate(Number(year[0]), m, d) : ofDate(today, m, d);
  }
  const english = /(last |this )?(mon|tue|wed|thu|fri|sat|sun)/.exec(text);
  if (!english) return undefined;
  const day = mondayOf(today) + weekdays.indexOf(english[2]!);
  const week = /(last|this) week/.exec(text);
  if (week) return week[1] === "last" ? day - 7 : day;
  // "Last Monday" is one of the days before today, "Monday" may be today.
  if (english[1] === "last ") return day >= today ? day - 7 : day;
  return day > today ? day - 7 : day;
};

/** Names of months that are no word of another meaning, and those that need one before them: "may", "march". */
const sureMonths =
  "january|february|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec";
const monthZh = new RegExp(
  String.raw`(?<!\d)(?:(20\d\d)年)?(1[0-2]|[1-9])月(?:份)?(?!\d{1,2}(?!\d|${countedSign}))`,
);
const monthEn = new RegExp(
  `(?<![a-z])(?:(?:in|of|for|during|since|from) (${sureMonths}|march|may|mar)|(?<!\\d(?:st|nd|rd|th)? )(${sureMonths}))(?![a-z])(?!\\.? \\d{1,2}(?!\\d))(?: (20\\d\\d))?`,
);

/** The month that is named without a day, as its first day, and the words that name it: "11月", "in October". */
export const monthNamed = (
  text: string,
  now: Date,
): { readonly first: Day; readonly words: string } | undefined => {
  const today = dayOf(now);
  const { year } = partsOf(today);
  const chinese = monthZh.exec(text);
  const english = chinese ? undefined : monthEn.exec(text);
  const found = chinese ?? english;
  if (!found) return undefined;
  const named = chinese
    ? Number(chinese[2])
    : monthNames.indexOf((english![1] ?? english![2]!).slice(0, 3)) + 1;
  const said = chinese ? chinese[1] : english![3];
  const first = said
    ? firstOfMonth(Number(said), named)
    : latest(today, [firstOfMonth(year - 1, named), firstOfMonth(year, named)]);
  return first === undefined ? undefined : { first, words: found[0] };
};
