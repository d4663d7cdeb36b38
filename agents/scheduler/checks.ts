import { wordsZh } from "../../services/core/errors/words.ts";
import { currentSegment, nextSegment } from "../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../services/mes/queries/planned-operations.ts";
import { latestPlanVersion } from "../../services/mes/queries/plans.ts";
import type { Check, RoleCheck, ToolContext } from "../runtime/context.ts";
import { orderEvidence } from "../runtime/evidence.ts";
import { formatDuration, formatPlantTime } from "../runtime/format.ts";
import { chooseLine } from "../runtime/line-choice.ts";
import { subjectOrder } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";

/** May the order be stopped, or go on. */
const checkHold = async (context: ToolContext): Promise<Check> => {
  const order = await subjectOrder(context);
  const evidence = [orderEvidence(order, context.clock.now())];
  const hold = context.tool === "hold_order";
  const status = { zh: wordsZh[order.status] ?? order.status, en: order.status.toLowerCase() };
  if (order.status === "Completed" || order.status === "Cancelled")
    return {
      status: "fail",
      summary: {
        zh: `${order.id} ${status.zh}，没有可${hold ? "暂停" : "恢复"}的工序`,
        en: `${order.id} is ${status.en}; nothing of it is left to ${hold ? "hold" : "resume"}`,
      },
      evidence,
    };
  if (order.held === hold)
    return {
      status: "fail",
      summary: hold
        ? { zh: `${order.id} 已处于暂停状态`, en: `${order.id} is on hold already` }
        : { zh: `${order.id} 未处于暂停状态`, en: `${order.id} is not on hold` },
      evidence,
    };
  const running = currentSegment(order);
  const where = running
    ? {
        zh: `，正在 ${running.equipmentId} 工序 ${running.segment}`,
        en: `, segment ${running.segment} at ${running.equipmentId}`,
      }
    : { zh: "", en: "" };
  return {
    status: "ok",
    summary: {
      zh: `${order.id} 当前${order.held ? "暂停" : status.zh}${where.zh}`,
      en: `${order.id} is ${order.held ? "on hold" : status.en}${where.en}`,
    },
    evidence: running
      ? [
          ...evidence,
          {
            kind: "job",
            id: running.jobOrderId ?? "",
            facts: { segment: running.segment, line: running.equipmentId, status: running.status },
            source: "job_order",
            at: context.clock.now().toISOString(),
          },
        ]
      : evidence,
  };
};

/** May the order go, where to, and what the plan had in mind for it. */
const checkRelease = async (context: ToolContext): Promise<Check> => {
  const { db, clock, args } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  const evidence: Evidence[] = [orderEvidence(order, now)];
  const done = order.status === "Completed" || order.status === "Cancelled";
  const open = currentSegment(order);
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
    facts: { line: option.line.id, segment: segment.segment, quantity: segment.left },
  };
};

/** The dispatcher's part: an order's state, and for a release its line. */
export const dispatcherCheck: RoleCheck = {
  role: "dispatcher",
  title: { zh: "计划调度员", en: "Dispatcher" },
  run: (context) => (context.tool === "release_order" ? checkRelease(context) : checkHold(context)),
};
