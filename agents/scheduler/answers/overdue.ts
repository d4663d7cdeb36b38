import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { overdueOperations } from "../../../services/mes/queries/planned-operations.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";

export interface Overdue {
  readonly text: Bilingual;
  readonly evidence: Evidence;
}

/**
 * That the plan in force has been left behind: how many operations should have begun and were not released, of one order
 * or of all. Undefined while it is kept.
 */
export const overdueOf = async (
  db: Db,
  version: number,
  now: Date,
  order?: string,
): Promise<Overdue | undefined> => {
  const rows = await overdueOperations(db, version, now, order);
  const [first] = rows;
  if (!first) return undefined;
  const { work_order_id: id, segment, start_time: time } = first;
  const start = formatPlantTime(time);
  return {
    text: order
      ? {
          zh: `${id} 工序 ${segment} 应于 ${start} 开工，至今未下达，计划已不准：请先下达或重新排产`,
          en: `segment ${segment} of ${id} should have begun ${start} and is not released, so the plan does not hold for it: release it or plan anew`,
        }
      : {
          zh: `计划已落后：${rows.length} 道工序过了开工时间还没下达（最早的是 ${id} 工序 ${segment}，${start}），请重新排产`,
          en: `The plan is behind: ${rows.length} ${rows.length === 1 ? "operation" : "operations"} should have begun and ${rows.length === 1 ? "is" : "are"} not released (the first is segment ${segment} of ${id}, ${start}); plan anew`,
        },
    evidence: {
      kind: "plan",
      id: `PLAN-${version}/overdue`,
      facts: { overdue: rows.length, order: id, segment, start },
      source: "plan_operation",
      at: now.toISOString(),
    },
  };
};
