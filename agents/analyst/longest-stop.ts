import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { formatPlantTime } from "../runtime/format.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import type { Evidence } from "../runtime/tool.ts";
import { longestStops } from "./figures/proof.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { stopRemark } from "./figures/tell.ts";

const asksWhich =
  /哪[一1]?次|最(?:长|久)的?(?:那|[一1])?次|单次.{0,6}最[长久]|最[长久]的单次|(?<![a-z])(?:longest|worst|biggest) (?:(?:single|one|individual) )?(?:stop|downtime|stoppage|outage|breakdown|one)(?![a-z])/i;

/** The longest stop of the period, where a question about downtime asks which that was: "; the longest: SMT-4 from … for 71 min". */
export const longestStopTold = async (
  db: Db,
  { metric, filter, now }: FigureQuestion,
  period: Period,
  text: string,
): Promise<{ readonly text: Bilingual; readonly evidence: Evidence } | undefined> => {
  if (metric.id !== "downtime" || filter.kind || !asksWhich.test(text)) return undefined;
  const [stop] = await longestStops(db, period, { lines: filter.lines }, 1);
  if (!stop) return undefined;
  const [minutes, from] = [Math.round(stop.minutes), formatPlantTime(stop.from)];
  const { line, reason, since } = stop;
  const remark = stopRemark(stop);
  return {
    text: {
      zh: `；最长的一次是 ${line}，${from} 起 ${minutes} 分钟${remark.zh && `（${remark.zh}）`}`,
      en: `; the longest was ${line} from ${from} for ${minutes} min${remark.en && ` (${remark.en})`}`,
    },
    evidence: {
      kind: "equipment",
      id: line,
      facts: { stopped: from, since: formatPlantTime(since), minutes, reason: reason || null },
      source: "figure_stop",
      at: now.toISOString(),
    },
  };
};
