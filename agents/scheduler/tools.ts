import { MillwrightError } from "../../services/core/errors.ts";
import { currentSegment, isMade, nextSegment } from "../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../services/mes/queries/planned-operations.ts";
import { latestPlan, tellingGapOf } from "../../services/mes/queries/plans.ts";
import { saleOf } from "../../services/mes/queries/sales-orders.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { orderEvidence } from "../runtime/evidence.ts";
import { formatPercent, formatPlantTime, languageIn } from "../runtime/format.ts";
import { asksForWhom } from "../runtime/spoken/about/customer.ts";
import { subjectOrder } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { tellFactsApart } from "./answers/facts-apart.ts";
import { overdueOf } from "./answers/overdue.ts";
import type { Desk } from "./desk/desk.ts";
import type { Planning } from "./desk/planning.ts";

/** A plan in a sentence, with its own row as evidence. */
export const createMakePlan =
  ({ makePlan }: Pick<Planning, "makePlan">, desk: Desk): ToolHandler =>
  async ({ db, clock, toolCallId, text }) => {
    const version = await makePlan({
      requestId: toolCallId,
      reason: { kind: "asked", text: text.slice(0, 200) },
    });
    const plan = await latestPlan(db);
    if (!plan) throw new MillwrightError("PLAN_MISSING");
    const onTime = formatPercent(plan.on_time_rate);
    const lateness = (plan.kpis["weightedLateness"] ?? plan.objective).toFixed(0);
    const without = plan.unplanned.length;
    const telling = tellingGapOf(plan);
    const gap = telling === undefined ? undefined : formatPercent(telling);
    const utilisation = formatPercent(plan.utilisation);
    const { keptOperations: kept, movedOperations: moved, reroutedOperations: rerouted } = plan.kpis;
    const apart = await tellFactsApart(desk, languageIn(text));
    const nervous = kept !== undefined && moved !== undefined && rerouted !== undefined;
    return {
      text: {
        zh: `新计划版本 ${version}：按期率 ${onTime}，延期工单 ${plan.late_orders} 个，利用率 ${utilisation}，加权延误 ${lateness} h${gap ? `，与下界差距 ${gap}` : ""}${nervous ? `；比原计划换线 ${rerouted} 道工序，改时间 ${moved - rerouted} 道，保持 ${kept} 道` : ""}${without > 0 ? `；未排 ${without} 个` : ""}。${apart.text.zh}`,
        en: `Plan version ${version}: ${onTime} of orders on time, ${plan.late_orders} late, utilisation ${utilisation}, weighted lateness ${lateness} h${gap ? `, within ${gap} of the bound` : ""}${nervous ? `; ${rerouted} operations on other lines, ${moved - rerouted} at other times, ${kept} where they were` : ""}${without > 0 ? `; ${without} not planned` : ""}.${apart.text.en}`,
      },
      ...(apart.rows.length > 0 ? { rows: apart.rows } : {}),
      evidence: [
        {
          kind: "plan",
          id: `PLAN-${version}`,
          facts: {
            version,
            onTime,
            late: plan.late_orders,
            utilisation,
            lateness,
            gap: gap ?? null,
            without,
            kept: kept ?? null,
            rerouted: rerouted ?? null,
            moved: nervous ? moved - rerouted : null,
            ...apart.facts,
          },
          source: "plan",
          at: clock.now().toISOString(),
        },
      ],
    };
  };

const callsOff =
  /砍单|砍掉|撤单|退单|取消|不要了|(?<![a-z])(?:cancel\w*|call (?:it )?off|reduce|cut)(?![a-z])/i;

export const orderStatus: ToolHandler = async (context) => {
  const { db, clock, text } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  const plan = await latestPlan(db);
  const operations = plan ? await plannedOperationsOf(db, plan.version, order.id) : [];
  const current = currentSegment(order);
  const done = order.segments.filter(isMade);
  const end = operations.at(-1)?.end_time;
  const base = orderEvidence(order, now);
  const sale = await saleOf(db, order.id);
  const buyer = sale
    ? { zh: `，客户 ${sale.customer}，${sale.id}`, en: ` for ${sale.customer}, ${sale.id}` }
    : asksForWhom(text)
      ? { zh: "，不属于任何客户订单", en: ", of no customer's order" }
      : { zh: "", en: "" };
  const left = current?.left;
  const evidence: Evidence[] = [
    {
      ...base,
      facts: {
        ...base.facts,
        segments: order.segments.length,
        done: done.length,
        ...(left !== undefined ? { left } : {}),
        ...(sale ? { salesOrder: sale.id, customer: sale.customer } : {}),
      },
    },
    ...order.segments
      .filter(({ attempts }) => attempts > 0)
      .map(
        ({ segment, jobOrderId, equipmentId, status, brokenOff, good, scrap, left: open }): Evidence => ({
          kind: "job",
          id: jobOrderId ?? brokenOff?.jobOrderId ?? "",
          facts: {
            segment,
            line: equipmentId ?? brokenOff?.equipmentId ?? null,
            status: status ?? "Aborted",
            good,
            scrap,
            ...(brokenOff ? { left: open } : {}),
          },
          source: "job_order",
          at: now.toISOString(),
        }),
      ),
  ];
  if (end && plan)
    evidence.push({
      kind: "plan",
      id: `PLAN-${plan.version}`,
      facts: { end: formatPlantTime(end) },
      source: "plan_operation",
      at: now.toISOString(),
    });
  const overdue = plan && !order.held ? await overdueOf(db, plan.version, now, order.id) : undefined;
  if (overdue) evidence.push(overdue.evidence);
  const behind = overdue
    ? { zh: `${overdue.text.zh}。`, en: ` But ${overdue.text.en}.` }
    : { zh: "", en: "" };
  const next = nextSegment(order);
  const planned = operations.find(({ segment }) => segment === next?.segment);
  const where = current
    ? {
        zh: `工序 ${current.segment}（${current.nameZh}）在 ${current.equipmentId}，${current.status}，已完成 ${current.good}/${order.quantity}${left ? `，还剩 ${left} 件` : ""}`,
        en: `segment ${current.segment} (${current.nameEn}) at ${current.equipmentId} is ${current.status}, ${current.good}/${order.quantity} done${left ? `, ${left} left` : ""}`,
      }
    : next
      ? next.brokenOff
        ? {
            zh: `工序 ${next.segment}（${next.nameZh}）被 ${next.brokenOff.equipmentId} 中止，已完成 ${next.good}/${order.quantity}，剩 ${next.left} 件待重新下达${planned ? `，计划 ${formatPlantTime(planned.start_time)} 在 ${planned.equipment_id}` : ""}`,
            en: `segment ${next.segment} (${next.nameEn}) was broken off by ${next.brokenOff.equipmentId} with ${next.good}/${order.quantity} done, ${next.left} are to be released again${planned ? `, planned ${formatPlantTime(planned.start_time)} on ${planned.equipment_id}` : ""}`,
          }
        : {
            zh: `下一工序 ${next.segment}（${next.nameZh}）尚未下达${planned ? `，计划 ${formatPlantTime(planned.start_time)} 在 ${planned.equipment_id}` : ""}`,
            en: `segment ${next.segment} (${next.nameEn}) is not released yet${planned ? `, planned ${formatPlantTime(planned.start_time)} on ${planned.equipment_id}` : ""}`,
          }
      : { zh: "全部工序已完成", en: "every segment is done" };
  const off = callsOff.test(text)
    ? current
      ? {
          zh: `正在产线上做，现在不能取消；先暂停，或等这道工序做完，已做的留作在制。`,
          en: ` It is at a line and cannot be cancelled now; hold it, or wait until this segment is done: what is made stays.`,
        }
      : next
        ? {
            zh: `不在产线上，来得及：取消或改数量都可以，要计划员批准${done.length > 0 ? "；已做的工序留作在制" : "，还没有做出东西"}。`,
            en: ` It is at no line, so it can still be cancelled or changed, with a planner's approval${done.length > 0 ? "; what is made stays" : "; nothing of it is made yet"}.`,
          }
        : { zh: `已全部做完，来不及取消。`, en: ` All of it is made; it is too late to cancel it.` }
    : { zh: "", en: "" };
  const language = languageIn(text);
  if (next)
    evidence.push({
      kind: "order",
      id: order.id,
      facts: {
        nextSegment: next.segment,
        line: planned?.equipment_id ?? null,
        start: planned ? formatPlantTime(planned.start_time) : null,
      },
      source: "work_master_segment",
      at: now.toISOString(),
    });
  return {
    text: {
      zh: `${order.id}（${order.productId}，${order.quantity} 件${buyer.zh}）：${where.zh}；已完成 ${done.length}/${order.segments.length} 道工序${order.held ? "；已暂停" : ""}${end ? `；计划 ${formatPlantTime(end)} 完成` : ""}，交期 ${formatPlantTime(order.dueTime)}。${behind.zh}${off.zh}`,
      en: `${order.id} (${order.productId}, ${order.quantity} units${buyer.en}): ${where.en}; ${done.length}/${order.segments.length} segments done${order.held ? "; on hold" : ""}${end ? `; planned to end ${formatPlantTime(end)}` : ""}, due ${formatPlantTime(order.dueTime)}.${behind.en}${off.en}`,
    },
    evidence,
    mentioned: { order: order.id },
    ...(off.zh
      ? {
          choices: [
            choiceOf("cancel_order", { order: order.id }, language),
            choiceOf("change_order", { order: order.id }, language),
          ],
        }
      : {}),
  };
};
