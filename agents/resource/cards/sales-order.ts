import { MillwrightError } from "../../../services/core/errors.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { openSalesOrdersOf, workOf } from "../../../services/mes/queries/sales-orders.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { type Card, type CardOf, rowEvidence } from "./card.ts";

const mostShown = 8;

/** How the work of sales orders stands: when the last of it ends by the plan in force, against what was promised. */
const standing = async (db: Parameters<CardOf>[0], ids: readonly string[], now: Date) => {
  const plan = await latestPlan(db);
  const work = await workOf(db, ids, plan?.version);
  const open = work.filter(({ status }) => status !== "Completed" && status !== "Cancelled");
  const ends = open.map(({ end }) => end).filter((end) => end !== null);
  const last = open.length > 0 && ends.length === open.length ? ends.sort((a, b) => +b - +a)[0] : undefined;
  const evidence = open.slice(0, mostShown).map(
    (order): Evidence =>
      rowEvidence(
        "order",
        order.id,
        "work_order",
        {
          product: order.product_id,
          quantity: order.quantity,
          status: order.status,
          end: order.end ? formatPlantTime(order.end) : null,
          due: formatPlantTime(order.due_time),
        },
        now,
      ),
  );
  return { work, open, last, unplanned: open.length - ends.length, evidence };
};

/** A sales order: how many work orders it has, and whether the last one is done by when it was promised. */
export const salesOrderCard: CardOf = async (db, id, now): Promise<Card> => {
  const sale = await db.selectFrom("sales_order").selectAll().where("id", "=", id).executeTakeFirst();
  if (!sale) throw new MillwrightError("NOT_FOUND", { kind: "sales order", id });
  const { work, open, last, unplanned, evidence } = await standing(db, [id], now);
  const promised = formatPlantTime(sale.promised_time);
  const late = last ? Math.round((last.getTime() - sale.promised_time.getTime()) / 1_000) : undefined;
  const by = late === undefined ? null : formatDuration(Math.abs(late));
  const done = work.length - open.length;
  const [zh, en] =
    open.length === 0
      ? ["全部做完了", "all of it is done"]
      : last
        ? late! > 0
          ? [
              `按现行计划 ${formatPlantTime(last)} 全部做完，比承诺 ${promised} 晚 ${by}`,
              `by the plan the last is done ${formatPlantTime(last)}, ${by} after the promised ${promised}`,
            ]
          : [
              `按现行计划 ${formatPlantTime(last)} 全部做完，比承诺 ${promised} 早 ${by}`,
              `by the plan the last is done ${formatPlantTime(last)}, ${by} before the promised ${promised}`,
            ]
        : [
            `有 ${unplanned} 个工单没有排进计划，说不出哪天做完；承诺 ${promised}`,
            `not in the plan: ${unplanned}, so no date can be told; promised ${promised}`,
          ];
  const order = open.toSorted((a, b) => Number(b.end ?? 0) - Number(a.end ?? 0))[0];
  return {
    text: {
      zh: `${id}（${sale.customer}）：${work.length} 个工单，已完成 ${done} 个；${zh}。`,
      en: `${id} (${sale.customer}): ${work.length} work orders, ${done} done; ${en}.`,
    },
    rows: open.slice(0, mostShown).map((one) => ({
      label: { zh: one.id, en: one.id },
      value: `${one.product_id} × ${one.quantity} · ${one.end ? formatPlantTime(one.end) : "–"}`,
    })),
    evidence: [
      rowEvidence(
        "plan",
        id,
        "sales_order",
        {
          orders: work.length,
          done,
          unplanned,
          promised,
          end: last ? formatPlantTime(last) : null,
          difference: by,
        },
        now,
        sale.customer,
      ),
      ...evidence,
    ],
    ...(order ? { mentioned: { order: order.id } } : {}),
  };
};

/** A customer: the sales orders that are not done, each with the day that it is done by the plan and the one that was promised. */
export const customerCard: CardOf = async (db, customer, now): Promise<Card> => {
  const sales = await openSalesOrdersOf(db, customer);
  if (sales.length === 0)
    return {
      text: {
        zh: `${customer} 没有未完成的订单。`,
        en: `${customer} has no order that is not done.`,
      },
      evidence: [rowEvidence("plan", customer, "sales_order", { open: 0 }, now)],
    };
  const shown = await Promise.all(
    sales.slice(0, mostShown).map(async (sale) => ({ sale, ...(await standing(db, [sale.id], now)) })),
  );
  const named = shown.slice(0, 3);
  const end = (last: Date | undefined) => (last ? formatPlantTime(last) : undefined);
  return {
    text: {
      zh: `${customer} 有 ${sales.length} 张未完成的订单：${named
        .map(
          ({ sale, last }) =>
            `${sale.id} ${end(last) ? `计划 ${end(last)}` : "有工单未排进计划"}，承诺 ${formatPlantTime(sale.promised_time)}`,
        )
        .join("；")}${sales.length > named.length ? "；其余见下" : ""}。`,
      en: `${customer} has ${sales.length} orders that are not done: ${named
        .map(
          ({ sale, last }) =>
            `${sale.id} ${end(last) ? `planned ${end(last)}` : "not wholly planned"}, promised ${formatPlantTime(sale.promised_time)}`,
        )
        .join("; ")}${sales.length > named.length ? "; the rest below" : ""}.`,
    },
    rows: shown.map(({ sale, last }) => ({
      label: { zh: sale.id, en: sale.id },
      value: `${end(last) ?? "–"} / ${formatPlantTime(sale.promised_time)}`,
    })),
    evidence: [
      rowEvidence("plan", customer, "sales_order", { open: sales.length }, now),
      ...shown.map(({ sale, last }) =>
        rowEvidence(
          "plan",
          sale.id,
          "sales_order",
          { end: end(last) ?? null, promised: formatPlantTime(sale.promised_time) },
          now,
        ),
      ),
    ],
  };
};
