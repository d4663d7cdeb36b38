import type { LastCall } from "../../services/mes/queries/runs.ts";
import { tellsSymptom } from "../repair/symptom-words.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import type { Candidates } from "../runtime/candidates.ts";
import { dimensionsOf, isMetric, metricOf } from "../runtime/metrics/catalogue.ts";
import {
  asksForBadShare,
  isLoose,
  metricsNamed,
  type NamedMetric,
} from "../runtime/spoken/asked/named-metrics.ts";
import { type AskedFigure, ranksParts } from "../runtime/spoken/asked/question.ts";
import { asksWhichFault } from "../runtime/spoken/asked/split.ts";
import { unreadIn } from "../runtime/spoken/asked/unread.ts";
import { wantedOfFigure, wantedWords } from "../runtime/spoken/goes-on.ts";
import type { PlantNames } from "../runtime/spoken/reading.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import type { ToolArguments } from "../runtime/tool.ts";
import { asksForUnkept } from "./beyond/figures.ts";

/** What a question for a figure is read with. */
export interface Asked {
  readonly text: string;
  readonly candidates: Candidates;
  readonly figure: AskedFigure;
  readonly names: PlantNames;
  readonly now: Date;
}

const others = ["order", "material", "unit", "hours", "thing"] as const;

/** The one line that it names, or all. */
const lineOf = ({ lines }: AskedFigure): string => (lines.length === 1 ? lines[0]! : "all");

/** Defects are what inspection finds; how units fail a test is another matter. */
const saysDefect = (text: string): boolean => /缺陷|不良(?![率品数])|(?<![a-z])defects?(?![a-z])/i.test(text);

/** What is bad of parts of a board, or by its kinds, is what inspection finds. */
const isOfInspection = ({ id, words }: NamedMetric, figure: AskedFigure, isOfBad: boolean): boolean =>
  (id === "scrap" && saysDefect(words) && isOfKinds(figure)) || (isOfBad && figure.split === "material");

const isOfKinds = ({ split }: AskedFigure): boolean => split === "reason" || split === "material";

/** Whether a sentence asks which kinds of defects there are, of no figure that it names. */
const isOfDefects = ({ text, figure, names, now }: Omit<Asked, "candidates">): boolean =>
  figure.metrics.length === 0 &&
  figure.split === "reason" &&
  saysDefect(text) &&
  unreadIn(text, names, now) === "";

/**
 * Which defects there are, behind a figure that has no reasons of its own and cannot go on so: 昨天直通率, and then 主要啥不良. They are of
 * the same stretch where it names none.
 */
export const defectsBehind = (
  last: LastCall<ToolArguments> | undefined,
  { text, candidates: { wish }, figure, names, now }: Asked,
): ToolCall | undefined => {
  const { metric, words } = last?.args ?? {};
  const hasReasons = !metric || !isMetric(metric) || dimensionsOf(metricOf(metric)).includes("reason");
  if (!last || hasReasons || wish !== undefined || !isOfDefects({ text, figure, names, now }))
    return undefined;
  const period = figure.period ? undefined : periodNamed(words ?? last.text, now)?.words.trim();
  return {
    tool: "metric_value",
    metric: "aoi_defects",
    line: lineOf(figure),
    words: [period, text].filter(Boolean).join(" "),
  };
};

/**
 * The figure that a sentence names, where every other word of it is read too: no model is asked, and none can take another for it. A
 * word that may name a line's state as well, such as 停机, needs a stretch or a split beside it.
 */
export const figureAsked = ({ text, candidates, figure, names, now }: Asked): ToolCall | undefined => {
  const { named, wish } = candidates;
  // A scrap rate is told of the quality ratio, and names both.
  const isOfBad = asksForBadShare(text);
  const [metric, ...more] = figure.metrics.filter(({ id }) => !(isOfBad && id === "scrap"));
  if (!metric && isOfDefects({ text, figure, names, now }))
    return { tool: "metric_value", metric: "aoi_defects", line: lineOf(figure), words: text };
  if (!metric && asksWhichFault(text) && (figure.family ?? figure.product) && !tellsSymptom(text))
    return { tool: "metric_value", metric: "repairs", line: "all", words: text };
  if (!metric || more.length > 0 || wish !== undefined || others.some((name) => named.has(name)))
    return undefined;
  const isPart = figure.period ?? figure.split ?? figure.compare;
  // A verb with how much asks of the line as it stands as well: 停了多久.
  const isByVerb = metricsNamed(text).length === 0;
  if ((isByVerb || isLoose(metric.words)) && !isPart) return undefined;
  // What is split by reasons asks for those, and not why it changed.
  const wanted = figure.split === "reason" ? undefined : wantedOfFigure(text);
  if (wanted === "set_alert" || asksForUnkept(text)) return undefined;
  if (unreadIn(wanted ? text.replaceAll(wantedWords, " ") : text, names, now) !== "") return undefined;
  const isWhich = wanted === "metric_cause" && ranksParts(figure);
  return {
    tool: isWhich ? "metric_value" : (wanted ?? "metric_value"),
    // Kinds and places of defects are those of inspection; scrap is counted by neither.
    metric: isOfInspection(metric, figure, isOfBad) ? "aoi_defects" : metric.id,
    line: lineOf(figure),
  };
};
