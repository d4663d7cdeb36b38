import type { Bilingual } from "../../services/core/errors.ts";
import type { StretchOfTime } from "../../services/mes/queries/stretch.ts";
import type { ToolResult } from "../runtime/context.ts";
import { formatPlantTime } from "../runtime/format.ts";
import type { FigureQuestion } from "./figures/read.ts";
import type { lastDayTold } from "./last-day.ts";

/** The definition of a metric as evidence of an answer that begins with it. */
export const meaningFact = ({ zh, en }: Bilingual) => (en ? { meaning: `${zh} ${en.trim()}` } : {});

/** What is told where there is no figure. */
interface Nothing {
  /** Of when and what. */
  readonly asked: Bilingual;
  readonly meaning: Bilingual;
  /** The last day that has one, where today has not. */
  readonly last: Awaited<ReturnType<typeof lastDayTold>>;
}

/** That there is no figure of what was asked, since when there are records, and the last day that has one where today has not. */
export const noFigure = (
  { metric, now }: Pick<FigureQuestion, "metric" | "now">,
  recorded: StretchOfTime | undefined,
  { asked, meaning, last }: Nothing,
): ToolResult => {
  const since = recorded ? formatPlantTime(recorded.from) : undefined;
  return {
    text: {
      zh: `${meaning.zh}${asked.zh}没有可算${metric.name.zh}的记录${since && !last ? `；记录从 ${since} 开始` : ""}。${last?.text.zh ?? ""}`,
      en: `${meaning.en}Nothing is on record for the ${metric.name.en} ${asked.en}${since && !last ? `; the record begins ${since}` : ""}.${last?.text.en ?? ""}`,
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
        },
        source: "event",
        at: now.toISOString(),
      },
    ],
  };
};
