import type { Db } from "../../services/mes/database.ts";
import { lateSeconds } from "../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { choiceOf } from "../runtime/choice.ts";
import { toolNamed } from "../runtime/tool.ts";
import { readyOrders } from "../scheduler/material/ready-orders.ts";
import type { Decision } from "./decide/step.ts";
import type { Understanding } from "./understand.ts";

/** As many as can be looked over at a glance. */
const offered = 6;

const onHold = async (db: Db, held: boolean): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom("work_order")
    .select("id")
    .where("held", "=", held)
    .where("status", "in", held ? ["Waiting", "Released", "Running"] : ["Released", "Running"])
    .orderBy("due_time")
    .orderBy("id")
    .limit(offered)
    .execute();
  return rows.map(({ id }) => id);
};

/** Orders that the plan has latest; those in hand where it has none late. */
const lateOnes = async (db: Db): Promise<readonly string[]> => {
  const plan = await latestPlan(db);
  const late = plan
    ? await db
        .selectFrom("plan_operation as p")
        .innerJoin("work_order as o", "o.id", "p.work_order_id")
        .select("o.id")
        .where("p.version", "=", plan.version)
        .where("o.status", "not in", ["Completed", "Cancelled"])
        .groupBy("o.id")
        .having(lateSeconds("p.end_time"), ">", 0)
        .orderBy(lateSeconds("p.end_time"), "desc")
        .limit(offered)
        .execute()
    : [];
  return late.length > 0 ? late.map(({ id }) => id) : onHold(db, false);
};

const applicable = async (db: Db, tool: ToolCall["tool"], now: Date): Promise<readonly string[]> => {
  if (tool === "resume_order") return onHold(db, true);
  if (tool === "hold_order") return onHold(db, false);
  if (tool === "expedite_order") return lateOnes(db);
  return (await readyOrders(db, now)).map(({ id }) => id);
};

/** Tools that are about one order and come to nothing without. */
const ofOneOrder: ReadonlySet<string> = new Set(["order_status", "explain_late", "can_release", "check_kit"]);

/** Open orders of a product, those that are in hand first. */
const ordersOf = async (db: Db, product: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom("work_order")
    .select("id")
    .where("product_id", "=", product)
    .where("status", "not in", ["Completed", "Cancelled"])
    .orderBy((by) =>
      by.case().when("status", "=", "Running").then(0).when("status", "=", "Released").then(1).else(2).end(),
    )
    .orderBy("due_time")
    .orderBy("id")
    .limit(offered)
    .execute();
  return rows.map(({ id }) => id);
};

/** Orders in hand, those due first first; of a question about lateness those that the plan has latest. */
const inHand = (db: Db, tool: ToolCall["tool"]): Promise<readonly string[]> =>
  tool === "explain_late" ? lateOnes(db) : onHold(db, false);

/** The one open order of the product that a question names, or the question which one. */
const ofProduct = async (
  db: Db,
  call: ToolCall,
  { candidates: { named, product: products } }: Understanding,
  language: "zh" | "en",
): Promise<Decision> => {
  const [product, ...others] = named.has("product") ? products : [];
  const orders = product && others.length === 0 ? await ordersOf(db, product) : [];
  const [order, ...more] = orders;
  if (order && more.length === 0) return { call: { ...call, order } };
  const those = orders.length > 0 ? orders : await inHand(db, call.tool);
  return {
    doubt:
      orders.length > 0
        ? {
            zh: `${product} 的未完工单不止一张，您说的是哪张？`,
            en: `There are several open orders of ${product}. Which one do you mean?`,
          }
        : product
          ? {
              zh: `${product} 没有未完的工单。您说的是哪张工单？`,
              en: `There is no open order of ${product}. Which order do you mean?`,
            }
          : { zh: "您说的是哪张工单？", en: "Which order do you mean?" },
    choices: those.map((one) => choiceOf(call.tool, { ...call, order: one }, language)),
    asked: call,
    offered: those,
  };
};

/**
 * Asks which order is meant where a sentence speaks of all of them ("release everything that is ready"): an act is checked
 * and approved one order at a time, and the one that was talked about last is not what was said.
 */
export const askWhichOrder = async (
  db: Db,
  call: ToolCall,
  understood: Understanding,
  language: "zh" | "en",
): Promise<Decision | undefined> => {
  const { candidates, compared, everyOrder, now } = understood;
  const { policy, arguments: taken, title } = toolNamed(call.tool);
  const ofOrder = policy.kind === "confirm" && "order" in taken.shape;
  const [product, ...products] = candidates.named.has("product") ? candidates.product : [];
  const ofProducts = product && products.length === 0 ? await ordersOf(db, product) : [];
  if (ofOneOrder.has(call.tool) && !call.order) return ofProduct(db, call, understood, language);
  if (ofOrder && !call.order && !candidates.named.has("order") && !everyOrder) {
    const those = compared.length > 0 ? compared : ofProducts;
    const orders = those.length > 0 ? those : await applicable(db, call.tool, now);
    return {
      doubt: {
        zh: `${title.zh}：您说的是哪张工单？什么都还没有做。`,
        en: `${title.en}: which order do you mean? Nothing was done yet.`,
      },
      choices: orders.map((order) => choiceOf(call.tool, { ...call, order }, language)),
      asked: call,
      offered: orders,
    };
  }
  if (!ofOrder || candidates.named.has("order") || !everyOrder) return undefined;
  const orders = await applicable(db, call.tool, now);
  return {
    doubt: {
      zh: `${title.zh}要一张一张来，每张都先检查再批准。${orders.length > 0 ? "先办哪一张？" : "现在没有可以办的工单。"}`,
      en: `${title.en} goes order by order, each one checked and approved. ${orders.length > 0 ? "Which one first?" : "There is none now for which it could be done."}`,
    },
    choices: orders.map((order) => choiceOf(call.tool, { ...call, order }, language)),
    asked: { ...call, order: null },
    offered: orders,
  };
};
