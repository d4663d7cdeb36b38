import type { ToolCall } from "../../runtime/call-schema.ts";
import { isChinese, plantDayTime } from "../../runtime/format.ts";
import { isMetric, metricOf } from "../../runtime/metrics/catalogue.ts";
import type { MetricId } from "../../runtime/metrics/metric.ts";
import { carriedOver } from "../../runtime/spoken/asked/carried.ts";
import { asksForBadShare, metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { type AskedFigure, readFigure } from "../../runtime/spoken/asked/question.ts";
import { rankIn } from "../../runtime/spoken/asked/rank.ts";
import { asksForShare } from "../../runtime/spoken/asked/share.ts";
import { unreadIn } from "../../runtime/spoken/asked/unread.ts";
import { writtenOutOf } from "../../runtime/spoken/asked/written-out.ts";
import { goesOn, wantedOfFigure, wantedWords } from "../../runtime/spoken/goes-on.ts";
import { pointsAtLine } from "../../runtime/spoken/ids/lines.ts";
import { inDigits } from "../../runtime/spoken/periods/figures.ts";
import type { PlantNames } from "../../runtime/spoken/reading.ts";
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
  return metric === "scrap" && (asksForShare(text) || asksForBadShare(text)) ? "quality" : undefined;
};

/** The figure that was told: what was made is told as one, and scrap in the same breath. */
const toldMetric = ({ tool, args, text }: LastCall): MetricId | undefined => {
  if (tool === "output")
    return metricsNamed(args.words ?? text).some(({ id }) => id === "scrap") ? "scrap" : "output";
  return args.metric && isMetric(args.metric) ? args.metric : undefined;
};

/** The one that a ranking has found, which is what is meant by "why" and "that line". */
const found = ({ evidence }: LastCall, { ranking, split }: AskedFigure): string | undefined =>
  ranking && ranking.count === 1 && split === "line"
    ? evidence.find(({ kind, id }, index) => index > 0 && kind === "figure" && /\d$/.test(id))?.id
    : undefined;

const saysSomething = (asked: AskedFigure, text: string): boolean =>
  asked.metrics.length > 0 ||
  asked.period !== undefined ||
  asked.compare !== undefined ||
  asked.lines.length > 0 ||
  asked.kind !== undefined ||
  asked.product !== undefined ||
  asked.family !== undefined ||
  asked.shift !== undefined ||
  asked.split !== undefined ||
  asked.among.length > 0 ||
  rankIn(inDigits(text)) !== undefined;

/** A metric with a stretch, scope or split of its own is a question of its own, unless it is put as one that goes on. */
const standsAlone = (asked: AskedFigure, text: string): boolean =>
  asked.metrics.length > 0 && (asked.period !== undefined || asked.split !== undefined) && !goesOn(text);

const nameOf = (metric: MetricId, bad: boolean, language: "zh" | "en"): string => {
  if (metric === "quality" && bad) return language === "zh" ? "报废率" : "scrap rate";
  return metricOf(metric).name[language];
};

/** The call of a question that is read whole. */
const callOf = (
  tool: "metric_value" | "metric_trend" | "metric_cause",
  metric: MetricId,
  asked: AskedFigure,
  {
    bad,
    share,
    language,
  }: { readonly bad: boolean; readonly share: boolean; readonly language: "zh" | "en" },
): ToolCall => {
  const words = writtenOutOf({ ...asked, metric: nameOf(metric, bad, language) }, language);
  return {
    tool,
    metric,
    line: asked.lines.length === 1 ? asked.lines[0]! : "all",
    words: share ? `${words} ${language === "zh" ? "占比" : "as a share"}` : words,
  };
};

/** What a figure is told of: nothing else that a sentence may be about. */
const isOfFigure = ({ named, wish }: Said["candidates"]): boolean =>
  (wish === undefined || wish === "output") &&
  (["order", "material", "unit", "hours"] as const).every((name) => !named.has(name));

/**
 * The figure that was told last, otherwise: every word of the sentence is read, and what it says takes the place of its like. Undefined
 * where a word is left that means something else.
 */
export const figureGoesOn = (
  last: LastCall | undefined,
  said: Pick<Said, "text" | "candidates">,
  { names, now }: Plant,
): ToolCall | undefined => {
  if (!last || !isToolName(last.tool) || !isOfFigure(said.candidates)) return undefined;
  const { tool } = last;
  const metric = toldMetric(last);
  if (!metric || tool === "set_alert" || !(takesMetric(tool) || tool === "output")) return undefined;
  const { text } = said;
  const clock = plantDayTime(now);
  const wanted = wantedOfFigure(text);
  if (wanted === "set_alert") return undefined;
  const plain = wanted ? text.replaceAll(wantedWords, " ") : text;
  const own = readFigure(plain, names, now, clock);
  const relative = relativeOf(metric, plain);
  const rest = unreadIn(relative ? plain.replace(perPiece, " ") : plain, names, now);
  if (rest !== "" || standsAlone(own, text)) return undefined;
  if (!wanted && !relative && !asksForShare(text) && !saysSomething(own, plain)) return undefined;
  const before = readFigure(last.args.words ?? last.text, names, now, clock);
  const language = isChinese(text) ? "zh" : "en";
  const line = last.args.line;
  const told =
    before.lines.length === 0 && line && names.lines.some(({ id }) => id === line)
      ? { ...before, lines: [line] }
      : before;
  const first = wanted || pointsAtLine(text) ? found(last, told) : undefined;
  const merged = carriedOver(own, first ? { ...told, lines: [first] } : told, plain, now, language);
  const isSame = relative === undefined && own.metrics.length === 0;
  const chosen = relative ?? own.metrics[0]?.id ?? metric;
  const bad = isSame
    ? asksForBadShare(last.args.words ?? last.text)
    : relative === "quality" || asksForBadShare(text);
  const asked =
    first || wanted === "metric_cause"
      ? { ...merged, split: undefined, ranking: undefined, among: [] }
      : merged;
  const keeps = isSame && asked.split === undefined && (tool === "metric_trend" || tool === "metric_cause");
  return callOf(
    wanted ?? (keeps ? tool : "metric_value"),
    bad && chosen === "scrap" ? "quality" : chosen,
    asked,
    {
      bad,
      share: relative === undefined && asksForShare(text),
      language,
    },
  );
};
