import type { ToolCall } from "../../runtime/call-schema.ts";
import { isChinese, plantDayTime } from "../../runtime/format.ts";
import { isMetric, metricOf } from "../../runtime/metrics/catalogue.ts";
import type { Dimension, MetricId } from "../../runtime/metrics/metric.ts";
import { asksApart } from "../../runtime/spoken/asked/apart.ts";
import { carriedOver } from "../../runtime/spoken/asked/carried.ts";
import { periodsIn } from "../../runtime/spoken/asked/compare.ts";
import { defectKindsIn, defectWords } from "../../runtime/spoken/asked/defects.ts";
import {
  asksEachReason,
  eachReasonWords,
  withoutEachReason,
} from "../../runtime/spoken/asked/each-reason.ts";
import { asksFactors } from "../../runtime/spoken/asked/factors.ts";
import { asksForBadShare, metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { type AskedFigure, readFigure } from "../../runtime/spoken/asked/question.ts";
import { endOf, rankIn, ranksChange } from "../../runtime/spoken/asked/rank.ts";
import { asksForShare } from "../../runtime/spoken/asked/share.ts";
import { splitIn } from "../../runtime/spoken/asked/split.ts";
import { targetIn } from "../../runtime/spoken/asked/target.ts";
import { unreadIn } from "../../runtime/spoken/asked/unread.ts";
import { writtenOutOf } from "../../runtime/spoken/asked/written-out.ts";
import { goesOn, wantedOfFigure, wantedWords } from "../../runtime/spoken/goes-on.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { inDigits } from "../../runtime/spoken/periods/figures.ts";
import type { PlantNames } from "../../runtime/spoken/reading.ts";
import { periodNamed } from "../../runtime/spoken/times/period.ts";
import { isToolName, takesMetric } from "../../runtime/tool.ts";
import type { LastCall, Said } from "./said.ts";

/** What a sentence is read with. */
interface Plant {
  readonly names: PlantNames;
  readonly now: Date;
}

/** A figure of the same amounts that is asked for by what it is held against: a share, or so much for each piece. */
const perPiece =
  /单[件台块]|每(?:1)?[件台块个]|平均到?每|(?<![a-z])(?:per|a|each) (?:good )?(?:piece|unit|board)(?![a-z])/i;

const relativeOf = (metric: MetricId, text: string): MetricId | undefined => {
  if (metric === "energy" && perPiece.test(inDigits(text))) return "energy_per_unit";
  const ofDefects = rankIn(inDigits(text)) !== undefined || splitIn(inDigits(text)) === "reason";
  if (ofInspection.has(metric) && saysDefect.test(text) && ofDefects) return "aoi_defects";
  // A share of all that was scrapped is none of what was made.
  const ofScrap = /占(?:了|到)?(?:总的?|全部|所有)?的?(?:报废|废品)|of (?:(?:all|the|total) )*scrap/i.test(
    text,
  );
  return metric === "scrap" && !ofScrap && (asksForShare(text) || asksForBadShare(text))
    ? "quality"
    : undefined;
};

/** What people call the figure that is talked of by its verb alone: 停了多久, "how long was it down". */
const verbs: Readonly<Partial<Record<MetricId, RegExp>>> = {
  downtime: /停(?:机|线)?了?|(?<![a-z])(?:down|stopped)(?![a-z])/gi,
  failures: /坏了?|(?<![a-z])(?:fail(?:ed|ing)?|broke)(?![a-z])/gi,
  scrap: /废了?|(?<![a-z])(?:scrapped)(?![a-z])/gi,
  repairs: /返?修了?|(?<![a-z])(?:repaired|fixed)(?![a-z])/gi,
};
const withoutVerb = (text: string, metric: MetricId): string => {
  const verb = verbs[metric];
  return verb ? text.replaceAll(verb, " ") : text;
};

/** The defects themselves, where one is told of the machines that look for them. */
const ofInspection: ReadonlySet<MetricId> = new Set(["false_calls", "dpmo", "aoi_fpy", "aoi_defects"]);
const saysDefect = /缺陷|不良(?!率)|(?<![a-z])defects?(?! rate)(?![a-z])/i;

/** The figure that was told: what was made is told as one, and scrap in the same breath. */
const toldMetric = ({ tool, args, text }: LastCall): MetricId | undefined => {
  if (tool === "output")
    return metricsNamed(args.words ?? text).some(({ id }) => id === "scrap") ? "scrap" : "output";
  return args.metric && isMetric(args.metric) ? args.metric : undefined;
};

/** How what was found is asked about alone, by what the figure was split by. */
const scopes: Partial<Record<Dimension, (id: string, asked: AskedFigure, now: Date) => AskedFigure>> = {
  line: (id, asked) => ({ ...asked, lines: [id] }),
  product: (product, asked) => ({ ...asked, product, family: undefined }),
  family: (family, asked) => ({ ...asked, family, product: undefined }),
  customer: (customer, asked) => ({ ...asked, customer }),
  day: (id, asked, now) => ({ ...asked, period: periodNamed(id, now) ?? asked.period }),
};

/**
 * The part that is meant by "why", "that line" and "that day": the one that a ranking has found, or of all that were told the one that
 * the sentence ranks first: "the worst one, why?".
 */
const found = (
  { evidence }: LastCall,
  { ranking, split }: AskedFigure,
  text: string,
  metric: MetricId,
): string | undefined => {
  if (!split || !scopes[split]) return undefined;
  const parts = evidence.filter(({ kind }, index) => index > 0 && kind === "figure");
  const said = ranking ? undefined : rankIn(inDigits(text));
  if (!said) return ranking?.count === 1 ? parts[0]?.id : undefined;
  if (ranksChange(said) || said.count !== 1) return undefined;
  const sign = endOf(said, metricOf(metric)) === "high" ? -1 : 1;
  const rankOf = ({ facts }: (typeof parts)[number]) => sign * Number.parseFloat(String(facts?.["value"]));
  return parts.toSorted((a, b) => rankOf(a) - rankOf(b))[0]?.id;
};

/** It is the one that was found that is meant. */
const pointsAtIt = (text: string): boolean =>
  pointsAtLine(text) ||
  /它|这个|那个|那[1一]?天|该产品|(?<![a-z])(?:its?|that (?:one|product|day|customer|family)|this one)(?![a-z])/i.test(
    text,
  );

/** How a figure is whose cause is asked for: "why is it so low", 怎么这么低. */
const howItIs =
  /(?:这么|那么|如此|太|很|偏|这样)(?:的)?[高低差多少长久慢]|[高低差慢](?=[?？。]*$)|(?<![a-z])(?:low|high|bad|poor|slow)(?=[?.!]*$)|(?<![a-z])(?:so|that|this|too|very) (?:low|high|bad|poor|slow|long|many|much|few)(?![a-z])/gi;

/** Figures that are told by their reasons: 什么原因 asks for those, 为什么 why they changed. */
const byReasons: ReadonlySet<MetricId> = new Set(["downtime", "repairs", "aoi_defects"]);
const asksReasons = (text: string, metric: MetricId): boolean =>
  byReasons.has(metric) &&
  /原因|(?<![a-z])(?:reasons|causes)(?![a-z])/i.test(text) &&
  !/为什么|为啥|(?<![a-z])why(?![a-z])/i.test(text);

const saysSomething = (asked: AskedFigure, text: string): boolean =>
  asked.metrics.length > 0 ||
  asked.period !== undefined ||
  asked.compare !== undefined ||
  asked.lines.length > 0 ||
  asked.kind !== undefined ||
  asked.product !== undefined ||
  asked.family !== undefined ||
  asked.customer !== undefined ||
  asked.without !== undefined ||
  asked.shift !== undefined ||
  asked.split !== undefined ||
  asked.among.length > 0 ||
  rankIn(inDigits(text)) !== undefined;

/** A metric with a stretch, scope or split of its own is a question of its own, unless it is put as one that goes on. */
const standsAlone = (asked: AskedFigure, text: string): boolean =>
  asked.metrics.length > 0 &&
  (asked.period !== undefined || asked.split !== undefined) &&
  !goesOn(text) &&
  !pointsAtIt(text);

const nameOf = (metric: MetricId, bad: boolean, language: "zh" | "en"): string => {
  if (metric === "quality" && bad) return language === "zh" ? "报废率" : "scrap rate";
  return metricOf(metric).name[language];
};

/** What a sentence wants told beside a figure: its share of all, by how much its parts differ, whether it came to a bound. */
const besideIn = (text: string, isSame: boolean, language: "zh" | "en"): string => {
  const target = targetIn(text);
  return [
    ...(isSame && asksForShare(text) ? [language === "zh" ? "占比" : "as a share"] : []),
    ...(asksEachReason(text) ? [eachReasonWords[language]] : []),
    ...(asksFactors(text) ? [language === "zh" ? "三个分项" : "its three factors"] : []),
    ...(asksApart(text) ? [language === "zh" ? "差多少" : "by how much"] : []),
    ...(target
      ? [
          target.value === undefined
            ? language === "zh"
              ? "目标达成了吗"
              : "did we hit the target"
            : language === "zh"
              ? `有没有达到${target.value}`
              : `did it reach ${target.value}`,
        ]
      : []),
  ].join(" ");
};

/** The call of a question that is read whole. */
const callOf = (
  tool: "metric_value" | "metric_trend" | "metric_cause",
  metric: MetricId,
  asked: AskedFigure,
  {
    bad,
    beside,
    language,
  }: {
    readonly bad: boolean;
    /** What is to be told beside it. */
    readonly beside: string;
    readonly language: "zh" | "en";
  },
): ToolCall => {
  const written = writtenOutOf({ ...asked, metric: nameOf(metric, bad, language) }, language);
  return {
    tool,
    metric,
    line: asked.lines.length === 1 ? asked.lines[0]! : "all",
    words: beside ? `${written} ${beside}` : written,
  };
};

/**
 * A sentence that is put as one that goes on from a figure, of which a word is not read: the figure that was told, again, would be no
 * answer to it, and a neighbour of it neither.
 */
export const figureUnread = (
  last: LastCall | undefined,
  { text, candidates }: Pick<Said, "text" | "candidates">,
  { names, now }: Plant,
): ToolCall | undefined => {
  if (!last || !isToolName(last.tool) || !isOfFigure(candidates) || candidates.named.size > 0)
    return undefined;
  const isFigure = takesMetric(last.tool) && last.tool !== "set_alert";
  const leaves =
    /除了|除去|去掉|不算|排除|扣除|第[二三四五2345][高低多少差好大小长短]|倒数第|(?<![a-z])(?:excluding|except|apart from|other than|without|second|third|2nd|3rd)(?![a-z])/i;
  return isFigure && leaves.test(text) && unreadIn(text, names, now) !== ""
    ? { tool: "cannot_do", words: text }
    : undefined;
};

/** What a figure is told of: nothing else that a sentence may be about. A length that is its stretch is none: 再上一周. */
const isOfFigure = ({ named, wish }: Said["candidates"], saysStretch = false): boolean =>
  (wish === undefined || wish === "output") &&
  (["order", "material", "unit"] as const).every((name) => !named.has(name)) &&
  (saysStretch || !named.has("hours"));

/**
 * The figure that was told last, otherwise: every word of the sentence is read, and what it says takes the place of its like. Undefined
 * where a word is left that means something else.
 *
 * @param isClause It is a clause behind the figure, in one sentence with it: what it does not say itself is of that.
 */
export const figureGoesOn = (
  last: LastCall | undefined,
  said: Pick<Said, "text" | "candidates">,
  { names, now }: Plant,
  isClause = false,
): ToolCall | undefined => {
  if (!last || !isToolName(last.tool)) return undefined;
  if (!isOfFigure(said.candidates, periodsIn(said.text, now).period !== undefined)) return undefined;
  const { tool } = last;
  const metric = toldMetric(last);
  if (!metric || tool === "set_alert" || !(takesMetric(tool) || tool === "output")) return undefined;
  const { text } = said;
  const clock = plantDayTime(now);
  // The reasons in their order are asked for, and not why it changed.
  const ofEach = asksEachReason(text);
  const ofReasons = !ofEach && asksReasons(text, metric);
  // Parts that are ranked anew come before why; "the worst one, why?" is of those that were told.
  const ranksAnew = rankIn(inDigits(text)) && readFigure(text, names, now, clock).split !== undefined;
  const wanted = ofEach || ofReasons || ranksAnew ? undefined : wantedOfFigure(text);
  if (wanted === "set_alert") return undefined;
  const spared = ofEach ? withoutEachReason(text) : text;
  const plain = wanted || ofReasons ? text.replaceAll(wantedWords, " ").replaceAll(howItIs, " ") : spared;
  const read = readFigure(plain, names, now, clock);
  // A kind of defect alone is of the defects that were told: 锡珠呢.
  const kinds = ofInspection.has(metric) && read.metrics.length === 0 ? defectKindsIn(plain) : [];
  const own: AskedFigure =
    kinds.length > 0
      ? { ...read, metrics: metricsNamed("AOI defects"), split: "reason", among: kinds }
      : ofReasons
        ? { ...read, split: "reason" }
        : read;
  const relative = relativeOf(metric, plain);
  const named = own.metrics.some(({ id }) => id === metric);
  const phrase = relative ? plain.replace(perPiece, " ") : plain;
  const spoken = named ? phrase : withoutVerb(phrase, metric);
  const rest = unreadIn(kinds.length > 0 ? spoken.replaceAll(defectWords, " ") : spoken, names, now);
  const saysVerb = spoken !== plain;
  if (rest !== "" || (!isClause && standsAlone(own, text))) return undefined;
  const says = saysSomething(own, plain);
  if (!wanted && !relative && !besideIn(text, true, "zh") && !saysVerb && !says) return undefined;
  const before = readFigure(last.args.words ?? last.text, names, now, clock);
  const language = isChinese(text) ? "zh" : "en";
  const line = last.args.line;
  const told =
    before.lines.length === 0 && line && names.lines.some(({ id }) => id === line)
      ? { ...before, lines: [line] }
      : before;
  const first =
    wanted || ofReasons || pointsAtIt(text) || (saysVerb && !says)
      ? found(last, told, text, metric)
      : undefined;
  const scope = first && told.split ? scopes[told.split]?.(first, told, now) : undefined;
  const merged = carriedOver(own, scope ?? told, plain, now, language);
  const isSame = relative === undefined && own.metrics.length === 0;
  const chosen = relative ?? own.metrics[0]?.id ?? metric;
  const bad = isSame
    ? asksForBadShare(last.args.words ?? last.text)
    : relative === "quality" || asksForBadShare(text);
  // What the sentence splits by itself stays: "and what products was it".
  const asked =
    (first && !ofReasons && own.split === undefined) || wanted === "metric_cause"
      ? { ...merged, split: undefined, ranking: undefined, limit: undefined, among: [] }
      : merged;
  const keeps = isSame && asked.split === undefined && (tool === "metric_trend" || tool === "metric_cause");
  return callOf(
    wanted ?? (keeps ? tool : "metric_value"),
    bad && chosen === "scrap" ? "quality" : chosen,
    asked,
    {
      bad,
      beside: besideIn(text, relative === undefined, language),
      language,
    },
  );
};
