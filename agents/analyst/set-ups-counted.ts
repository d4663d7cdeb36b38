import { sql } from "kysely";
import type { Bilingual } from "../../services/core/errors.ts";
import { plantZone } from "../../services/core/zone.ts";
import type { Db } from "../../services/mes/database.ts";
import { stationState } from "../../services/protocols/sparkplug/names.ts";
import { asksHowManySetUps } from "../runtime/spoken/about/set-up.ts";
import type { DayShift } from "../runtime/spoken/asked/shift.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import type { Evidence } from "../runtime/tool.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { shiftsOf } from "./figures/shifts.ts";

const dayMinutes = 1_440;
/** Lines of most set-ups that a sentence holds. */
const mostTold = 3;

/** When set-ups of lines began in a stretch: one that a stop or a lost connection broke is one. */
const begunIn = async (
  db: Db,
  { from, to }: Pick<Period, "from" | "to">,
  { lines, kind }: FigureQuestion["filter"],
): Promise<readonly { readonly line: string; readonly time: Date }[]> => {
  const { rows } = await sql<{ line: string; time: Date }>`
    select line, from_time as time from (
      select line, from_time, code, lag(code) over (partition by line order by from_time) as before
      from figure_span join equipment on equipment.id = figure_span.line
      where code is not null and code <> ${stationState.down} and from_time < ${to}
        ${lines?.length ? sql`and line = any(${[...lines]}::text[])` : sql``}
        ${kind ? sql`and equipment.process = ${kind}` : sql``}
    ) as state
    where code = ${stationState.setup} and before is distinct from ${stationState.setup} and from_time >= ${from}`.execute(
    db,
  );
  return rows;
};

const isWithin = (time: Date, { start, end }: DayShift): boolean => {
  const [hours, minutes] = plantZone().dayTimeAt(time).time.split(":").map(Number) as [number, number];
  const minute = hours * 60 + minutes;
  return [minute, minute + dayMinutes].some((at) => at >= start && at < end);
};

/** How many set-ups there were in the period, and on which lines most, where a question about their time asks for it. */
export const setUpsCounted = async (
  db: Db,
  { metric, filter, now }: FigureQuestion,
  period: Period,
  text: string,
): Promise<{ readonly text: Bilingual; readonly evidence: readonly Evidence[] } | undefined> => {
  const { product, family, customer, order, without, shift } = filter;
  if (metric.id !== "setup_time" || !asksHowManySetUps(text)) return undefined;
  // Of what a line was set up for its state says nothing.
  if ([product, family, customer, order, without].some(Boolean))
    return {
      text: { zh: "；次数没有按这个范围记", en: "; how many there were is not counted so" },
      evidence: [],
    };
  const hours = shift ? (await shiftsOf(db)).filter(({ name }) => name === shift) : undefined;
  const begun = (await begunIn(db, period, filter)).filter(
    ({ time }) => !hours || hours.some((one) => isWithin(time, one)),
  );
  const counts = [...Map.groupBy(begun, ({ line }) => line)]
    .map(([line, own]) => ({ line, count: own.length }))
    .sort((a, b) => b.count - a.count || a.line.localeCompare(b.line));
  // Where none has more than one, none has most.
  const most = filter.lines?.length === 1 ? [] : counts.filter(({ count }) => count > 1).slice(0, mostTold);
  const list = {
    zh: most.map(({ line, count }) => `${line} ${count} 次`).join("、"),
    en: most.map(({ line, count }) => `${line}, ${count}`).join("; "),
  };
  return {
    text: {
      zh: `；换线 ${begun.length} 次${list.zh && `（最多的是 ${list.zh}）`}`,
      en: `; ${begun.length} ${begun.length === 1 ? "set-up" : "set-ups"} began${list.en && ` (most on ${list.en})`}`,
    },
    evidence: [
      {
        kind: "figure",
        id: "SET-UPS",
        facts: {
          setUps: begun.length,
          ...Object.fromEntries(most.map(({ line, count }) => [line, count])),
        },
        source: "figure_span",
        at: now.toISOString(),
      },
    ],
  };
};
