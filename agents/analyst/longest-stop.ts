import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { longStopsIn } from "../runtime/spoken/asked/long-stops.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import type { Evidence } from "../runtime/tool.ts";
import { longestStops, type Stop } from "./figures/proof.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { stopRemark } from "./figures/tell.ts";

const asksWhich =
  /哪[一1]?次|最(?:长|久)的?(?:那|[一1])?次|单次.{0,6}最[长久]|最[长久]的单次|(?<![a-z])(?:longest|worst|biggest) (?:(?:single|one|individual) )?(?:stop|downtime|stoppage|outage|breakdown|one)(?![a-z])/i;

/** Stops that a sentence holds. */
const mostTold = 4;

/** What is told of stops with a figure, and where it stands. */
interface ToldStops {
  readonly text: Bilingual;
  readonly evidence: readonly Evidence[];
}

const stopText = (stop: Stop): Bilingual => {
  const [minutes, from, remark] = [Math.round(stop.minutes), formatPlantTime(stop.from), stopRemark(stop)];
  return {
    zh: `${stop.line}，${from} 起 ${minutes} 分钟${remark.zh && `（${remark.zh}）`}`,
    en: `${stop.line} from ${from} for ${minutes} min${remark.en && ` (${remark.en})`}`,
  };
};

const stopEvidence = ({ line, reason, since, from, minutes }: Stop, now: Date): Evidence => ({
  kind: "equipment",
  id: line,
  facts: {
    stopped: formatPlantTime(from),
    since: formatPlantTime(since),
    minutes: Math.round(minutes),
    reason: reason || null,
  },
  source: "figure_stop",
  at: now.toISOString(),
});

/** Stops of the period that are longer than is asked, the longest first; the longest of all where none is. */
const longStopsTold = async (
  db: Db,
  { filter, now }: FigureQuestion,
  period: Period,
  least: number,
): Promise<ToldStops> => {
  const all = await longestStops(db, period, { lines: filter.lines }, null);
  const long = all.filter(({ minutes }) => minutes > least);
  const shown = (long.length > 0 ? long : all.slice(0, 1)).slice(0, mostTold);
  const list = {
    zh: shown.map((stop) => stopText(stop).zh).join("、"),
    en: shown.map((stop) => stopText(stop).en).join(", "),
  };
  const more = long.length - shown.length;
  const longest = {
    zh: list.zh && `，最长的一次是 ${list.zh}`,
    en: list.en && `; the longest was ${list.en}`,
  };
  return {
    text:
      long.length > 0
        ? {
            zh: `；超过 ${least} 分钟的停机有 ${long.length} 次：${list.zh}${more > 0 ? `，另有 ${more} 次` : ""}`,
            en: `; ${long.length} ${long.length === 1 ? "stop was" : "stops were"} longer than ${least} min: ${list.en}${more > 0 ? `, and ${more} more` : ""}`,
          }
        : {
            zh: `；没有超过 ${least} 分钟的停机${longest.zh}`,
            en: `; no stop was longer than ${least} min${longest.en}`,
          },
    evidence: [
      {
        kind: "figure",
        id: "STOPS",
        facts: { longerThanMinutes: least, stops: long.length, more: Math.max(0, more) },
        source: "figure_stop",
        at: now.toISOString(),
      },
      ...shown.map((stop) => stopEvidence(stop, now)),
    ],
  };
};

/**
 * The stops of the period that a question about downtime asks for: those longer than it says, or the longest: "; the longest was
 * SMT-4 from … for 71 min".
 */
export const longestStopTold = async (
  db: Db,
  question: FigureQuestion,
  period: Period,
  text: string,
): Promise<ToldStops | undefined> => {
  const { metric, filter, now } = question;
  if (metric.id !== "downtime" || filter.kind) return undefined;
  const least = longStopsIn(text)?.minutes;
  if (least !== undefined) return longStopsTold(db, question, period, least);
  const [stop] = asksWhich.test(text) ? await longestStops(db, period, { lines: filter.lines }, 1) : [];
  if (!stop) return undefined;
  const { zh, en } = stopText(stop);
  return {
    text: { zh: `；最长的一次是 ${zh}`, en: `; the longest was ${en}` },
    evidence: [stopEvidence(stop, now)],
  };
};
