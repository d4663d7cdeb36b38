import type { Db, Tx } from "../../../services/mes/database.ts";
import { jobsOfOrders, segmentJobs } from "../../../services/mes/queries/segment-jobs.ts";

/** A segment of a work master, or of an order, by its text. */
const keyOf = ({ segment }: { readonly segment: number }, of: string): string => `${of}/${segment}`;
const ofMaster = (row: { readonly work_master_id: string; readonly segment: number }) =>
  keyOf(row, row.work_master_id);
const ofOrder = (row: { readonly work_order_id: string; readonly segment: number }) =>
  keyOf(row, row.work_order_id);

/** Open orders that are not on hold, and what became of them so far. */
export const readWork = async (db: Db | Tx) => {
  const open = db
    .selectFrom("work_order")
    .where("status", "not in", ["Completed", "Cancelled"])
    .where("held", "=", false);
  // What was done in years before binds nothing.
  const ids = open.select("id");
  const [orders, jobs, requisitions, choices] = await Promise.all([
    open.selectAll().orderBy("id").execute(),
    jobsOfOrders(db, (job) => job("j.work_order_id", "in", ids)),
    db
      .selectFrom("material_requisition")
      .select(["work_order_id", "segment"])
      .where("work_order_id", "in", ids)
      .execute(),
    db.selectFrom("line_choice").selectAll().where("work_order_id", "in", ids).execute(),
  ]);
  const jobsOf = Map.groupBy(jobs, ofOrder);
  const chosen = new Map(choices.map((row) => [ofOrder(row), row.equipment_id]));
  const reserved = new Set(requisitions.map(ofOrder));
  const quantityOf = new Map(orders.map(({ id, quantity }) => [id, quantity]));
  return {
    orders,
    /** What became of a segment of an order of so many pieces. */
    jobsOf: ({ id, quantity }: { readonly id: string; readonly quantity: number }, segment: Segment) =>
      segmentJobs(quantity, jobsOf.get(keyOf(segment, id)) ?? []),
    /** The line that a person chose for it. */
    chosenLine: (order: string, segment: Segment) => chosen.get(keyOf(segment, order)),
    /** Pieces that a requisition has taken the material of already: it is needed no more. */
    coveredPieces: (order: string, segment: Segment): number =>
      reserved.has(keyOf(segment, order)) ? (quantityOf.get(order) ?? 0) : 0,
  };
};
export type WorkRows = Awaited<ReturnType<typeof readWork>>;

/** Lines, when they work, and what setting them up takes. */
export const readFloor = async (db: Db | Tx, now: Date) => {
  const [lines, shifts, exceptions, setups] = await Promise.all([
    db.selectFrom("equipment").selectAll().where("level", "=", "WorkCenter").orderBy("sort").execute(),
    db.selectFrom("calendar_shift").selectAll().execute(),
    db
      .selectFrom("calendar_exception")
      .selectAll()
      .where("end_time", ">", now)
      .orderBy("start_time")
      .execute(),
    db.selectFrom("setup_time").selectAll().execute(),
  ]);
  return { lines, shifts, exceptions, setups };
};
export type FloorRows = Awaited<ReturnType<typeof readFloor>>;

/** How products are made: routings, lines that may run their segments, bills, tools and people beside the lines. */
export const readMasters = async (db: Db | Tx) => {
  const [masters, segments, equipment, items, alternates, vendors, held] = await Promise.all([
    db.selectFrom("work_master").selectAll().orderBy("version").orderBy("id").execute(),
    db.selectFrom("work_master_segment").selectAll().orderBy("segment").execute(),
    db.selectFrom("segment_equipment").selectAll().orderBy("equipment_id").execute(),
    db.selectFrom("bom_item").selectAll().orderBy("position").execute(),
    db.selectFrom("bom_alternate").selectAll().orderBy("rank").execute(),
    db.selectFrom("approved_vendor").selectAll().orderBy("vendor").execute(),
    db.selectFrom("segment_secondary").selectAll().orderBy("secondary_id").execute(),
  ]);
  const segmentsOf = Map.groupBy(segments, (row) => row.work_master_id);
  const linesOf = Map.groupBy(equipment, ofMaster);
  const itemsOf = Map.groupBy(items, ofMaster);
  const heldOf = Map.groupBy(held, ofMaster);
  const alternatesOf = Map.groupBy(alternates, (row) => `${ofMaster(row)}/${row.position}`);
  const vendorsOf = Map.groupBy(vendors, (row) => `${ofMaster(row)}/${row.position}`);
  return {
    /** Newest routing of each product that has one. */
    masterOf: new Map(masters.map((master) => [master.product_id, master.id])),
    segments,
    segmentsOf: (master: string) => segmentsOf.get(master) ?? [],
    linesOf: (segment: Segment) => linesOf.get(ofMaster(segment)) ?? [],
    /** Tools and people that a segment holds while it runs. */
    heldOf: (segment: Segment) => heldOf.get(ofMaster(segment)) ?? [],
    /** Positions of its bill, with the materials that may stand in and the vendors that are approved. */
    itemsOf: (segment: Segment) =>
      (itemsOf.get(ofMaster(segment)) ?? []).map((item) => ({
        ...item,
        alternates: (alternatesOf.get(`${ofMaster(item)}/${item.position}`) ?? []).map(
          (row) => row.material_id,
        ),
        vendors: vendorsOf.get(`${ofMaster(item)}/${item.position}`)?.map(({ vendor }) => vendor),
      })),
  };
};
export type MasterRows = Awaited<ReturnType<typeof readMasters>>;

/** A segment of a work master, as the data store has it. */
export interface Segment {
  readonly work_master_id: string;
  readonly segment: number;
  readonly setup_family: string;
  readonly batch_size: number;
  readonly batch_family: string | null;
  readonly lag_seconds: number;
  readonly max_lag_seconds: number | null;
  readonly transfer_share: number | null;
}
