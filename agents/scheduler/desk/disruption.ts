import type { Disruption, Order, Problem } from "../../../optimizer/index.ts";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import { requireCancellable } from "../../../services/mes/commands/cancel.ts";
import { requireChange } from "../../../services/mes/commands/change-order.ts";
import { scrappedLots } from "../../../services/mes/commands/scrap.ts";
import type { Db } from "../../../services/mes/database.ts";
import { orderById, requireOpen, suggestIds } from "../../../services/mes/queries/orders.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { readPlantState } from "../problem/problem.ts";
import { type Wish, wishOf } from "./expedite.ts";
import { asOrder, changedOrder, storedOrder } from "./inquiry.ts";
import type { OpenSnapshot } from "./snapshot.ts";

/** What a happening does to the plan's problem. */
export interface Effect {
  readonly disruptions: readonly Disruption[];
  /** The plan's problem, with the materials that a new order brings in. */
  readonly problem: Problem;
  /** The operation whose place is looked for anew. */
  readonly anew?: { readonly orderId: string; readonly operationId: string };
  /** The order that takes another time at its places. */
  readonly resized?: string;
  /** The order whose places are looked for anew, and how it is counted once it is found. */
  readonly wish?: Wish;
}

/**
 * An order that has a place in the plan.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_ON_HOLD, ORDER_COMPLETED, NOT_FOUND when it lacks material or is newer than the plan.
 */
const plannedOrder = async (db: Db, { problem, plan }: OpenSnapshot, id: string): Promise<Order> => {
  const stored = await orderById(db, id);
  if (stored.held) throw new MillwrightError("ORDER_ON_HOLD", { order: id });
  requireOpen(stored);
  const order = plan.unplanned.includes(id) ? undefined : problem.orders.find((other) => other.id === id);
  if (!order) throw new MillwrightError("NOT_FOUND", { kind: "planned work order", id });
  return order;
};

/**
 * An order of which one operation is done on one resource only.
 *
 * @throws MillwrightError LINE_NOT_ELIGIBLE, NOT_FOUND when the operation is released or done.
 */
const boundTo = (order: Order, operationId: string, resource: string): Order => {
  const operation = order.operations.find(({ id, fixed }) => id === operationId && !fixed);
  if (!operation)
    throw new MillwrightError("NOT_FOUND", { kind: "planned operation", id: `${order.id}/${operationId}` });
  const alternatives = operation.alternatives.filter((one) => one.resource === resource);
  if (alternatives.length === 0)
    throw new MillwrightError("LINE_NOT_ELIGIBLE", {
      line: resource,
      segment: Number(operationId),
      order: order.id,
      eligible: operation.alternatives.map((one) => one.resource),
    });
  return {
    ...order,
    operations: order.operations.map((one) => (one === operation ? { ...one, alternatives } : one)),
  };
};

/**
 * A happening in the terms of the plan in force.
 *
 * @throws MillwrightError UNKNOWN_LINE, UNKNOWN_MATERIAL, UNKNOWN_ORDER, NOT_FOUND, INVALID_TRANSITION, LINE_NOT_ELIGIBLE, SCRAP_BEYOND,
 * and what `requireChange` throws.
 */
export const effectOf = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
  happening: Happening,
): Promise<Effect> => {
  const { problem } = snapshot;
  const at = (time: string) => Math.max(0, snapshot.at(new Date(time)));
  const one = (disruption: Disruption, changed = problem): Effect => ({
    disruptions: [disruption],
    problem: changed,
  });
  switch (happening.kind) {
    case "down": {
      const { equipmentId: id, from, to } = happening;
      const lines = problem.resources.map((resource) => resource.id);
      if (!lines.includes(id)) throw new MillwrightError("UNKNOWN_LINE", { id, suggestions: lines });
      if (new Date(to) <= now) throw new MillwrightError("INVALID_INPUT", { path: "to", problem: "is past" });
      return one({ kind: "down", resource: id, from: at(from), to: at(to) });
    }
    case "absent": {
      const { personId, from, to } = happening;
      const { windows, resources } = (await readPlantState(db, snapshot.plantTime)).presenceOf(personId);
      const counted = resources.filter((id) => problem.secondaryResources?.some((other) => other.id === id));
      if (counted.length === 0)
        throw new MillwrightError("NOT_FOUND", { kind: "person whom the plan counts on", id: personId });
      // Off shift nobody counts on them.
      const missed = windows.flatMap(([start, end]): [number, number][] => {
        const span: [number, number] = [Math.max(start, at(from)), Math.min(end, at(to))];
        return span[0] < span[1] ? [span] : [];
      });
      const disruptions = counted.flatMap((resource) =>
        missed.map(
          ([start, end]): Disruption => ({ kind: "absent", resource, units: 1, from: start, to: end }),
        ),
      );
      return { disruptions, problem };
    }
    case "late": {
      const receipt = await db
        .selectFrom("expected_receipt")
        .select(["material_id", "expected_time"])
        .where("id", "=", happening.receiptId)
        .executeTakeFirst();
      if (!receipt) throw new MillwrightError("NOT_FOUND", { kind: "receipt", id: happening.receiptId });
      const { material_id: material, expected_time: expected } = receipt;
      const counted = problem.materials.find(({ id }) => id === material);
      if (!counted)
        throw new MillwrightError("NOT_FOUND", {
          kind: "receipt that the plan uses",
          id: happening.receiptId,
        });
      const { receiptId } = happening;
      // As the plan counts on it, which need not be when it is expected now.
      const known = counted.receipts.find(({ id }) => id === receiptId);
      const from = known?.time ?? at(expected.toISOString());
      return one({ kind: "late", material, receipt: receiptId, from, to: at(happening.time) });
    }
    case "scrap": {
      const { materialId: id, quantity, lotId: lot } = happening;
      if (!problem.materials.some((material) => material.id === id))
        throw new MillwrightError("UNKNOWN_MATERIAL", {
          id,
          suggestions: await suggestIds(db, "material", id),
        });
      await scrappedLots(db, happening);
      return one({ kind: "scrap", material: id, quantity, ...(lot === undefined ? {} : { lot }) });
    }
    case "cancel":
      await requireCancellable(db, happening.workOrderId);
      return one({ kind: "cancel", order: happening.workOrderId });
    case "expedite": {
      const wish = wishOf(
        await plannedOrder(db, snapshot, happening.workOrderId),
        at(happening.by ?? now.toISOString()),
      );
      return { ...one({ kind: "rush", order: wish.wanted }), wish };
    }
    case "move": {
      const { workOrderId, segment, equipmentId } = happening;
      const order = await plannedOrder(db, snapshot, workOrderId);
      const operationId = String(segment);
      const bound = boundTo(order, operationId, equipmentId);
      return { ...one({ kind: "rush", order: bound }), anew: { orderId: workOrderId, operationId } };
    }
    case "change": {
      const { workOrderId, quantity, dueTime } = happening;
      const wanted = { quantity, dueTime: dueTime ? new Date(dueTime) : undefined };
      const change = await requireChange(db, workOrderId, wanted, now);
      const known = problem.orders.find(({ id }) => id === workOrderId);
      if (!known) throw new MillwrightError("NOT_FOUND", { kind: "planned work order", id: workOrderId });
      // Of another date nothing of it is another: what has begun stays as it is.
      if (change.quantity === undefined)
        return one({ kind: "rush", order: { ...known, due: at(change.dueTime!.toISOString()) } });
      const { problem: wider, order } = await changedOrder(db, snapshot, workOrderId, change);
      return { ...one({ kind: "rush", order }, wider), resized: workOrderId };
    }
    case "order": {
      const { problem: wider, order } = await storedOrder(db, snapshot, happening.workOrderId);
      return one({ kind: "rush", order }, wider);
    }
    case "rush": {
      const inquiry = { ...happening, dueTime: new Date(happening.dueTime) };
      const { problem: wider, order } = await asOrder(db, snapshot, now, inquiry, happening.workOrderId);
      return one({ kind: "rush", order }, wider);
    }
  }
};

const span = (from: string, to: string) =>
  `${formatPlantTime(new Date(from))} – ${formatPlantTime(new Date(to))}`;

/** A happening in a sentence without an end. */
export const tellHappening = (happening: Happening): Bilingual => {
  switch (happening.kind) {
    case "down": {
      const { equipmentId: id, from, to } = happening;
      return { zh: `${id} 停机 ${span(from, to)}`, en: `${id} down ${span(from, to)}` };
    }
    case "absent": {
      const { personId: id, from, to } = happening;
      return { zh: `${id} 缺勤 ${span(from, to)}`, en: `${id} absent ${span(from, to)}` };
    }
    case "late": {
      const time = formatPlantTime(new Date(happening.time));
      return {
        zh: `到货 ${happening.receiptId} 推迟到 ${time}`,
        en: `receipt ${happening.receiptId} late, comes ${time}`,
      };
    }
    case "scrap": {
      const what = happening.lotId ? `${happening.materialId} (${happening.lotId})` : happening.materialId;
      return { zh: `${what} 报废 ${happening.quantity} 件`, en: `${happening.quantity} of ${what} scrapped` };
    }
    case "cancel":
      return { zh: `取消 ${happening.workOrderId}`, en: `${happening.workOrderId} cancelled` };
    case "expedite": {
      const { workOrderId: id, by } = happening;
      const time = by ? formatPlantTime(new Date(by)) : undefined;
      return {
        zh: `提前 ${id}${time ? `，要求 ${time} 前完工` : ""}`,
        en: `${id} brought forward${time ? `, wanted by ${time}` : ""}`,
      };
    }
    case "move": {
      const { workOrderId: id, segment, equipmentId: line } = happening;
      return { zh: `${id} 工序 ${segment} 改到 ${line}`, en: `segment ${segment} of ${id} moved to ${line}` };
    }
    case "change": {
      const { workOrderId: id, quantity, dueTime } = happening;
      const due = dueTime ? formatPlantTime(new Date(dueTime)) : undefined;
      return {
        zh: `${id} ${[quantity ? `改为 ${quantity} 台` : "", due ? `交期改为 ${due}` : ""].filter(Boolean).join("，")}`,
        en: `${id} changed: ${[quantity ? `${quantity} units` : "", due ? `due ${due}` : ""].filter(Boolean).join(", ")}`,
      };
    }
    case "order":
      return { zh: `排入 ${happening.workOrderId}`, en: `${happening.workOrderId} to be planned` };
    case "rush": {
      const { workOrderId: id, productId, quantity, dueTime } = happening;
      const due = formatPlantTime(new Date(dueTime));
      return {
        zh: `急单 ${id}：${productId} × ${quantity}，交期 ${due}`,
        en: `rush order ${id}: ${productId} × ${quantity}, due ${due}`,
      };
    }
  }
};
