import { createRequisition as create } from "../../services/mes/commands/orders.ts";
import { openKit } from "../../services/mes/queries/kit.ts";
import { nextSegment } from "../../services/mes/queries/orders.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { orderEvidence, shortageEvidence } from "../runtime/evidence.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { subjectOrder, subjectStock } from "../runtime/subject.ts";
import type { Evidence } from "../runtime/tool.ts";
import { kitUnderWay } from "./kit-under-way.ts";
import { stockByName } from "./named-stock.ts";

/** Where a kit is that was sent to a line, and not whether there is all of it. */
const asksWhere =
  /送到|送达|线边|到线|在哪|哪儿|哪里|到没到|到了(?:没|吗)|什么时候到|(?<![a-z])(?:where|arriv\w*|deliver\w*|brought|on its way|at the line|reach\w*)(?![a-z])/i;

/** Whether its requisition was made, and not whether there is all of it. */
const asksRequisition = /领?料单|(?<![a-z])(?:requisition\w*|pick ?lists?)(?![a-z])/i;

export const checkKit: ToolHandler = async (context) => {
  const now = context.clock.now();
  const order = await subjectOrder(context);
  const mentioned = { order: order.id };
  const underWay = asksWhere.test(context.text) ? await kitUnderWay(context, order, now) : undefined;
  if (underWay) return underWay;
  const segment = nextSegment(order);
  const base = orderEvidence(order, now);
  if (!segment)
    return {
      text: { zh: `${order.id} 的工序都已下达。`, en: `Every segment of ${order.id} is released.` },
      evidence: [base],
      mentioned,
    };
  const { requisition, kit } = await openKit(context.db, order, segment, now);
  if (requisition)
    return {
      text: {
        zh: `${order.id} 工序 ${segment.segment}（${segment.nameZh}）的物料已在领料单 ${requisition.id} 上${requisition.status === "Issued" ? `，已送到 ${requisition.equipment_id}` : ""}。`,
        en: `The kit of ${order.id} segment ${segment.segment} (${segment.nameEn}) is on requisition ${requisition.id}${requisition.status === "Issued" ? ` and was brought to ${requisition.equipment_id}` : ""}.`,
      },
      evidence: [
        {
          ...base,
          facts: {
            ...base.facts,
            segment: segment.segment,
            requisition: requisition.id,
            line: requisition.equipment_id,
          },
        },
      ],
      mentioned,
    };
  const none = asksRequisition.test(context.text)
    ? { zh: "下一道工序还没开领料单。", en: "The next segment has no requisition yet. " }
    : { zh: "", en: "" };
  const evidence: Evidence[] = [
    {
      ...base,
      facts: {
        ...base.facts,
        segment: segment.segment,
        materials: kit.items,
        lots: kit.allocations.length,
        shortages: kit.shortages.length,
      },
    },
    ...kit.shortages.flatMap((shortage) => shortageEvidence(shortage, now)),
  ];
  const stays = asksWhere.test(context.text)
    ? {
        zh: "料还在仓库：工序下达后 AGV 才送到线边。",
        en: " It is still in the store: it goes to the line once the segment is released.",
      }
    : { zh: "", en: "" };
  if (kit.complete)
    return {
      text: {
        zh: `${none.zh}${order.id} 工序 ${segment.segment}（${segment.nameZh}）已齐套：${kit.items} 种物料，来自 ${kit.allocations.length} 个批次。${stays.zh}`,
        en: `${none.en}The kit of ${order.id} segment ${segment.segment} (${segment.nameEn}) is complete: ${kit.items} materials from ${kit.allocations.length} lots.${stays.en}`,
      },
      evidence,
      mentioned,
    };
  return {
    text: {
      zh: `${none.zh}${order.id} 工序 ${segment.segment} 不齐套，缺 ${kit.shortages.length} 种物料。`,
      en: `${none.en}The kit of ${order.id} segment ${segment.segment} is not complete: ${kit.shortages.length} materials are short.`,
    },
    rows: kit.shortages.map((item) => ({
      label: { zh: `${item.materialId} ${item.nameZh}`, en: `${item.materialId} ${item.nameEn}` },
      value: `−${item.short} (${item.available}/${item.needed})${item.nextReceipt ? ` · ${item.nextReceipt.id}${item.nextReceipt.materialId === item.materialId ? "" : ` (${item.nextReceipt.materialId})`} ${formatPlantTime(item.nextReceipt.time)}` : ""}`,
    })),
    evidence,
    mentioned,
  };
};

export const stockStatus: ToolHandler = async (context) => {
  const now = context.clock.now();
  if (!context.args.material) {
    const named = await stockByName(context.db, context.text, now);
    if (named) return named;
  }
  const stock = await subjectStock(context);
  const { free } = stock;
  const next = stock.receipts[0];
  const evidence: Evidence[] = [
    {
      kind: "material",
      id: stock.id,
      label: stock.nameEn,
      facts: {
        onHand: stock.onHand,
        reserved: stock.reserved,
        free,
        blocked: stock.blocked,
        lots: stock.lots.length,
        receipt: next?.id ?? null,
        receiptQuantity: next?.quantity ?? null,
        expected: next ? formatPlantTime(next.expected_time) : null,
      },
      source: "material_lot",
      at: now.toISOString(),
    },
  ];
  return {
    text: {
      zh: `${stock.id}（${stock.nameZh}）可用 ${free}，在库 ${stock.onHand}，已预留 ${stock.reserved}，冻结 ${stock.blocked}${next ? `；下一次到货 ${formatPlantTime(next.expected_time)}，${next.quantity}` : ""}。`,
      en: `${stock.id} (${stock.nameEn}): ${free} free, ${stock.onHand} on hand, ${stock.reserved} reserved, ${stock.blocked} blocked${next ? `; next receipt ${formatPlantTime(next.expected_time)}, ${next.quantity}` : ""}.`,
    },
    rows: stock.lots.map((lot) => ({
      label: { zh: lot.id, en: lot.id },
      value: `${lot.quantity} · ${lot.status} · ${lot.location}${lot.expires_at ? ` · ${formatPlantTime(lot.expires_at)}` : ""}`,
    })),
    evidence: [
      ...evidence,
      ...stock.lots.map(
        (lot): Evidence => ({
          kind: "lot",
          id: lot.id,
          label: stock.nameZh,
          facts: {
            quantity: lot.quantity,
            reserved: lot.reserved,
            status: lot.status,
            location: lot.location,
          },
          source: "material_lot",
          at: now.toISOString(),
        }),
      ),
    ],
  };
};

export const createRequisition: ToolHandler = async (context) => {
  const { db, clock, actorId, toolCallId } = context;
  const now = clock.now();
  const order = await subjectOrder(context);
  const requisition = await db
    .transaction()
    .execute((tx) => create(tx, { workOrderId: order.id, actorId, toolCallId, now }));
  const lines = await db
    .selectFrom("requisition_line")
    .selectAll()
    .where("requisition_id", "=", requisition.id)
    .orderBy("lot_id")
    .execute();
  return {
    text: {
      zh: `已为 ${order.id} 工序 ${requisition.segment} 创建领料单 ${requisition.id}，共 ${lines.length} 行。`,
      en: `Requisition ${requisition.id} is created for ${order.id} segment ${requisition.segment}, ${lines.length} lines.`,
    },
    evidence: [
      {
        kind: "order",
        id: requisition.id,
        label: order.id,
        facts: { segment: requisition.segment, lines: lines.length, status: "Requested" },
        source: "material_requisition",
        at: now.toISOString(),
      },
      ...lines.map(
        (line): Evidence => ({
          kind: "lot",
          id: line.lot_id,
          label: line.material_id,
          facts: { quantity: line.quantity, substitutes: line.substitutes },
          source: "requisition_line",
          at: now.toISOString(),
        }),
      ),
    ],
    mentioned: { order: order.id },
  };
};
