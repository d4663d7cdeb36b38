import type { Line } from "../../services/mes/queries/equipment.ts";
import type { Shortage } from "../../services/mes/queries/kit-shortages.ts";
import type { Order } from "../../services/mes/queries/orders.ts";
import { formatPlantTime } from "./format.ts";
import type { Evidence } from "./tool.ts";

/** Rows of the data store as evidence, with times as they are said. */
export const orderEvidence = (order: Order, now: Date): Evidence => ({
  kind: "order",
  id: order.id,
  label: order.productId,
  facts: {
    status: order.held ? "Held" : order.status,
    quantity: order.quantity,
    priority: order.priority,
    due: formatPlantTime(order.dueTime),
  },
  source: "work_order",
  at: now.toISOString(),
});

/** What a role found of an order's segment: what it needs and how much of that is there. */
export const segmentEvidence = (
  order: Pick<Order, "id">,
  segment: number,
  facts: Evidence["facts"],
  now: Date,
): Evidence => ({
  kind: "order",
  id: order.id,
  facts: { segment, ...facts },
  source: "work_master_segment",
  at: now.toISOString(),
});

export const lineEvidence = (line: Line, now: Date): Evidence => ({
  kind: "equipment",
  id: line.id,
  facts: {
    state: line.stateCode ?? "offline",
    reason: line.stateReason,
    since: line.stateSince ? formatPlantTime(line.stateSince) : null,
    job: line.currentJob?.id ?? null,
    order: line.currentJob?.workOrderId ?? null,
    good: line.currentJob?.good ?? null,
    quantity: line.currentJob?.quantity ?? null,
    queued: line.queue.length,
  },
  source: "equipment",
  at: now.toISOString(),
});

export const shortageEvidence = (shortage: Shortage, now: Date): Evidence[] => [
  {
    kind: "material",
    id: shortage.materialId,
    label: shortage.nameEn,
    facts: {
      needed: shortage.needed,
      available: shortage.available,
      short: shortage.short,
      receipt: shortage.nextReceipt?.id ?? null,
      receiptOf: shortage.nextReceipt?.materialId ?? null,
      expected: shortage.nextReceipt ? formatPlantTime(shortage.nextReceipt.time) : null,
      receiptQuantity: shortage.nextReceipt?.quantity ?? null,
    },
    source: "material_lot",
    at: now.toISOString(),
  },
  ...shortage.unusableLots.map(
    (lot): Evidence => ({
      kind: "lot",
      id: lot.id,
      label: shortage.materialId,
      facts: { quantity: lot.quantity, status: lot.status },
      source: "material_lot",
      at: now.toISOString(),
    }),
  ),
];
