import { type SelectQueryBuilder, sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import type { Database } from "../schema.ts";
import { allocateKit, type LotAllocation } from "./allocate.ts";
import { type Shortage, type ShortPosition, shortagesOf } from "./kit-shortages.ts";
import type { Order, OrderSegment } from "./orders.ts";
import { isUsable } from "./usable-lots.ts";

export interface Kit {
  readonly complete: boolean;
  readonly items: number;
  readonly allocations: readonly LotAllocation[];
  readonly shortages: readonly Shortage[];
}

/** The requisition of a segment's kit: what is on one is fetched, or lies at the line, and is needed no more. */
export const requisitionOf = (db: Db | Tx, workOrderId: string, segment: number) =>
  db
    .selectFrom("material_requisition")
    .select(["id", "status", "equipment_id"])
    .where("work_order_id", "=", workOrderId)
    .where("segment", "=", segment)
    .executeTakeFirst();

/** The kit that was sent to a line for a segment: its requisition, and the transport that brings it last and the vehicle that has it on board; undefined where none is asked for. */
export const kitSent = async (db: Db | Tx, workOrderId: string, segment: number) => {
  const row = await db
    .selectFrom("material_requisition as r")
    .leftJoin("transport_order as t", "t.requisition_id", "r.id")
    .select(["r.id as requisition", "r.equipment_id as line", "r.issued_at as issuedAt"])
    .select(["t.id", "t.status", "t.from_station as from", "t.vehicle_id as vehicle"])
    .leftJoin("vehicle as v", "v.load_id", "r.id")
    .select("v.id as holder")
    .where("r.work_order_id", "=", workOrderId)
    .where("r.segment", "=", segment)
    .where("r.status", "!=", "Cancelled")
    .orderBy("t.changed_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return undefined;
  const { requisition, line, issuedAt, id, status, from, vehicle, holder } = row;
  return {
    requisition,
    line,
    issuedAt,
    transport: id && status && from ? { id, status, from, vehicle, holder } : undefined,
  };
};

/** Locks lots until the transaction ends; always in the order of their ids, so that no two wait for each other. */
export const lockLots = async (
  tx: Db | Tx,
  narrow: (
    lots: SelectQueryBuilder<Database, "material_lot", { id: string }>,
  ) => SelectQueryBuilder<Database, "material_lot", { id: string }>,
): Promise<void> => {
  await narrow(tx.selectFrom("material_lot").select("id")).orderBy("id").forUpdate().execute();
};

/**
 * The kit of one segment, taken from free stock: lots that expire first go first, then the oldest; an alternate is
 * used only for what the BOM's own material lacks, other vendors than approved ones not at all. With `lock`, the lots stay locked until the transaction ends.
 */
export const kitOf = async (
  db: Db | Tx,
  order: Pick<Order, "workMasterId" | "quantity">,
  segment: number,
  now: Date,
  { lock = false }: { lock?: boolean } = {},
): Promise<Kit> => {
  const items = await db
    .selectFrom("bom_item as b")
    .innerJoin("material as m", "m.id", "b.material_id")
    .select(["b.position", "b.material_id", "b.quantity_per", "b.uniform", "m.name_zh", "m.name_en"])
    .where("b.work_master_id", "=", order.workMasterId)
    .where("b.segment", "=", segment)
    .orderBy("b.position")
    .execute();
  if (items.length === 0) return { complete: true, items: 0, allocations: [], shortages: [] };
  const alternates = await db
    .selectFrom("bom_alternate")
    .select(["position", "material_id"])
    .where("work_master_id", "=", order.workMasterId)
    .where("segment", "=", segment)
    .orderBy("rank")
    .execute();
  const approved = await db
    .selectFrom("approved_vendor")
    .select(["position", "vendor"])
    .where("work_master_id", "=", order.workMasterId)
    .where("segment", "=", segment)
    .execute();
  const vendorsOf = Map.groupBy(approved, ({ position }) => position);
  const vendorsAt = (position: number) => vendorsOf.get(position)?.map(({ vendor }) => vendor);
  const wanted = [...new Set([...items, ...alternates].map((row) => row.material_id))];
  if (lock) await lockLots(db, (lot) => lot.where("material_id", "in", wanted));
  const lots = await db
    .selectFrom("material_lot")
    .select(["id", "material_id", "location", "vendor", "bin", sql<number>`quantity - reserved`.as("free")])
    .where("material_id", "in", wanted)
    .where(isUsable("material_lot", now))
    .where(sql<boolean>`quantity > reserved`)
    .orderBy(sql`expires_at nulls last`)
    .orderBy("id")
    .execute();
  const alternatesAt = (at: number) =>
    alternates.filter(({ position }) => position === at).map(({ material_id }) => material_id);
  const { allocations, available } = allocateKit(
    items.map((item) => ({
      materialId: item.material_id,
      alternates: alternatesAt(item.position),
      needed: item.quantity_per * order.quantity,
      vendors: vendorsAt(item.position),
      uniform: item.uniform,
    })),
    lots.map(({ material_id, ...lot }) => ({ ...lot, materialId: material_id })),
  );
  const short = items.flatMap((item, index): ShortPosition[] => {
    const needed = item.quantity_per * order.quantity;
    const there = available[index]!;
    if (there >= needed) return [];
    const { material_id: materialId, name_zh: nameZh, name_en: nameEn } = item;
    const [vendors, standIns] = [vendorsAt(item.position), alternatesAt(item.position)];
    return [{ materialId, nameZh, nameEn, needed, available: there, vendors, alternates: standIns }];
  });
  const shortages = await shortagesOf(db, short, now);
  return { complete: shortages.length === 0, items: items.length, allocations, shortages };
};

/**
 * What is still to be fetched for an open segment: the kit of the pieces that are left, or the requisition that it is on already.
 *
 * @param order Of the segment, as `orderById` gives both.
 */
export const openKit = async (
  db: Db | Tx,
  order: Pick<Order, "id" | "workMasterId">,
  { segment, left }: Pick<OrderSegment, "segment" | "left">,
  now: Date,
) => {
  const requisition = await requisitionOf(db, order.id, segment);
  if (requisition) return { requisition };
  return { kit: await kitOf(db, { ...order, quantity: left }, segment, now) };
};
