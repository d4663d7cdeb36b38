import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { type OrderChange, requireChange } from "../../../services/mes/commands/change-order.ts";
import type { Order } from "../../../services/mes/queries/orders.ts";
import { plannedOperationsOf } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import type { PlanProposal } from "../../../services/mes/queries/proposals.ts";
import { saleOf } from "../../../services/mes/queries/sales-orders.ts";
import type { Check, ToolContext } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { overdueOf } from "../answers/overdue.ts";
import type { Desk } from "../desk/desk.ts";
import { shiftOf } from "../desk/expedited.ts";
import type { PlanChange } from "./change.ts";
import { newlyShort } from "./newly-short.ts";
import { asChange, wantedOf } from "./wanted-change.ts";

/** One thing that the check says, with what it read for it. */
interface Part {
  readonly text: Bilingual;
  readonly evidence?: readonly Evidence[];
  readonly isGrave?: boolean;
}

const daySeconds = 86_400;

const list = (zh: readonly string[], en: readonly string[]): Bilingual => ({
  zh: zh.join("，"),
  en: en.join(", "),
});

/** What the order is and what it becomes. */
const difference = (order: Order, { quantity, dueTime }: OrderChange, now: Date): Part => {
  const [was, will] = [order.dueTime, dueTime].map((time) => time && formatPlantTime(time));
  const facts = {
    ...(quantity === undefined ? {} : { newQuantity: quantity }),
    ...(will ? { newDue: will } : {}),
  };
  const base = orderEvidence(order, now);
  const told = list(
    [
      ...(quantity === undefined ? [] : [`数量 ${order.quantity} → ${quantity} 台`]),
      ...(will ? [`交期 ${was} → ${will}`] : []),
    ],
    [
      ...(quantity === undefined ? [] : [`${order.quantity} → ${quantity} units`]),
      ...(will ? [`due ${was} → ${will}`] : []),
    ],
  );
  return {
    text: { zh: `${order.id} ${told.zh}`, en: `${order.id} ${told.en}` },
    evidence: [{ ...base, facts: { ...base.facts, ...facts } }],
  };
};

/** A stretch of time as people say it: days where it is long. */
const stretch = (seconds: number): Bilingual => {
  const days = (seconds / daySeconds).toFixed(1);
  const hours = formatDuration(seconds);
  return seconds < 2 * daySeconds ? { zh: hours, en: hours } : { zh: `${days} 天`, en: `${days} days` };
};

/** When it would end, against when it is due then. */
const outcome = (id: string, end: Date | undefined, due: Date, now: Date): Part => {
  if (!end)
    return {
      text: {
        zh: "按已知的库存和到货，物料不够：改了以后它不在计划中，直到有料",
        en: "known stock and receipts do not cover it: it leaves the plan until there is material",
      },
      isGrave: true,
    };
  const ends = formatPlantTime(end);
  const lateSeconds = (end.getTime() - due.getTime()) / 1_000;
  const late = lateSeconds > 0;
  const by = stretch(Math.abs(lateSeconds));
  return {
    text: late
      ? { zh: `计划 ${ends} 完工，比交期晚 ${by.zh}`, en: `ends ${ends} by the plan, ${by.en} late` }
      : {
          zh: `计划 ${ends} 完工，比交期早 ${by.zh}`,
          en: `ends ${ends} by the plan, ${by.en} before it is due`,
        },
    evidence: [
      {
        kind: "order",
        id,
        facts: { end: ends, due: formatPlantTime(due), [late ? "late" : "early"]: by.en },
        source: "plan_snapshot",
        at: now.toISOString(),
      },
    ],
    isGrave: late,
  };
};

/** A new date that the customer was not promised. */
const promise = async ({ db }: ToolContext, order: Order, due: Date, now: Date): Promise<Part[]> => {
  const sale = due > order.dueTime ? await saleOf(db, order.id) : undefined;
  if (!sale || due <= sale.promised_time) return [];
  const promised = formatPlantTime(sale.promised_time);
  return [
    {
      text: {
        zh: `晚于答应 ${sale.customer} 的 ${promised}（${sale.id}）`,
        en: `later than ${promised}, which ${sale.customer} was promised (${sale.id})`,
      },
      evidence: [
        {
          kind: "order",
          id: sale.id,
          facts: { customer: sale.customer, promised },
          source: "sales_order",
          at: now.toISOString(),
        },
      ],
      isGrave: true,
    },
  ];
};

/** What the proposed plan makes of the order and of the others. */
const planned = async (
  { db }: ToolContext,
  order: Order,
  change: OrderChange,
  proposal: PlanProposal,
  now: Date,
): Promise<Part[]> => {
  const { moved, lateBefore, lateAfter, ...rest } = proposal.change as PlanChange;
  const operations = await plannedOperationsOf(db, proposal.base_version, order.id);
  const shift = shiftOf({ moved, lateBefore, lateAfter, ...rest }, order.id);
  const before = operations.map(({ end_time }) => end_time.getTime());
  const after = shift ? shift.endAfter : before.length > 0 ? new Date(Math.max(...before)) : undefined;
  const end = after && !proposal.unplanned.includes(order.id) ? new Date(after) : undefined;
  // Of another date only, what it should have begun by now does not count as begun.
  const overdue =
    change.quantity === undefined ? await overdueOf(db, proposal.base_version, now, order.id) : undefined;
  return [
    outcome(order.id, end, change.dueTime ?? order.dueTime, now),
    ...(overdue ? [{ text: overdue.text, evidence: [overdue.evidence], isGrave: true }] : []),
    {
      text: {
        zh: `移动 ${moved} 道工序，延期工单 ${lateBefore} → ${lateAfter}`,
        en: `${moved} operations move, late orders ${lateBefore} → ${lateAfter}`,
      },
      evidence: proposal.evidence as Evidence[],
      isGrave: lateAfter > lateBefore,
    },
  ];
};

const asCheck = (parts: readonly Part[]): Check => ({
  status: parts.some(({ isGrave }) => isGrave) ? "warn" : "ok",
  summary: {
    zh: parts.map(({ text }) => text.zh).join("；"),
    en: parts.map(({ text }) => text.en).join("; "),
  },
  evidence: parts.flatMap(({ evidence }) => evidence ?? []),
});

/**
 * Looks for the plan with an order in another quantity or with another due date, as the proposal of the call: what changes, when
 * it would end then, what material it lacks. An order that the plan does not have changes by itself.
 *
 * @throws MillwrightError MISSING_ARGUMENT, and what `requireChange` and `repairPlan` throw.
 */
export const proposeOrderChange = async (
  context: ToolContext,
  repairMs: number,
  desk: Desk,
): Promise<Check> => {
  const { db, clock, toolCallId, actorId, args } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  if (!args.quantity && !args.by) throw new MillwrightError("MISSING_ARGUMENT", { argument: "quantity" });
  const change = await requireChange(db, order.id, wantedOf(args, order, now), now);
  const due = change.dueTime ?? order.dueTime;
  const beside = [
    ...(await promise(context, order, due, now)),
    ...(await newlyShort(db, order, change.quantity, now)),
  ];
  const plan = await latestPlan(db);
  const places = plan ? await plannedOperationsOf(db, plan.version, order.id) : [];
  if (places.length === 0 && !plan?.unplanned.includes(order.id))
    return asCheck([
      difference(order, change, now),
      {
        text: {
          zh: "不在现行计划中，其他工单不受影响，下次排产时按此安排",
          en: "it is not in the plan in force; nothing else moves, and the next plan reckons with it",
        },
      },
      ...beside,
    ]);
  const proposal = await desk.ask("proposeAsked", {
    toolCallId,
    actorId,
    happening: asChange(order.id, change),
    now,
    budgetMs: repairMs,
    // Nobody has to move for an order that needs no more room and is in time where it is.
    steady: (change.quantity ?? 0) <= order.quantity && places.every(({ end_time: end }) => end <= due),
  });
  return asCheck([
    difference(order, change, now),
    ...(await planned(context, order, change, proposal, now)),
    ...beside,
  ]);
};
