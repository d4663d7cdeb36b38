import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { formatPercent } from "../runtime/format.ts";
import { isTime } from "../runtime/metrics/metric.ts";
import type { AskedFigure } from "../runtime/spoken/asked/question.ts";
import { endOf, ranksChange } from "../runtime/spoken/asked/rank.ts";
import type { Figure, Part } from "./figures/ask.ts";
import { dimensionNames } from "./figures/dimension-names.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { namedParts, numberText, partNames, valueText } from "./figures/tell.ts";
import { ordersCounted } from "./orders-counted.ts";

/** What parts are told of. */
type Question = Pick<FigureQuestion, "metric" | "asked" | "isOfBad" | "limit" | "countsLate">;

/** As many as a sentence holds. */
const mostTold = 5;

/** Lines that are held against each other by name and of which there is no figure: left out, they would seem not to have been asked for. */
const withoutFigure = ({ split, lines }: AskedFigure, parts: readonly Part[]): readonly Part[] =>
  split === "line" && lines.length > 1
    ? lines
        .filter((line) => !parts.some(({ key, value }) => key === line && value !== undefined))
        .map((key) => ({ key, value: undefined, sums: {} }))
    : [];

/** Kinds that are asked about by name and of which there are none. */
const noneOf = (
  { metric, asked: { split, among, lines } }: Question,
  parts: readonly Part[],
): readonly Part[] =>
  split === "reason" && lines.length < 2 && metric.of !== undefined && metric.of.whole === undefined
    ? among
        .filter((kind) => !parts.some(({ key }) => key === kind))
        .map((key) => ({ key, value: 0, sums: {} }))
    : [];

/** Whether a part's value is beyond the limit that parts are picked by. */
const isPicked = ({ limit, isOfBad }: Question, { value, standing }: Part): boolean => {
  if (limit?.threshold === undefined) return true;
  if (value === undefined || standing?.isPartial) return false;
  const asked = isOfBad ? 100 - value : value;
  return limit.kind === "below" ? asked < limit.threshold : asked > limit.threshold;
};

/** Orders of a part that were done after they were due. */
const lateOf = ({ sums: { completed = 0, onTime = 0 } }: Part): number => completed - onTime;

/** As many as are told that all have nothing. */
const mostOfNone = 3;

/** The first so many; where one is asked for, all that are as high as it: which customer had most late orders may be two of them. */
const withTies = (
  sorted: readonly Part[],
  count: number,
  rankOf: (part: Part) => number,
): readonly Part[] => {
  const [first] = sorted;
  if (count !== 1 || !first) return sorted.slice(0, count);
  const same = sorted.filter((part) => Math.abs(rankOf(part) - rankOf(first)) < 1e-9);
  // Of many that have none nobody is told each.
  return rankOf(first) === 0 && same.length > mostOfNone ? sorted.slice(0, count) : same;
};

/** Parts in the order that they are told in: by time, or by value from the end that is asked about. */
const ranked = (
  question: Question,
  all: readonly Part[],
  valueBefore: ReadonlyMap<string, number | undefined>,
): readonly Part[] => {
  const { metric, asked, isOfBad, limit } = question;
  const { split, among } = asked;
  const meant = among.length > 0 ? all.filter(({ key }) => among.includes(key)) : all;
  const parts = meant.filter((part) => isPicked(question, part));
  const known = parts.filter(({ value }) => value !== undefined);
  if (question.countsLate && split && !isTime(split)) {
    const fewest = asked.ranking?.from === "low" || asked.ranking?.from === "best";
    const by = (a: Part, b: Part) => (fewest ? lateOf(a) - lateOf(b) : lateOf(b) - lateOf(a));
    return withTies(known.toSorted(by), asked.ranking?.count ?? known.length, lateOf);
  }
  // Who asks for the share of what is bad wants those first that have most of it.
  const worstFirst =
    isOfBad && split && !isTime(split) ? ({ count: known.length, from: "worst" } as const) : undefined;
  // Of those that are beyond a limit the farthest comes first.
  const farthestFirst =
    limit?.threshold !== undefined && split && !isTime(split)
      ? ({ count: known.length, from: limit.kind === "below" ? "low" : "high" } as const)
      : undefined;
  const said = asked.ranking ?? farthestFirst ?? worstFirst;
  const ofBad = {
    high: "worst",
    low: "best",
    best: "best",
    worst: "worst",
    fallen: "risen",
    risen: "fallen",
  } as const;
  const ranking = said && isOfBad ? { ...said, from: ofBad[said.from] } : said;
  if (!ranking) return split && isTime(split) ? parts : [...known, ...withoutFigure(asked, parts)];
  const high = endOf(ranking, metric) === "high";
  if (ranksChange(ranking)) {
    const changes = known.flatMap((part) => {
      const before = valueBefore.get(part.key);
      return before === undefined ? [] : [{ part, change: part.value! - before }];
    });
    return changes
      .toSorted((a, b) => (high ? b.change - a.change : a.change - b.change))
      .slice(0, ranking.count)
      .map(({ part }) => part);
  }
  const sorted = known.toSorted((a, b) => (high ? b.value! - a.value! : a.value! - b.value!));
  return withTies(sorted, ranking.count, ({ value }) => value!);
};

/** A part with its name, and its value in the stretch that it is compared with. */
export interface ToldPart extends Part {
  readonly name: Bilingual;
  readonly before: number | undefined;
  /** Of the whole, 0 to 1; undefined where nobody asks for it, or the figure adds up to nothing. */
  readonly share?: number | undefined;
}

/** A part's value as it is asked for: of what is good, or the rest of it. */
export const partValue = ({ metric, isOfBad }: Question, value: number | undefined): Bilingual => {
  if (!isOfBad || value === undefined) return valueText(metric, value);
  const share = `${numberText(metric, 100 - value)}%`;
  return { zh: share, en: share };
};

/** How many of all parts a limit picks: "6 of 15 below 60.0%". */
const pickedText = (
  { limit, metric, asked: { ranking } }: Question,
  count: number,
  of: number,
): Bilingual | undefined => {
  if (limit?.threshold === undefined || ranking) return undefined;
  const value = valueText(metric, limit.threshold);
  return {
    zh: `${limit.kind === "below" ? "低于" : "高于"} ${value.zh} 的有 ${count} 个（共 ${of} 个）`,
    en: `${count} of ${of} ${limit.kind} ${value.en}`,
  };
};

/** The first parts of a split: ". By line: SMT-1 93.1%, SMT-2 91.0%, the rest below". */
export const partsText = (question: Question, parts: readonly ToldPart[], of: number): Bilingual => {
  const { split } = question.asked;
  if (!split) return { zh: "", en: "" };
  const dimension = dimensionNames[split];
  const picked = pickedText(question, parts.length, of);
  if (parts.length === 0)
    return picked
      ? { zh: `。按${dimension.zh}，${picked.zh}`, en: `. By ${dimension.en}, ${picked.en}` }
      : { zh: "", en: "" };
  const was = ({ before }: ToldPart, language: "zh" | "en") => {
    if (before === undefined) return "";
    const value = partValue(question, before)[language];
    return language === "zh" ? `（对比期 ${value}）` : ` (${value} in the other stretch)`;
  };
  const ofAll = ({ share }: ToldPart, language: "zh" | "en") => {
    if (share === undefined) return "";
    const percent = formatPercent(share);
    return language === "zh" ? `（占 ${percent}）` : ` (${percent} of it)`;
  };
  const list = (language: "zh" | "en") =>
    parts
      .slice(0, mostTold)
      .map(
        (part) =>
          `${part.name[language]} ${partValue(question, part.value)[language]}${question.countsLate ? ordersCounted(question.metric, part.sums)[language] : ""}${was(part, language)}${ofAll(part, language)}`,
      );
  const [moreZh, moreEn] = parts.length > mostTold ? ["，其余见下", ", the rest below"] : ["", ""];
  return {
    zh: `。按${dimension.zh}${picked ? `，${picked.zh}` : ""}：${list("zh").join("，")}${moreZh}`,
    en: `. By ${dimension.en}${picked ? `, ${picked.en}` : ""}: ${list("en").join(", ")}${moreEn}`,
  };
};

/** Reasons of one name as one part, in each of two stretches: causes that each product has of its own are told by what people call them. */
const byName = async (
  db: Db,
  { metric }: Question,
  stretches: readonly (readonly Part[])[],
): Promise<readonly (readonly Part[])[]> => {
  if (metric.of === undefined || metric.of.whole !== undefined) return stretches;
  const keys = [...new Set(stretches.flat().map(({ key }) => key))].sort();
  const nameOf = await partNames(db, "reason", keys);
  // The first key of a name stands for all of them.
  const first = new Map(keys.toReversed().map((key) => [nameOf(key).en, key]));
  return stretches.map((parts) =>
    [...Map.groupBy(parts, ({ key }) => first.get(nameOf(key).en)!)].map(([key, [one, ...others]]) => ({
      ...one!,
      key,
      value: others.reduce<number | undefined>(
        (sum, { value }) => (value === undefined ? sum : (sum ?? 0) + value),
        one!.value,
      ),
    })),
  );
};

/** The parts of a figure, named and in the order that they are told in, each beside its value in another stretch. */
export const toldParts = async (
  db: Db,
  question: Question,
  { parts }: Pick<Figure, "parts">,
  before: readonly Part[] = [],
): Promise<readonly ToldPart[]> => {
  const { split } = question.asked;
  if (!split) return [];
  const [own, other] = split === "reason" ? await byName(db, question, [parts, before]) : [parts, before];
  const valueBefore = new Map(other!.map((part) => [part.key, part.value]));
  const named = await namedParts(db, split, [
    ...ranked(question, own!, valueBefore),
    ...noneOf(question, own!),
  ]);
  return named.map((part) => ({ ...part, before: valueBefore.get(part.key) }));
};
