import type { Bilingual } from "../../services/core/errors.ts";
import type { Metric, Sums } from "../runtime/metrics/metric.ts";

/** How many orders the on-time rate is of: "213 completed, 189 of them on time, 24 late"; empty of any other metric. */
export const ordersCounted = ({ id }: Metric, { completed, onTime = 0 }: Sums): Bilingual => {
  if (id !== "on_time" || !completed) return { zh: "", en: "" };
  const late = completed - onTime;
  return {
    zh: `（完工 ${completed} 单，按期 ${onTime} 单，晚 ${late} 单）`,
    en: ` (${completed} orders completed, ${onTime} on time, ${late} late)`,
  };
};
