import { type Marked, N, S, taken, W } from "./marked.ts";

/** A day of the plant's calendar, with a time of day where one is said; without, its end is meant. */
export interface Moment {
  /** "2026-11-27" */
  readonly day: string;
  /** "15:00" */
  readonly time?: string;
}

/** Days as counts since 1970, so that calendars are plain sums. */
const dayMs = 86_400_000;
const dayOf = (year: number, month: number, day: number): number | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() / dayMs : undefined;
};
const partsOf = (day: number) => {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
};
const isoOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const month =
  "(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const weekday = "(?<weekday>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b";
const ordinal = "(?<date>\\d{1,2})(?:st|nd|rd|th)\\b";

const timeZh = `(?: ?(?<part>凌晨|清早|早上|上午|中午|下午|傍晚|晚上|早|晚) ?(?:(?<hour>${N})(?:点|时)(?<past>半|一刻|(?<minute>${N})分?)?|(?<clock>${W}))?)?`;
const timeEn = `(?:,? (?:at )?(?:(?<clock>${W}) ?(?<part>am|pm)?|(?<hour>${N}) ?(?<half>am|pm|o'?clock)|(?<noon>noon|midday)))?`;
/** Words that make no date of what stands before 号. */
const notNumbered = "(?!线|料|物|单|工|房|机|台|产|贴|测|装|老化|楼|库|车间|的)";

/** Until when something is asked for: every moment that a sentence names, seen from the plant's day and time. */
export const takeMoments = (marked: Marked, today: string, now: string): Moment[] => {
  const start = Date.parse(`${today}T00:00:00Z`) / dayMs;
  const { year, month: thisMonth } = partsOf(start);
  /** Monday is 0. */
  const monday = start - ((start + 3) % 7);
  const found: Moment[] = [];
  const integer = (sign: string | undefined): number | undefined => {
    const { values = [], id } = marked.numeral(sign) ?? {};
    const value = values.length === 1 ? values[0] : id;
    return Number.isInteger(value) ? value : undefined;
  };
  const timeOf = (groups: Record<string, string | undefined>): string | undefined => {
    if (groups["noon"]) return "12:00";
    const part = groups["part"] ?? groups["half"] ?? "";
    const [h, m = "0"] =
      groups["clock"]?.length === 1
        ? marked.dateOrTime(groups["clock"]).split(":")
        : (groups["clock"]?.split(":") ?? []);
    let hour = h ? Number(h) : integer(groups["hour"]);
    if (hour === undefined)
      return part.startsWith("中午") ? "12:00" : /^上午|^早/.test(part) ? "12:00" : undefined;
    const past = groups["past"];
    const minute = past === "半" ? 30 : past === "一刻" ? 15 : (integer(groups["minute"]) ?? Number(m));
    if (/^(?:下午|傍晚|晚|pm)/.test(part) && hour < 12) hour += 12;
    if (hour > 23 || minute > 59) return undefined;
    return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  };
  const add = (
    day: number | undefined,
    groups: Record<string, string | undefined> = {},
  ): string | undefined => {
    if (day === undefined) return undefined;
    const time = timeOf(groups);
    // English "before Friday" leaves Friday out; 周五之前 does not say.
    const before = /before/i.test(groups["before"] ?? "") && !time ? 1 : 0;
    found.push({ day: isoOf(day - before), ...(time ? { time } : {}) });
    return taken;
  };
  /** The next one of these dates, this year's or the year after's. */
  const coming = (monthOf: number | undefined, date: number | undefined): number | undefined => {
    if (monthOf === undefined || date === undefined) return undefined;
    const own = dayOf(year, monthOf, date);
    return own !== undefined && own < start ? dayOf(year + 1, monthOf, date) : own;
  };
  /** The coming day of that number in a month. */
  const dateOf = (date: number | undefined, ahead: number): number | undefined => {
    if (date === undefined || date < 1 || date > 31) return undefined;
    const at = (months: number) =>
      dayOf(year + Math.floor((thisMonth - 1 + months) / 12), ((thisMonth - 1 + months) % 12) + 1, date);
    const own = at(ahead);
    return ahead === 0 && own !== undefined && own < start ? at(1) : own;
  };
  const lastOf = (ahead: number): number => {
    const next = thisMonth + ahead;
    return Date.UTC(year, next, 0) / dayMs;
  };
  const weekAhead = (word: string | undefined): number =>
    word?.startsWith("下下") ? 2 : /^(?:下|next)/i.test(word ?? "") ? 1 : 0;
  const inWeek = (word: string | undefined, index: number): number => {
    const day = monday + 7 * weekAhead(word) + index;
    return !word && day < start ? day + 7 : day;
  };
  const before = "(?<before>before )?";

  marked.take(`(?<date>${W})${timeEn}`, ({ groups = {} }) => {
    const numbers = marked.dateOrTime(groups["date"]!).split(/[-/]/).map(Number);
    const [a, b, c] = numbers;
    if (c !== undefined) return add(dayOf(a!, b!, c), groups);
    return b === undefined ? undefined : add(coming(a, b), groups);
  });
  marked.take(`(?<m>${N})月(?:份)?(?<d>${N})[号日]?(?![台个套片块件])${timeZh}`, ({ groups = {} }) =>
    add(coming(integer(groups["m"]), integer(groups["d"])), groups),
  );
  marked.take(
    `(?<word>下下个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜)(?:(?<n>${N})|(?<sunday>天|日|末))(?![台套片块件])${timeZh}`,
    ({ groups = {} }) => {
      const { word, n } = groups;
      const index = n ? integer(n) : 7;
      if (word?.startsWith("上") || index === undefined || index < 1 || index > 7) return undefined;
      return add(inWeek(word, index - 1), groups);
    },
  );
  marked.take(`(?<word>今|明|后|大后)(?:[天日]|(?=晚))${timeZh}`, ({ groups = {} }) =>
    add(start + ["今", "明", "后", "大后"].indexOf(groups["word"]!), groups),
  );
  marked.take(`(?<word>下个?|这个?|本)?月(?<part>底|末|中)`, ({ groups = {} }) => {
    const ahead = weekAhead(groups["word"]);
    return add(groups["part"] === "中" ? dateOf(15, ahead) : lastOf(ahead));
  });
  marked.take(`(?<word>下个?|这个?|本)月(?<d>${N})[号日]`, ({ groups = {} }) =>
    add(dateOf(integer(groups["d"]), weekAhead(groups["word"]))),
  );
  marked.take("年[底末]", () => add(dayOf(year, 12, 31)));
  marked.take(`(?<d>${N})[号日]${notNumbered}${timeZh}`, ({ groups = {} }) =>
    add(dateOf(integer(groups["d"]), 0), groups),
  );
  marked.take(`(?<span>${S})(?:之?内|以内|之后|以后|后)`, ({ groups = {} }) => addSpan(groups["span"]));

  marked.take(`${before}the day after tomorrow${timeEn}`, ({ groups = {} }) => add(start + 2, groups));
  marked.take(`${before}(?<![a-z])(?<word>today|tonight|tomorrow)(?![a-z])${timeEn}`, ({ groups = {} }) =>
    add(start + (/tomorrow/i.test(groups["word"]!) ? 1 : 0), groups),
  );
  marked.take(
    `${before}(?<![a-z])(?<word>next|this|coming)? ?(?<![a-z])${weekday}${timeEn}`,
    ({ groups = {} }) =>
      add(
        inWeek(
          /next|this/i.test(groups["word"] ?? "") ? groups["word"] : undefined,
          weekdays.indexOf(groups["weekday"]!.slice(0, 3).toLowerCase()),
        ),
        groups,
      ),
  );
  const named = (groups: Record<string, string | undefined>) =>
    add(
      coming(
        months.indexOf(groups["month"]!.slice(0, 3).toLowerCase()) + 1,
        groups["date"] ? Number(groups["date"]) : integer(groups["n"]),
      ),
      groups,
    );
  marked.take(
    `${before}(?<![a-z])${month} (?:the )?(?:${ordinal}|(?<n>${N}))(?! ?${S})${timeEn}`,
    ({ groups = {} }) => named(groups),
  );
  marked.take(
    `${before}(?:the )?(?:(?<![\\d])${ordinal}|(?<n>${N}))(?: of)? ${month}${timeEn}`,
    ({ groups = {} }) => named(groups),
  );
  marked.take(
    `${before}(?<=(?:by|before|until|till|on) )the ${ordinal}(?! [a-z]*(?:line|smt|assembl|test|burn))`,
    ({ groups = {} }) => add(dateOf(Number(groups["date"]), 0), groups),
  );
  marked.take(
    "(?<![a-z])(?:the )?(?:end of (?:the |this )?|month'?s? ?end|(?<next>end of next )|)(?<what>week|month|year)(?:[ -]end)?(?![a-z])",
    (match) => {
      if (!/end/i.test(match[0])) return undefined;
      const ahead = match.groups!["next"] ? 1 : 0;
      const what = match.groups!["what"]!.toLowerCase();
      if (what === "week") return add(monday + 7 * ahead + 6);
      return add(what === "month" ? lastOf(ahead) : dayOf(year + ahead, 12, 31));
    },
  );
  marked.take(
    `(?<![a-z])(?:within|inside(?: of)?|in)(?: the)?(?: next)? (?<span>${S})(?! ?(?:late|behind|overdue|later than))`,
    ({ groups = {} }) => addSpan(groups["span"]),
  );
  marked.take(`(?<span>${S}) from (?:now|today)`, ({ groups = {} }) => addSpan(groups["span"]));
  return found;

  function addSpan(sign: string | undefined): string | undefined {
    const [hours, ...others] = sign ? marked.span(sign).hours : [];
    if (hours === undefined || others.length > 0) return undefined;
    if (hours % 24 === 0) return add(start + hours / 24);
    const [h, m] = now.split(":").map(Number);
    const minutes = Math.round(h! * 60 + m! + hours * 60);
    const clock = `${Math.floor((minutes % 1_440) / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    return add(start + Math.floor(minutes / 1_440), { clock });
  }
};
