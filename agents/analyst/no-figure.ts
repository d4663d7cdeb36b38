import type { Bilingual } from "../../services/core/errors.ts";
import type { StretchOfTime } from "../../services/mes/queries/stretch.ts";
import type { ToolResult } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import type { FigureQuestion } from "./figures/read.ts";
import type { lastDayTold } from "./last-day.ts";
import type { untimedTold } from "./untimed.ts";

/** The definition of a metric as evidence of an answer that begins with it. */
export const meaningFact = ({ zh, en }: Bilingual) => (en ? { meaning: `${zh} ${en.trim()}` } : {});

/** What is told where there is no figure. */
interface Nothing {
  /** Of when and what. */
  readonly asked: Bilingual;
  readonly meaning: Bilingual;
  /** The last day that has one, where today has not. */
  readonly last: Awaited<ReturnType<typeof lastDayTold>>;
  /** Why, where something is on record of which it cannot be reckoned. */
  readonly why: Awaited<ReturnType<typeof untimedTold>>;
}

/** That there is no figure of what was asked, since when there are records, and the last day that has one where today has not. */
export const noFigure = (
  { metric, now, unused }: Pick<FigureQuestion, "metric" | "now" | "unused">,
  recorded: StretchOfTime | undefined,
  { asked, meaning, last, why }: Nothing,
): ToolResult => {
  const since = recorded ? formatPlantTime(recorded.from) : undefined;
  const begins =
    since && !last ? { zh: `；记录从 ${since} 开始`, en: `; the record begins ${since}` } : undefined;
  const told = why
    ? {
        zh: `${asked.zh}的${metric.name.zh}算不出来：${why.text.zh}`,
        en: `The ${metric.name.en} ${asked.en} cannot be told: ${why.text.en}`,
      }
    : {
        zh: `${asked.zh}没有可算${metric.name.zh}的记录${begins?.zh ?? ""}`,
        en: `Nothing is on record for the ${metric.name.en} ${asked.en}${begins?.en ?? ""}`,
      };
  return {
    text: {
      zh: `${unused.zh}${meaning.zh}${told.zh}。${last?.text.zh ?? ""}`,
      en: `${unused.en}${meaning.en}${told.en}.${last?.text.en ?? ""}`,
    },
    evidence: [
      {
        kind: "figure",
        id: metric.id,
        facts: {
          recordedFrom: since ?? null,
          asked: `${asked.zh} ${asked.en}`,
          ...meaningFact(meaning),
          ...last?.facts,
          ...why?.facts,
          ...unused.facts,
        },
        source: "event",
        at: now.toISOString(),
      },
    ],
  };
};
