import { sql } from "kysely";
import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import type { StretchOfTime } from "../../services/mes/queries/stretch.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import { familyOf } from "../runtime/spoken/reading.ts";
import type { Figure } from "./figures/ask.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { numberText } from "./figures/tell.ts";

/** Jobs that a sentence names. */
const mostNamed = 3;

const needsTimes = ({ of, factors = [] }: Metric): boolean =>
  of?.unknownWith === "untimed" || factors.some((id) => needsTimes(metricOf(id)));

/** Jobs of a stretch that made pieces for which the routing has no time on their line. */
const untimedJobs = async (db: Db, { filter }: Pick<FigureQuestion, "filter">, stretch: StretchOfTime) => {
  const { lines, kind, product, family, order } = filter;
  const { rows } = await sql<{ job_id: string; product_id: string | null }>`
    select distinct m.job_id, m.product_id from figure_made m left join equipment e on e.id = m.line
    where m.planned_seconds is null and m.good + m.scrap > 0 and m.time >= ${stretch.from} and m.time < ${stretch.to}
      ${lines?.length ? sql`and m.line = any(${[...lines]}::text[])` : sql``}
      ${kind ? sql`and e.process = ${kind}` : sql``}
      ${product ? sql`and m.product_id = ${product}` : sql``}
      ${order ? sql`and m.work_order_id = ${order}` : sql``}
    order by m.job_id`.execute(db);
  return rows
    .filter(({ product_id }) => !family || familyOf(product_id ?? "") === family)
    .map(({ job_id }) => job_id);
};

/** Why a figure is unknown, where that is for want of standard times: the pieces, and the jobs that made them. */
export const untimedTold = async (
  db: Db,
  question: Pick<FigureQuestion, "metric" | "filter">,
  stretch: StretchOfTime,
  { value, sums }: Figure,
): Promise<{ readonly text: Bilingual; readonly facts: Readonly<Record<string, string>> } | undefined> => {
  if (value !== undefined || !sums.untimed || !needsTimes(question.metric)) return undefined;
  const jobs = await untimedJobs(db, question, stretch);
  const pieces = numberText({ unit: "pieces" }, sums.untimed);
  const named = jobs.slice(0, mostNamed);
  const isMore = jobs.length > named.length;
  return {
    text: {
      zh: `${named.join("、")}${isMore ? " 等" : ""} 的 ${pieces} 件在所用产线上没有工艺节拍`,
      en: `${pieces} pieces of ${named.join(", ")}${isMore ? " and others" : ""} have no standard time on their line in the routing`,
    },
    facts: { untimedPieces: pieces, untimedJobs: jobs.join(", ") },
  };
};
