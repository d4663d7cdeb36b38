import { entry } from "./entry.ts";

/** Plans that cannot be made or used. */
export const planningErrors = {
  PLAN_INFEASIBLE: entry(
    422,
    false,
    "No feasible plan: {reason}. Mend what that names, or ask for something else.",
    "无可行计划：{reason}。请更正所指内容，或更改要求。",
  ),
  PRODUCT_BLOCKED: entry(
    422,
    false,
    "{id} cannot be made as the plant's data stand: {reason}. Mend that first.",
    "按现有数据无法生产 {id}：{reason}。请先更正。",
  ),
  PLAN_MISSING: entry(
    409,
    false,
    "There is no plan yet: right after the first start it takes a minute; otherwise ask for one.",
    "尚无计划：首次启动后约需一分钟；否则请先排产。",
  ),
  PLAN_THINNED: entry(
    410,
    false,
    "The operations of plan version {version} were removed by the retention policy; its figures stay. Of each day the last plan is kept whole: name that one.",
    "计划版本 {version} 的工序已按保留策略清除，只留指标。每天最后一版计划完整保留，请改用那一版。",
  ),
  PLAN_REJECTED: entry(
    500,
    false,
    "The verifier found {count} violations; the plan was not adopted, the one before stays in force. First: {first}.",
    "校验器发现 {count} 处违规，计划未采用，原计划仍生效。首条：{first}。",
  ),
};
