import { plantZone } from "../../../../services/core/zone.ts";
import { inDigits } from "../periods/figures.ts";
import type { PlantNames } from "../reading.ts";
import { asksApart } from "./apart.ts";
import { asksEachReason } from "./each-reason.ts";
import { asksFactors } from "./factors.ts";
import { isLoose, metricsNamed } from "./named-metrics.ts";
import { type AskedFigure, readFigure } from "./question.ts";
import { rankIn } from "./rank.ts";
import { asksForShare } from "./share.ts";
import { metricsSaid } from "./spoken-metrics.ts";
import { byStretch } from "./stretches.ts";

/** As many questions of one sentence as are answered in one answer. */
const mostQuestions = 6;

const joinsNames =
  /^(?:的|分别|各|多少|是多少)? ?(?:[、,，/&+]|和|跟|与|及|以及|还有|加上| ?(?:,? ?and|n|plus|as well as) )? ?(?:the |its )?$/i;

/** A sentence that names several figures in a row, as one for each: 产量和直通率, "OEE, FPY and scrap". */
const byFigure = (sentence: string): readonly string[] | undefined => {
  const text = sentence.normalize("NFKC");
  const named = metricsNamed(text);
  for (const [index, first] of named.entries()) {
    const row = [first];
    for (const next of named.slice(index + 1)) {
      const last = row.at(-1)!;
      const between = text.slice(last.at + last.words.length, next.at);
      const isApart = between.trim() !== "" || !(isLoose(last.words) || isLoose(next.words));
      if (next.at < last.at + last.words.length || !joinsNames.test(between) || !isApart) break;
      row.push(next);
    }
    const last = row.at(-1)!;
    if (row.length > 1)
      return row.map(
        ({ at, words }) =>
          `${text.slice(0, first.at)}${text.slice(at, at + words.length)}${text.slice(last.at + last.words.length)}`,
      );
  }
  return undefined;
};

const endsZh = "最(?:[高低多少好差长短久快慢大小]|严重|厉害|糟)";
const endsEn = "(?:best|worst|highest|lowest|most|least|fewest|longest|shortest|largest|smallest)";
const bothEnds = new RegExp(
  `(?<one>${endsZh})(?:的)?(?:和|跟|与|及|以及|、)(?<other>${endsZh})|(?<![a-z])(?<first>${endsEn}) and (?:the )?(?<second>${endsEn})(?![a-z])`,
  "i",
);

/** A sentence that asks for both ends of a ranking, as one for each: 最高和最低的线, "the best and the worst line". */
const byEnd = (sentence: string): readonly string[] | undefined => {
  const found = bothEnds.exec(sentence);
  if (!found) return undefined;
  const { one, other, first, second } = found.groups ?? {};
  return [one ?? first!, other ?? second!].map((end) => sentence.replace(found[0], end));
};

/** A sentence of which one place holds several of a kind, as one sentence for each. */
const eachOf = (sentence: string, now: Date): readonly string[] => {
  const several = byFigure(sentence) ?? byStretch(sentence, now) ?? byEnd(sentence);
  return several ? several.flatMap((one) => eachOf(one, now)) : [sentence];
};

const clauseEnds =
  /[，,；;。?？!！]+\s*(?:(?:还有|以及|另外|顺便|and|also)(?![a-z]) ?)?|(?<=\p{Script=Han}) +(?=\p{Script=Han})|(?<=[呢吗])(?=\p{Script=Han})|\s+(?:and|also)\s+(?=(?:what|which|how|who|where)(?![a-z]))/iu;

/** How a figure is told, behind it: no question of its own. */
const tellsHow =
  /^(?:要|请|都)?(?:按|分|逐|每个?(?!次)|单独|只看|不[算含]|除了)|^(?:by|per|split|only|without|excluding|each)(?![a-z])/i;

/** The stretches and scopes that both of two clauses name. */
const sameScope = (asked: AskedFigure, before: AskedFigure): boolean => {
  const says: readonly ((of: AskedFigure) => unknown)[] = [
    ({ lines }) => lines[0],
    ({ product }) => product,
    ({ family }) => family,
    ({ kind }) => kind,
    ({ customer }) => customer,
    ({ shift }) => shift,
    ({ period }) => period,
  ];
  return says.some((of) => of(asked) !== undefined && of(before) !== undefined);
};

const ofInspection = ({ metrics }: AskedFigure): boolean => metrics[0]?.id === "aoi_defects";

/** Whether a clause asks something beside what the one before it asks, and does not only say more of that. */
const isOwnQuestion = (
  clause: string,
  before: string,
  read: (text: string) => AskedFigure,
  isElsewhere: (asked: AskedFigure) => boolean,
): boolean => {
  if (tellsHow.test(clause) || asksApart(clause) || asksEachReason(clause) || asksFactors(clause))
    return false;
  const [own, earlier] = [read(clause), read(before)];
  if (earlier.metrics.length === 0) return false;
  // Where units are tested no defects are inspected: those are not meant.
  if (own.metrics.length > 0) return !(ofInspection(own) && isElsewhere(earlier));
  if (own.compare !== undefined) return false;
  if (asksForShare(clause)) return true;
  const ranks = (text: string) => rankIn(inDigits(text)) !== undefined;
  if (ranks(clause) && ranks(before)) return true;
  return sameScope(own, earlier) || (own.split !== undefined && earlier.split !== undefined);
};

/**
 * The questions for figures that a sentence asks, in its order; those behind the first may leave out what they have of it. One, where it
 * asks only one: 昨天的产量和直通率 asks two, 上周和这周的产量 two, "which line stopped longest, and why?" one figure and its reasons.
 */
export const questionsIn = (sentence: string, plant: PlantNames, now: Date): readonly string[] => {
  const clock = plantZone().dayTimeAt(now);
  const read = (text: string) => readFigure(text, plant, now, clock);
  const isElsewhere = ({ lines, kind }: AskedFigure) => {
    const kinds = lines.map((line) => plant.lines.find(({ id }) => id === line)?.process);
    return [...kinds, ...(kind ? [kind] : [])].some((process) => process !== "SMT");
  };
  if (metricsSaid(sentence).length === 0) return [sentence];
  const questions = eachOf(sentence, now).flatMap((one) => {
    const own: string[] = [];
    for (const clause of one.split(clauseEnds).map((part) => part.trim())) {
      const last = own.at(-1);
      if (clause === "") continue;
      if (last !== undefined && !isOwnQuestion(clause, last, read, isElsewhere))
        own.splice(-1, 1, `${last}，${clause}`);
      else own.push(clause);
    }
    return own;
  });
  return questions.length > mostQuestions ? [sentence] : questions;
};
