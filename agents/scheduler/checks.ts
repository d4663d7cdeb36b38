import { nextSegment } from "../../services/mes/queries/orders.ts";
import { latestPlanVersion, plannedOperationsOf } from "../../services/mes/queries/plans.ts";
import type { RoleCheck } from "../runtime/context.ts";
import { orderEvidence } from "../runtime/evidence.ts";
import { formatDuration, formatPlantTime } from "../runtime/format.ts";
import { chooseLine } from "../runtime/line-choice.ts";
import { subjectOrder } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";

/** May the order go, where to, and what the plan had in mind for it. */
export const dispatcherCheck: RoleCheck = {
  role: "dispatcher",
  title: { zh: "计划调度员", en: "Dispatcher" },
  run: async (context) => {
    const { db, clock, args } = context;
    const now = clock.now();
    const order = await subjectOrder(context);
    const evidence: Evidence[] = [orderEvidence(order, now)];
    const done = order.status === "Completed" || order.status === "Cancelled";
    const open = order.segments.find(
      (segment) => segment.jobOrderId && !["Completed", "Closed"].includes(segment.status ?? ""),
    );
    if (open)
      return {
        status: "fail",
        summary: {
          zh: `${order.id} 工序 ${open.segment} 已下达到 ${open.equipmentId}（${open.jobOrderId}）`,
          en: `${order.id} segment ${open.segment} is already released to ${open.equipmentId} (${open.jobOrderId})`,
        },
        evidence: [
          ...evidence,
          {
            kind: "job",
            id: open.jobOrderId ?? "",
            facts: { segment: open.segment, status: open.status, line: open.equipmentId },
            source: "job_order",
            at: now.toISOString(),
          },
        ],
      };
    if (done || order.held)
      return {
        status: "fail",
        summary: order.held
          ? { zh: `${order.id} 处于暂停状态，请先恢复`, en: `${order.id} is on hold; resume it first` }
          : { zh: `${order.id} 没有未完成的工序`, en: `${order.id} has no open segment left` },
        evidence,
      };
    const option = await chooseLine(db, order, args.line);
    const segment = nextSegment(order)!;
    const version = await latestPlanVersion(db);
    const planned = (await plannedOperationsOf(db, version, order.id)).find(
      (operation) => operation.segment === segment.segment,
    );
    evidence.push({
      kind: "equipment",
      id: option.line.id,
      label: option.line.nameEn,
      facts: {
        segment: segment.segment,
        wait: formatDuration(option.waitSeconds),
        run: formatDuration(option.runSeconds),
        end: formatPlantTime(new Date(now.getTime() + (option.waitSeconds + option.runSeconds) * 1_000)),
      },
      source: "job_order",
      at: now.toISOString(),
    });
    if (planned)
      evidence.push({
        kind: "plan",
        id: `PLAN-${version}`,
        facts: {
          line: planned.equipment_id,
          start: formatPlantTime(planned.start_time),
          end: formatPlantTime(planned.end_time),
          late: formatDuration(planned.late_seconds),
        },
        source: "plan_operation",
        at: now.toISOString(),
      });
    return {
      status: "ok",
      summary: {
        zh: `工序 ${segment.segment}（${segment.nameZh}）→ ${option.line.id}，等待 ${formatDuration(option.waitSeconds)}，加工 ${formatDuration(option.runSeconds)}`,
        en: `segment ${segment.segment} (${segment.nameEn}) → ${option.line.id}, wait ${formatDuration(option.waitSeconds)}, run ${formatDuration(option.runSeconds)}`,
      },
      evidence,
      facts: { line: option.line.id, segment: segment.segment, quantity: order.quantity },
    };
  },
};
