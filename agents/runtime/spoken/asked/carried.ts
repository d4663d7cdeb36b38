import { inDigits } from "../periods/figures.ts";
import type { Period, SaidPeriod } from "../periods/said.ts";
import { periodBefore, periodIn } from "../times/period.ts";
import type { AskedFigure } from "./question.ts";
import { rankIn } from "./rank.ts";
import { inDates } from "./written-out.ts";

/** The stretch before the one that was told, in its place: "and the week before that?", 再往前一周呢. */
const before =
  /再?往前(?:推|数)?1?(?:个)?[天日周月]?|再(?:上|前)(?:1)?(?:个)?[天日周月星]|(?:那|再)?前1(?:个)?[天日周月]呢|(?<![a-z])(?:the )?(?:(?:one|day|week|month|period|shift) before (?:that|then|it)|before that|previous one|one before)(?![a-z])|(?<![a-z])and (?:the )?(?:day|week|month) before$/;
const isBefore = (text: string): boolean => before.test(inDigits(text).replace(/[?？。.!！ ]+$/, ""));

/** The period before that of an answer, named by its dates. */
const earlier = (asked: AskedFigure, now: Date, language: "zh" | "en"): SaidPeriod => {
  const { words: _, ...period } = periodBefore(asked.period ?? periodIn("", now)) as Period & {
    words?: string;
  };
  return { ...period, words: inDates(period, language) };
};

/** "Compared with last week" is of this week; of the stretch that was told, where that is another. */
const periodOf = (said: AskedFigure, last: AskedFigure, language: "zh" | "en"): SaidPeriod | undefined => {
  if (!said.period) return last.period;
  if (said.period.words.trim() !== "") return said.period;
  const { compare } = said;
  const isItself =
    typeof compare === "object" && last.period && last.period.from.getTime() === compare.from.getTime();
  if (last.period && !isItself) return last.period;
  return { ...said.period, words: said.period.name[language].toLowerCase() };
};

/** Which of the scopes of a figure one sentence says anew. */
const saysPlace = ({ lines, kind, split, among }: AskedFigure): boolean =>
  lines.length > 0 || kind !== undefined || (split === "kind" && among.length > 0);
const saysGoods = ({ product, family, split, among }: AskedFigure): boolean =>
  product !== undefined ||
  family !== undefined ||
  ((split === "product" || split === "family") && among.length > 0);

/** The kinds of defects that a figure was of, however they were told. */
const defectsOf = ({ defects, split, among }: AskedFigure): readonly string[] =>
  split === "reason" ? among : defects;

/**
 * The question that a sentence comes to which says only what is different from the one before: each stretch, scope, split and
 * comparison of its own in the place of its like, all others as they were.
 */
export const carriedOver = (
  said: AskedFigure,
  last: AskedFigure,
  text: string,
  now: Date,
  language: "zh" | "en",
): AskedFigure => {
  const goesBack = isBefore(text);
  const ranking = said.ranking ?? rankIn(inDigits(text));
  // "Which line" and "which product" are asked of them all, whichever was told of before; of several that were named it is one of those.
  const asksWhichLine = said.split === "line" && last.lines.length === 1 && said.lines.length === 0;
  const asksWhichProduct = said.split === "product" && last.product !== undefined;
  const place = saysPlace(said) || asksWhichLine ? said : last;
  const goods = saysGoods(said) || asksWhichProduct ? said : last;
  // A part of what it was split by is that part alone.
  const isPart =
    (last.split === "line" && said.lines.length === 1) ||
    (last.split === "line" && last.lines.length > 1 && saysPlace(said)) ||
    (last.split === "kind" && saysPlace(said)) ||
    (last.split === "product" && said.product !== undefined) ||
    (last.split === "family" && saysGoods(said)) ||
    (last.split === "customer" && said.customer !== undefined) ||
    (last.split === "shift" && said.shift !== undefined);
  const split = said.split ?? (isPart ? undefined : last.split);
  const keepsRanking = said.split === undefined && !isPart;
  const isNewStretch = goesBack || (said.period !== undefined && said.period.words.trim() !== "");
  return {
    metrics: said.metrics.length > 0 ? said.metrics : last.metrics,
    period: goesBack ? earlier(last, now, language) : periodOf(said, last, language),
    compare: goesBack ? undefined : (said.compare ?? (isNewStretch ? undefined : last.compare)),
    lines: place.lines,
    kind: place.kind,
    product: goods.product,
    family: goods.family,
    customer: said.customer ?? (said.split === "customer" ? undefined : last.customer),
    without: said.without ?? last.without,
    shift: split === "shift" ? undefined : (said.shift ?? last.shift),
    split,
    ranking: split ? (ranking ?? (keepsRanking ? last.ranking : undefined)) : undefined,
    limit: split ? (said.limit ?? (split === last.split ? last.limit : undefined)) : undefined,
    defects: split === "reason" ? [] : said.defects.length > 0 ? said.defects : defectsOf(last),
    stopReasons:
      said.stopReasons.length > 0 ? said.stopReasons : split === last.split ? last.stopReasons : [],
    among: said.among.length > 0 ? said.among : split === last.split ? last.among : [],
  };
};
