import { dayOf, firstOfMonth, mondayOf, partsOf } from "./calendar.ts";
import { days, months, name, type Reader } from "./said.ts";
import { monthNamed, saysWeekdayOfWeek, weekdaySign } from "./spoken-day.ts";

const monthNames =
  "January February March April May June July August September October November December".split(" ");

/** "第三季度", "上季度", "Q3 2026". */
export const quarter: Reader = (text, now) => {
  const found =
    /(?:(20\d\d)年?)?第?(\d)季度|(上个?|本|这个?)季度|(?<![a-z])q([1-4])(?![a-z0-9])(?:(?: of)? (20\d\d))?|(last|this|previous) quarter|(1st|2nd|3rd|4th|first|second|third|fourth) quarter/.exec(
      text,
    );
  if (!found) return undefined;
  const { year, month } = partsOf(dayOf(now));
  const current = Math.floor((month - 1) / 3) + 1;
  const ordinals = ["1st", "2nd", "3rd", "4th", "first", "second", "third", "fourth"];
  const isLast = /上|last|previous/.test(found[3] ?? found[6] ?? "");
  const asked =
    Number(found[2] ?? found[4] ?? 0) ||
    (found[7] ? (ordinals.indexOf(found[7]) % 4) + 1 : isLast ? current - 1 : current);
  if (asked > 4) return undefined;
  const said = Number(found[1] ?? found[5] ?? 0);
  const of = said || (asked > current ? year - 1 : year);
  const at = partsOf(firstOfMonth(of, 3 * asked - 2));
  const number = Math.floor((at.month - 1) / 3) + 1;
  return months(
    at.year,
    at.month,
    3,
    now,
    name(`${at.year} 年第 ${number} 季度`, `In Q${number} ${at.year}`),
    found[0],
  );
};

const week = new RegExp(
  `(上上|上|本|这|这1)个?(?:周|星期|礼拜)(?!${weekdaySign})|(?<![a-z])(week before last|(?:last|this|previous|current) week)(?!end|day)`,
);

/** "上周", "the week before last". */
export const calendarWeek: Reader = (text, now) => {
  const monday = mondayOf(dayOf(now));
  const found = saysWeekdayOfWeek(text) ? undefined : week.exec(text);
  if (!found) return undefined;
  const said = found[1] ?? found[2]!;
  if (/上上|before last/.test(said))
    return days(monday - 14, monday - 7, now, name("上上周", "The week before last"), found[0]);
  if (/上|last|previous/.test(said))
    return days(monday - 7, monday, now, name("上周", "Last week"), found[0]);
  return days(monday, monday + 7, now, name("本周", "This week"), found[0]);
};

const halfZh = /(?:的)?(前|上|后|下)半个?月/;
const halfEn = /(?:the )?(first|second|last|1st|2nd) half of /;

/** "10月前半个月", 上月下半月, "the first half of October": to the 15th, and from the 16th. */
export const halfMonth: Reader = (text, now) => {
  const half = halfZh.exec(text) ?? halfEn.exec(text);
  if (!half) return undefined;
  const isChinese = /月/.test(half[0]);
  const around = isChinese
    ? text.slice(Math.max(0, half.index - 9), half.index)
    : text.slice(half.index + half[0].length);
  const month = calendarMonth(around, now);
  const isBeside =
    month !== undefined && (isChinese ? around.endsWith(month.words) : around.indexOf(month.words) <= 4);
  const today = dayOf(now);
  const { year, month: number } = partsOf(isBeside ? dayOf(month.from) : today);
  const [first, next] = [firstOfMonth(year, number), firstOfMonth(year, number + 1)];
  const middle = first + 15;
  const isFirst = /前|上|first|1st/.test(half[1]!);
  const words = isBeside
    ? isChinese
      ? `${month.words}${half[0]}`
      : `${half[0]}${around.slice(0, around.indexOf(month.words) + month.words.length)}`
    : half[0].trim();
  const called = name(
    `${number} 月${isFirst ? "前" : "后"}半月`,
    `In the ${isFirst ? "first" : "second"} half of ${monthNames[number - 1]}`,
  );
  return isFirst ? days(first, middle, now, called, words) : days(middle, next, now, called, words);
};

const weekZh = /(?:的)?第([1-5])个?(?:周|星期|礼拜)(?!末)/;
const weekEn = /(?:the )?(first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) week (?:of|in) /;
const weekOrdinals = ["first", "second", "third", "fourth", "fifth"];
/** So many days after its Monday a week has the Thursday that tells which month it is of (ISO 8601). */
const thursday = 3;

/** 10月第三周, "the third week of October": the week from Monday whose Thursday is the third of the month. */
export const weekOfMonth: Reader = (text, now) => {
  const week = weekZh.exec(text) ?? weekEn.exec(text);
  if (!week) return undefined;
  const isChinese = /[周星礼]/.test(week[0]);
  const around = isChinese
    ? text.slice(Math.max(0, week.index - 9), week.index)
    : text.slice(week.index - 1 + week[0].length);
  const month = calendarMonth(around, now);
  if (!month || !(isChinese ? around.endsWith(month.words) : around.indexOf(month.words) <= 4))
    return undefined;
  const { year, month: number } = partsOf(dayOf(month.from));
  const count = Number(/\d/.exec(week[1]!)?.[0] ?? weekOrdinals.indexOf(week[1]!) + 1);
  const first = mondayOf(firstOfMonth(year, number) + 6 - thursday);
  const monday = first + 7 * (count - 1);
  if (monday + thursday >= firstOfMonth(year, number + 1)) return undefined;
  const words = isChinese
    ? `${month.words}${week[0]}`
    : `${week[0]}${around.slice(1, around.indexOf(month.words) + month.words.length)}`;
  const called = name(`${number} 月第 ${count} 周`, `In week ${count} of ${monthNames[number - 1]}`);
  return days(monday, monday + 7, now, called, words);
};

/** "第43周", "week 43", "W43": the last such week of the calendar (ISO 8601) that has begun. */
export const weekOfYear: Reader = (text, now) => {
  const found = /第(\d{2})个?(?:周|星期)(?!末)|(?<![a-z])(?:week|wk|cw|w) ?(\d{1,2})(?![\d.:/-])/.exec(text);
  if (!found) return undefined;
  const [today, count] = [dayOf(now), Number(found[1] ?? found[2])];
  const { year } = partsOf(today);
  // The first week is the one with the fourth of January.
  const mondayIn = (of: number) => mondayOf(firstOfMonth(of, 1) + thursday) + 7 * (count - 1);
  if (count < 1 || count > 53) return undefined;
  const of = mondayIn(year) <= today ? year : year - 1;
  const monday = mondayIn(of);
  if (monday >= mondayOf(firstOfMonth(of + 1, 1) + thursday)) return undefined;
  return days(monday, monday + 7, now, name(`${of} 年第 ${count} 周`, `In week ${count} of ${of}`), found[0]);
};

/** "本月", "10月份", "in October". */
export const calendarMonth: Reader = (text, now) => {
  const { year, month } = partsOf(dayOf(now));
  const found =
    /(上上|上|本|这|当)个?月(?!\d{1,2}[号日])|(?<![a-z])((?:last|this|previous|current) month)(?![a-z])|month to date/.exec(
      text,
    );
  if (found) {
    const said = found[1] ?? found[2] ?? "";
    const back = /上上/.test(said) ? 2 : /上|last|previous/.test(said) ? 1 : 0;
    const called = [
      name("本月", "This month"),
      name("上月", "Last month"),
      name("上上月", "The month before last"),
    ][back]!;
    return months(year, month - back, 1, now, called, found[0]);
  }
  const named = monthNamed(text, now);
  if (!named) return undefined;
  const at = partsOf(named.first);
  return months(
    at.year,
    at.month,
    1,
    now,
    name(`${at.year} 年 ${at.month} 月`, `In ${monthNames[at.month - 1]} ${at.year}`),
    named.words,
  );
};

/** "去年", "this year". */
export const calendarYear: Reader = (text, now) => {
  const { year } = partsOf(dayOf(now));
  const found = /今年|本年|去年|(?<![a-z])(?:this|last) year(?![a-z])|year to date/.exec(text);
  if (!found) return undefined;
  const of = /去|last/.test(found[0]) ? year - 1 : year;
  return months(of, 1, 12, now, name(`${of} 年`, `In ${of}`), found[0]);
};
