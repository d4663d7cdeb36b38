import { MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolHandler, ToolResult } from "../runtime/context.ts";
import { formatPlantTime, isChinese } from "../runtime/format.ts";
import type { Evidence } from "../runtime/tool.ts";
import { promiseOrder } from "./questions.ts";

const priority = 5;
const offeredQuantities = [50, 100, 200, 500];
const mostOffered = 4;

/** Products that have a routing, those of most open orders first. */
const productsOf = (db: Db) =>
  db
    .selectFrom("work_master as w")
    .innerJoin("material as m", "m.id", "w.product_id")
    .leftJoin("work_order as o", (join) =>
      join.onRef("o.product_id", "=", "w.product_id").on("o.status", "not in", ["Completed", "Cancelled"]),
    )
    .select(["m.id", "m.name_zh", "m.name_en"])
    .groupBy("m.id")
    .orderBy((fields) => fields.fn.count("o.id"), "desc")
    .orderBy("m.id")
    .execute();

/** Ids that share the most with the wanted one: its letters first, then the nearest number. */
const nearest = (ids: readonly string[], wanted: string): string[] => {
  const parts = (id: string) => ({ kind: id.replace(/[-\d].*$/, ""), number: Number(id.replace(/\D/g, "")) });
  const { kind, number } = parts(wanted);
  const distance = (id: string) => {
    const other = parts(id);
    return (other.kind === kind ? 0 : 1_000_000) + Math.abs(other.number - number);
  };
  return ids.toSorted((a, b) => distance(a) - distance(b)).slice(0, mostOffered);
};

/** When a new order could be done, what holds it back, and what would bring it forward. */
export const promiseDate: ToolHandler = async ({ db, clock, args, text }): Promise<ToolResult> => {
  const now = clock.now();
  const { product: id, quantity } = args;
  const products = await productsOf(db);
  const language = isChinese(text) ? "zh" : "en";
  if (!id)
    return {
      text: { zh: "您问的是哪个产品？", en: "Which product do you mean?" },
      evidence: [],
      choices: products
        .slice(0, mostOffered)
        .map((offered) => choiceOf("promise_date", { ...args, product: offered.id }, language)),
    };
  const product = products.find((candidate) => candidate.id === id);
  if (!product)
    throw new MillwrightError("UNKNOWN_PRODUCT", {
      id,
      suggestions: nearest(
        products.map((candidate) => candidate.id),
        id,
      ),
    });
  if (!quantity)
    return {
      text: { zh: `${id} 要多少台？`, en: `How many ${id}?` },
      evidence: [],
      choices: offeredQuantities.map((offered) =>
        choiceOf("promise_date", { product: id, quantity: offered }, language),
      ),
    };

  const answer = await promiseOrder(db, now, { productId: id, quantity, dueTime: now, priority });
  const { planVersion, end, heldBackBy, holding, sooner, operations } = answer;
  const evidence: Evidence[] = [
    {
      kind: "plan",
      id: `PLAN-${planVersion}`,
      label: product.name_en,
      facts: {
        version: planVersion,
        product: id,
        quantity,
        end: end ? formatPlantTime(end) : null,
        ...holding,
      },
      source: "plan_snapshot",
      at: now.toISOString(),
    },
    ...sooner.map(
      ({ facts }, index): Evidence => ({
        kind: "plan",
        id: `PLAN-${planVersion}/${index + 1}`,
        facts,
        source: "plan_snapshot",
        at: now.toISOString(),
      }),
    ),
  ];
  if (!end)
    return {
      text: {
        zh: `${quantity} 台 ${id} 现在给不出交期：${missing(holding)?.zh ?? heldBackBy.zh}。`,
        en: `No date can be promised for ${quantity} ${id}: ${missing(holding)?.en ?? heldBackBy.en}.`,
      },
      evidence,
    };
  const best = sooner[0];
  return {
    text: {
      zh: `${quantity} 台 ${id} 最早 ${formatPlantTime(end)} 可以交付，计划版本 ${planVersion} 里的工单都不用动。制约：${heldBackBy.zh}。${best ? `${best.how.zh}。` : ""}`,
      en: `${quantity} ${id} can be delivered ${formatPlantTime(end)} at the earliest, with every order of plan version ${planVersion} left where it is. Held back: ${holding["operation"] ? "segment " : ""}${heldBackBy.en}.${best ? ` It could be ${best.how.en}.` : ""}`,
    },
    rows: [
      ...operations.map((operation) => ({
        label: {
          zh: `工序 ${operation.segment} ${operation.equipmentId}`,
          en: `Segment ${operation.segment} ${operation.equipmentId}`,
        },
        value: `${formatPlantTime(operation.start)} – ${formatPlantTime(operation.end)}`,
      })),
      ...sooner.map(({ how, gainSeconds }) => ({
        label: how,
        value: `→ ${formatPlantTime(new Date(end.getTime() - gainSeconds * 1_000))}`,
      })),
    ],
    evidence,
  };
};

/** What is short, without a moment by which it would be needed: nobody has asked for a date. */
const missing = ({ kind, material, quantity }: Readonly<Record<string, string | number>>) =>
  kind === "missing"
    ? {
        zh: `物料 ${material} 缺 ${quantity} 件，且没有在途可补`,
        en: `${quantity} of ${material} are missing and no known receipt brings them`,
      }
    : undefined;
