import type { StretchOfPlan } from "../../services/mes/queries/planned-stretch.ts";
import type { ToolResult } from "../runtime/context.ts";
import { formatDuration, formatPlantTime } from "../runtime/format.ts";
import { operationText } from "../scheduler/answers/told-operation.ts";

/** The set-up that the plan has next, by the order that it is for. */
export const nextSetUp = ({ operations }: StretchOfPlan, version: number, now: Date): ToolResult => {
  const next = operations.find(({ setupSeconds }) => setupSeconds > 0);
  const length = formatDuration(next?.setupSeconds ?? 0);
  return {
    text: next
      ? {
          zh: `按计划版本 ${version}，下一次换线在 ${next.line}，为 ${operationText(next, "zh")}换，要 ${length}，开工前换完。`,
          en: `By plan version ${version}, the next set-up is on ${next.line}, for ${operationText(next, "en")}: ${length}, done before it begins.`,
        }
      : {
          zh: `按计划版本 ${version}，以后不用换线。`,
          en: `By plan version ${version}, no set-up is to come.`,
        },
    evidence: next
      ? [
          {
            kind: "order",
            id: next.order,
            label: next.product,
            facts: {
              line: next.line,
              quantity: next.quantity,
              start: formatPlantTime(next.start),
              setUp: length,
              plan: version,
            },
            source: "plan_operation",
            at: now.toISOString(),
          },
        ]
      : [
          {
            kind: "plan",
            id: `PLAN-${version}`,
            facts: { version, setUps: 0 },
            source: "plan_operation",
            at: now.toISOString(),
          },
        ],
    ...(next ? { mentioned: { line: next.line } } : {}),
  };
};
