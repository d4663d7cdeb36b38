import { type Marked, N, S } from "../marked.ts";

/** Hours of a unit of time, by its words. */
const units: readonly (readonly [pattern: string, hours: number])[] = [
  ["分钟|minutes?|mins?(?![a-z])", 1 / 60],
  ["刻钟|quarters? of an hour", 1 / 4],
  ["小时|钟头|钟(?!头)|hours?|hrs?(?![a-z])|h(?![a-z])", 1],
  ["昼夜|工作日|天(?!线)|日(?![期子报常历程产])|days?|d(?![a-z])", 24],
  ["周(?![一二三四五六日末年期边转])|星期|礼拜|weeks?|wks?(?![a-z])", 168],
  ["月(?![初底末中])|months?", 720],
  ["fortnights?", 336],
];
const unit = `(?<unit>${units.map(([pattern]) => pattern).join("|")})`;
const hoursOf = (word: string): number =>
  units.find(([pattern]) => new RegExp(`^(?:${pattern})$`, "i").test(word))?.[1] ?? Number.NaN;

const more =
  "(?:(?:more|full|whole|entire|extra|additional|further|straight|solid|working|calendar|lost|consecutive|free|quiet|idle|clear|spare|uninterrupted)[ -]){0,2}";
const half = "(?<half>(?: and a|-and-a)[ -]half)?";
/** A month without 个 is one of the calendar: 三月. */
const counted = `(?:(?<count>\\s*[个整多来余]*\\s*)(?<middle>半)?)?`;

const patterns: readonly string[] = [
  // 一天一夜
  `(?<n>${N})天(?<nights>${N})夜`,
  // 两三天, 两到三天, two or three days
  `(?<n>${N}) ?(?:到|至|或者?|or|to|-|–|~) ?(?<to>${N})[ -]?个?${unit}`,
  `(?:an?|${N}) ${unit} or (?<two>${N})(?! ?${unit.replace("?<unit>", "?:")})`,
  // 两天半, 一个半小时, 3 more days, two and a half days, a two-day stop
  `(?<!月)(?<n>${N})${counted}${unit}(?<tail>半(?!天|小|个|年)|多)?`,
  `(?<!月)(?<n>${N})(?:-?ish)?${half}[ -]?${more}${unit}(?<behind> and a half)?`,
  // three quarters of an hour
  `(?<n>${N}) (?<quarters>quarters?) of an? ${unit}`,
  `(?:an? )?(?<quarter>quarter)(?: of an?|-)? ?${unit}`,
  // an hour and a quarter
  `(?<![a-z])(?<one>an?) ${unit} and a (?<over>quarter)`,
  // 半天, half a day
  `(?<![大多])(?<a>半)\\s*个?${unit}`,
  `(?<![a-z])(?<a>half)(?: an?| of an?|-)? ?${unit}(?![a-z])`,
  // 整天, a day and a half, all week
  `(?<one>[整全]个?)(?<unit>天|周|月)`,
  `(?<![a-z])(?<one>an?|another|all|full|whole|entire|single)(?: (?:full|whole|entire|single|good))? ${unit}(?<behind> and a half)?(?![a-z])`,
];

const round = (hours: number) => Math.round(hours * 1_000) / 1_000;

/**
 * Makes one sign of every span of time: "两天半" is 60 hours, "半小时" half of one, "a day and a half" 36. Spans side by
 * side are one: "1 day 6 hours". A day is one of 24 hours, half a day 12, a month 30 days.
 */
export const markSpans = (marked: Marked): void => {
  for (const pattern of patterns)
    marked.take(pattern, ({ groups = {} }) => {
      const { unit: word = "天", n, to, two, count, middle, tail } = groups;
      const hours = hoursOf(word);
      if (Number.isNaN(hours)) return undefined;
      const month = /^月/.test(word);
      if (month && n && !count?.includes("个") && !middle) return undefined;
      const put = (counts: readonly number[]) =>
        marked.addSpan({ hours: counts.map((value) => round(value * hours)) });
      if (two) {
        const [last] = marked.numeral(two)?.values ?? [];
        return last === undefined ? undefined : put([1, last]);
      }
      if (n) {
        const values = marked.numeral(n)?.values ?? [];
        if (to) {
          const last = marked.numeral(to)?.values ?? [];
          return values.length === 1 && last.length === 1 && values[0]! < last[0]!
            ? put([values[0]!, last[0]!])
            : undefined;
        }
        const [nights] = marked.numeral(groups["nights"])?.values ?? [];
        const [days] = values;
        // 两天一夜 is two days with the night between them, or twice 24 hours.
        if (nights !== undefined && nights + 1 === days) return put([days - 0.5, days]);
        const extra = middle || groups["half"] || groups["behind"] || tail === "半" ? 0.5 : 0;
        return put(values.map((value) => (groups["quarters"] ? value / 4 : value + extra)));
      }
      if (groups["quarter"]) return put([1 / 4]);
      if (groups["a"]) return put([1 / 2]);
      return put([groups["behind"] ? 1.5 : groups["over"] ? 1.25 : 1]);
    });
  marked.take(`(?<first>${S})(?:[ ,]*(?:零|又|and)? ?)(?<second>${S})`, ({ groups = {} }) => {
    const [first, second] = [marked.span(groups["first"]!).hours, marked.span(groups["second"]!).hours];
    const [a, b] = [first[0], second[0]];
    if (first.length !== 1 || second.length !== 1 || a === undefined || b === undefined || b >= 24 || a < b)
      return undefined;
    return marked.addSpan({ hours: [round(a + b)] });
  });
};
