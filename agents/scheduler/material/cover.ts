import { suppliesOf } from "../../../optimizer/index.ts";
import type { Db } from "../../../services/mes/database.ts";
import { freeOf, openNeedsByBill } from "../../../services/mes/queries/material-needs.ts";
import { type OpenSnapshot, openSnapshot } from "../desk/snapshot.ts";
import { openNeeds } from "./open-needs.ts";
import { type Missing, missingOf, type Taking, takingsOf } from "./takings.ts";
import { type WaitedFor, waitedOf } from "./waited-for.ts";

/** The first operation that lacks pieces. */
export interface Lack {
  readonly order: string;
  /** Its planned start, or now where that has passed. */
  readonly time: Date;
  readonly quantity: number;
}

/** How far a material goes by the plan in force. */
export interface MaterialCover {
  readonly version: number;
  /** Orders whose pieces are still to be taken, and how many pieces those are. */
  readonly orders: number;
  readonly quantity: number;
  readonly free: number;
  /** When pieces of it are taken last. */
  readonly last: Date | undefined;
  /** From where on free stock alone does not do. */
  readonly beyondStock: Lack | undefined;
  /** From where on expected receipts do not do either. */
  readonly short: Lack | undefined;
  /** Of orders that are not planned for lack of it. */
  readonly missing: Missing | undefined;
  /** Orders that came after the plan, and the pieces that their bills need. */
  readonly notInPlan: { readonly orders: number; readonly quantity: number };
  /** As the list of short material tells it. */
  readonly waited: WaitedFor | undefined;
  /** A receipt that is not counted on any more, as its time has passed. */
  readonly overdue: { readonly id: string; readonly expected: Date } | undefined;
}

/** Receipts by the moment from which the planner counts on them; those whose moment has passed are not there. */
const receiptsOf = async (db: Db, { problem, at }: OpenSnapshot, material: string, after: number) => {
  const rows = await db
    .selectFrom("expected_receipt")
    .selectAll()
    .where("material_id", "=", material)
    .orderBy("expected_time")
    .execute();
  const receipts = rows.map((row) => ({
    id: row.id,
    time: at(row.expected_time),
    quantity: row.quantity,
    reliability: row.reliability,
  }));
  const counted = suppliesOf({ id: material, stock: 0, receipts }, [], problem.policy ?? {}).filter(
    ({ kind }) => kind === "receipt",
  );
  const late = counted.find(({ time }) => time <= after);
  const row = rows.find(({ id }) => id === late?.id);
  return {
    receipts: counted.filter(({ time }) => time > after),
    overdue: row && { id: row.id, expected: row.expected_time },
  };
};

/** Walks through the takings: from where on what is there by then is less than what was taken. */
const firstLack = (
  takings: readonly Taking[],
  thereBy: (start: number) => number,
  waits: (taking: Taking) => boolean = () => false,
) => {
  let taken = 0;
  for (const taking of takings) {
    if (taking.start === undefined) return undefined;
    taken += taking.quantity;
    const lacks = taken - thereBy(taking.start);
    if (lacks > 0 || waits(taking))
      return { order: taking.order, start: taking.start, quantity: Math.max(0, lacks) };
  }
  return undefined;
};

const sumOf = (list: readonly { readonly order: string; readonly quantity: number }[]) => ({
  orders: new Set(list.map(({ order }) => order)).size,
  quantity: list.reduce((sum, { quantity }) => sum + quantity, 0),
});

/**
 * How far free stock and expected receipts of a material go: what the operations of the plan in force still take of it, in the
 * order of their planned starts.
 *
 * @throws MillwrightError PLAN_MISSING.
 */
export const materialCover = async (db: Db, now: Date, material: string): Promise<MaterialCover> => {
  const snapshot = await openSnapshot(db);
  const { version, at, timeOf } = snapshot;
  const after = Math.max(0, at(now));
  const [needs, byBill, free, { receipts, overdue }] = await Promise.all([
    openNeeds(db, snapshot, after, material),
    openNeedsByBill(db, material),
    freeOf(db, material, now),
    receiptsOf(db, snapshot, material, after),
  ]);
  const planned = new Set(snapshot.problem.orders.map(({ id }) => id));
  const takings = takingsOf(snapshot, needs, material);
  const moment = (start: number) => timeOf(Math.max(start, after));
  const lack = (found: ReturnType<typeof firstLack>): Lack | undefined =>
    found && { order: found.order, time: moment(found.start), quantity: found.quantity };
  const arrived = (start: number) =>
    receipts.reduce((sum, { time, quantity }) => sum + (time <= Math.max(start, after) ? quantity : 0), free);
  const last = takings.findLast(({ start }) => start !== undefined)?.start;
  return {
    version,
    ...sumOf(takings),
    free,
    last: last === undefined ? undefined : moment(last),
    beyondStock: lack(
      firstLack(
        takings,
        () => free,
        ({ waits }) => waits,
      ),
    ),
    short: lack(firstLack(takings, arrived)),
    missing: missingOf(takings),
    notInPlan: sumOf(byBill.filter(({ order }) => !planned.has(order))),
    waited: waitedOf(snapshot, needs, material),
    overdue,
  };
};
