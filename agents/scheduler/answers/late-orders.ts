import { MillwrightError } from "../../../services/core/errors.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { lateSeconds } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../../services/mes/queries/plans.ts";
import { choiceOf } from "../../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { customersSaid } from "../../runtime/customers-said.ts";
import {
  formatDeadline,
  formatDuration,
  formatPlantTime,
  languageIn,
  momentOfDeadline,
  plantDayTime,
  sayDeadline,
} from "../../runtime/format.ts";
import { asksWhichCustomerIsLate } from "../../runtime/spoken/about/by-customer.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { tellHold, tellHolds } from "../what-if/tell-extra-time.ts";
import { overdueOf } from "./overdue.ts";

const mostShown = 10;
const mostCustomers = 5;

/** What holds each of these orders back most, by the plan of that version. */
const holdsOfLate = async (desk: Desk, now: Date, version: number, ids: ReadonlySet<string>) => {
  const { planVersion, holds } = await desk.ask("lateNow", now);
  return planVersion === version ? holds.filter(({ orderId }) => ids.has(orderId)) : [];
};

/** Customers of late orders, who waits longest in all first. */
const customersOf = (rows: readonly { readonly customer: string | null; readonly late: number }[]) =>
  [...Map.groupBy(rows, ({ customer }) => customer)]
    .flatMap(([name, those]) => (name ? [{ name, those }] : []))
    .map(({ name, those }) => ({
      name,
      orders: those.length,
      sum: those.reduce((total, { late }) => total + late, 0),
      worst: formatDuration(Math.max(...those.map(({ late }) => late))),
    }))
    .sort((a, b) => b.sum - a.sum)
    .slice(0, mostCustomers);

/**
 * Open orders that end after they are due by the plan in force; with `by`, those that are due until then; of a family or product
 * that the words name, only those.
 *
 * @param desk Who knows what each of them waits for; without, that is left out.
 */
export const lateOrders = async (
  { db, clock, args: { by }, text }: ToolContext,
  desk?: Desk,
): Promise<ToolResult> => {
  const now = clock.now();
  const plan = await latestPlan(db);
  if (!plan) throw new MillwrightError("PLAN_MISSING");
  const customers = await customersSaid(db, text);
  const { family, product } = readFigure(text, await namesOfPlant(db), now, plantDayTime(now));
  const planned = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("sales_order as s", "s.id", "o.sales_order_id")
    .select(["o.id", "o.due_time", "o.priority", "s.customer"])
    .select(lateSeconds("p.end_time").$notNull().as("late"))
    .where("p.version", "=", plan.version)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .$if(by !== undefined && by !== null, (query) => query.where("o.due_time", "<=", momentOfDeadline(by!)))
    .$if(product !== undefined, (query) => query.where("o.product_id", "=", product!))
    .$if(family !== undefined, (query) =>
      query.where("o.product_id", "in", (those) =>
        those.selectFrom("product_family as f").select("f.product_id").where("f.family", "=", family!),
      ),
    )
    .$if(customers.length > 0, (query) => query.where("s.customer", "in", customers))
    .groupBy(["o.id", "s.customer"])
    .orderBy("late", "desc")
    .execute();
  const rows = planned.filter(({ late }) => late > 0);
  const shown = rows.slice(0, mostShown);
  const language = languageIn(text);
  const holds =
    desk && rows.length > 0
      ? await holdsOfLate(desk, now, plan.version, new Set(rows.map(({ id }) => id)))
      : [];
  const held = tellHolds(holds);
  const holdOf = new Map(holds.map((hold) => [hold.orderId, tellHold(hold)[language]]));
  const worst = shown[0];
  /** Of which products only. */
  const part = product ?? family ?? (customers.length > 0 ? customers.join(", ") : undefined);
  const summary: Evidence = {
    kind: "plan",
    id: `PLAN-${plan.version}`,
    facts: {
      version: plan.version,
      orders: planned.length,
      late: rows.length,
      shown: shown.length,
      deadline: by ? formatDeadline(by) : null,
      of: part ?? null,
      ...held.evidence,
    },
    source: "plan_operation",
    at: now.toISOString(),
  };
  const due = {
    zh: `${part ? `${part} ` : ""}${by ? `交期不晚于 ${sayDeadline(by, "zh")} 的` : ""}${part || by ? ` ${planned.length} 个已排的工单里，` : ""}`,
    en:
      part || by
        ? `of the ${planned.length} planned ${part ? `${part} ` : ""}${planned.length === 1 ? "order" : "orders"}${by ? ` due by ${sayDeadline(by, "en")}` : ""}, `
        : "",
  };
  const overdue = await overdueOf(db, plan.version, now);
  const behind = overdue ? { zh: `${overdue.text.zh}。`, en: ` ${overdue.text.en}.` } : { zh: "", en: "" };
  const told = {
    zh: worst
      ? `按计划版本 ${plan.version}，${due.zh}有 ${rows.length} 个工单延期，最晚的是 ${worst.id}，晚 ${formatDuration(worst.late)}。`
      : `按计划版本 ${plan.version}，${due.zh}没有工单延期。`,
    en: worst
      ? `By plan version ${plan.version}, ${due.en}${rows.length} ${rows.length === 1 ? "order is" : "orders are"} late; the latest is ${worst.id}, by ${formatDuration(worst.late)}.`
      : `By plan version ${plan.version}, ${due.en}no order is late.`,
  };
  const hit = asksWhichCustomerIsLate(text) ? customersOf(rows) : [];
  const byCustomer =
    hit.length > 0
      ? {
          zh: `按客户：${hit.map(({ name, orders, worst: most }) => `${name} ${orders} 个，最晚 ${most}`).join("；")}。`,
          en: ` By customer: ${hit.map(({ name, orders, worst: most }) => `${name} ${orders}, the latest by ${most}`).join("; ")}.`,
        }
      : { zh: "", en: "" };
  const because =
    holds.length > 0
      ? { zh: `主要卡在：${held.zh}。`, en: ` Held back most: ${held.en}.` }
      : { zh: "", en: "" };
  return {
    text: {
      zh: told.zh + byCustomer.zh + because.zh + behind.zh,
      en: told.en + byCustomer.en + because.en + behind.en,
    },
    ...(overdue ? { choices: [choiceOf("make_plan", {}, language)] } : {}),
    rows: shown.map((row) => ({
      label: { zh: row.id, en: row.id },
      value: [`+${formatDuration(row.late)}`, formatPlantTime(row.due_time), holdOf.get(row.id)]
        .filter(Boolean)
        .join(" · "),
    })),
    ...(worst ? { mentioned: { order: worst.id } } : {}),
    evidence: [
      summary,
      ...(overdue ? [overdue.evidence] : []),
      ...hit.map(
        ({ name, orders, worst: most }): Evidence => ({
          kind: "figure",
          id: name,
          facts: { lateOrders: orders, latest: most },
          source: "sales_order",
          at: now.toISOString(),
        }),
      ),
      ...shown.map(
        (row): Evidence => ({
          kind: "order",
          id: row.id,
          facts: {
            late: formatDuration(row.late),
            due: formatPlantTime(row.due_time),
            priority: row.priority,
            ...(holdOf.has(row.id) ? { because: holdOf.get(row.id)! } : {}),
          },
          source: "plan_operation",
          at: now.toISOString(),
        }),
      ),
    ],
  };
};
