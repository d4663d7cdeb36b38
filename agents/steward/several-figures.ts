import type { ToolCall } from "../runtime/call-schema.ts";
import { isChinese, plantDayTime } from "../runtime/format.ts";
import { isMetric } from "../runtime/metrics/catalogue.ts";
import { isTime } from "../runtime/metrics/metric.ts";
import { asksEachReason, eachReasonWords } from "../runtime/spoken/asked/each-reason.ts";
import { asksFactors } from "../runtime/spoken/asked/factors.ts";
import { type AskedFigure, readFigure } from "../runtime/spoken/asked/question.ts";
import { questionsIn } from "../runtime/spoken/asked/several.ts";
import { unreadIn } from "../runtime/spoken/asked/unread.ts";
import { writtenOutOf } from "../runtime/spoken/asked/written-out.ts";
import { questionsWritten, writtenTogether } from "../runtime/spoken/asked/written-together.ts";
import type { PlantNames } from "../runtime/spoken/reading.ts";
import { figureAsked } from "./figure-asked.ts";
import { figureGoesOn } from "./follow-up/figure-goes-on.ts";
import type { LastCall, Said } from "./follow-up/said.ts";

interface Plant {
  readonly names: PlantNames;
  readonly now: Date;
}
type Sentence = Pick<Said, "text" | "candidates">;

/** The calls as one, each question once; undefined where one of them asks for something else than a value. */
const asOne = (
  calls: readonly (ToolCall | undefined)[],
  text: string,
  { names, now }: Plant,
): ToolCall | undefined => {
  const meant = ({ metric, words }: ToolCall) =>
    writtenOutOf({ ...readFigure(words ?? "", names, now, plantDayTime(now)), metric: metric ?? "" }, "en");
  const [first] = calls;
  const known = calls.filter((call) => call?.tool === "metric_value");
  if (!first || known.length < calls.length) return undefined;
  const different = [...new Map(known.map((call) => [meant(call!), call!])).values()];
  return different.length === 1
    ? first
    : {
        ...first,
        words: writtenTogether(
          different.map(({ words }) => words ?? ""),
          isChinese(text) ? "zh" : "en",
        ),
      };
};

/** As if a call had just told a figure: what is left out of the next question is the same as of that. */
const asTold = ({ tool, ...args }: ToolCall): LastCall => ({
  tool,
  args,
  text: args.words ?? "",
  evidence: [],
});

/** Whether a sentence asks for several figures and for nothing else: it is no two wishes, of which one is left for later. */
export const asksOnlyFigures = (text: string, { names, now }: Plant): boolean => {
  const questions = questionsIn(text, names, now);
  return (
    (questions.length > 1 || asksEachReason(text) || asksFactors(text)) &&
    questions.every((words) => unreadIn(words, names, now) === "")
  );
};

/** Whether a clause asks for nothing but the reasons of those that the one before it tells apart: 返修最多的产品和最多的原因. */
const isOnlyReasons = (own: AskedFigure, before: AskedFigure): boolean =>
  own.split === "reason" &&
  own.metrics.length + own.lines.length + own.among.length === 0 &&
  [own.period, own.product, own.family, own.kind, own.customer, own.shift].every((one) => !one) &&
  before.split !== undefined &&
  before.split !== "reason" &&
  !isTime(before.split);

/** A sentence that asks for several figures, or for one of several stretches: each as a question of its own, in one call. */
export const severalFigures = (
  last: LastCall | undefined,
  { text, candidates }: Sentence,
  { names, now }: Plant,
): ToolCall | undefined => {
  const questions = questionsIn(text, names, now);
  if (questions.length < 2) return undefined;
  const of = { ...candidates, wish: candidates.wish === "output" ? undefined : candidates.wish };
  const calls: ToolCall[] = [];
  for (const words of questions) {
    const figure = readFigure(words, names, now, plantDayTime(now));
    const asked = () => {
      const call = figureAsked({ text: words, candidates: of, figure, names, now });
      return call && { ...call, words };
    };
    const before = calls.at(-1);
    if (before && isOnlyReasons(figure, readFigure(before.words ?? "", names, now, plantDayTime(now)))) {
      const zh = isChinese(text);
      const own = zh ? `，${eachReasonWords.zh}` : `, ${eachReasonWords.en}`;
      calls.splice(-1, 1, { ...before, words: `${before.words}${own}` });
      continue;
    }
    const goesOn = () =>
      figureGoesOn(
        before ? asTold(before) : last,
        { text: words, candidates: of },
        { names, now },
        before !== undefined,
      );
    const call = (figure.period && figure.metrics.length > 0 ? asked() : undefined) ?? goesOn() ?? asked();
    if (!call) return undefined;
    calls.push(call);
  }
  return asOne(calls, text, { names, now });
};

/** What goes on from the figures that were told last: of several, from each of them. */
export const figuresGoOn = (
  last: LastCall | undefined,
  said: Sentence,
  plant: Plant,
): ToolCall | undefined => {
  const { metric } = last?.args ?? {};
  if (!last || !metric || !isMetric(metric)) return figureGoesOn(last, said, plant);
  const told = questionsWritten(last.args.words ?? last.text, metric);
  if (told.length === 1) return figureGoesOn(last, said, plant);
  const calls = told.map((one) => {
    const { lines } = readFigure(one.words, plant.names, plant.now, plantDayTime(plant.now));
    const line = lines.length === 1 ? lines[0]! : "all";
    return figureGoesOn({ ...last, args: { ...one, line }, evidence: [] }, said, plant);
  });
  return asOne(calls, said.text, plant);
};
