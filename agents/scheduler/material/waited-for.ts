import type { Db } from "../../../services/mes/database.ts";
import { type OpenSnapshot, openSnapshot } from "../desk/snapshot.ts";
import { type OpenNeed, openNeeds } from "./open-needs.ts";
import { type WaitingOrder, waitingOrders } from "./waiting-orders.ts";

interface Short {
  readonly material: string;
  readonly orders: Set<string>;
  quantity: number;
  /** From when the first receipt that is waited for is counted on; undefined while none is known. */
  time: number | undefined;
  receipt: string | undefined;
}

/** Materials that needs of the plan wait for, those that hold up most orders first. */
const waitedFor = (needs: readonly OpenNeed[]): Short[] => {
  const found = new Map<string, Short>();
  const add = (material: string, order: string, quantity: number): Short => {
    const short = found.get(material) ?? {
      material,
      orders: new Set<string>(),
      quantity: 0,
      time: undefined,
      receipt: undefined,
    };
    found.set(material, short);
    short.orders.add(order);
    short.quantity += quantity;
    return short;
  };
  for (const { order, peg, waiting } of needs) {
    for (const { material, quantity } of peg.missing) add(material, order, quantity);
    for (const { material, quantity, time, supply } of waiting) {
      const short = add(material, order, quantity);
      if (short.time !== undefined && short.time <= time) continue;
      short.time = time;
      short.receipt = supply;
    }
  }
  return [...found.values()].sort(
    (a, b) => b.orders.size - a.orders.size || a.material.localeCompare(b.material),
  );
};

/** A material that orders wait for. */
export interface WaitedFor {
  readonly material: string;
  readonly orders: number;
  /** Pieces. */
  readonly quantity: number;
  /** From when the first receipt that is waited for is counted on; undefined while none is known. */
  readonly time: Date | undefined;
  readonly receipt: string | undefined;
}

const told = (
  { material, orders, quantity, time, receipt }: Short,
  timeOf: OpenSnapshot["timeOf"],
): WaitedFor => ({
  material,
  orders: orders.size,
  quantity,
  time: time === undefined ? undefined : timeOf(time),
  receipt,
});

export interface WaitedMaterials {
  readonly version: number;
  readonly materials: number;
  /** Orders that wait for any of them. */
  readonly orders: number;
  /** Those that hold up most orders. */
  readonly first: readonly WaitedFor[];
  /** The orders themselves, those that are due first. */
  readonly waiting: readonly WaitingOrder[];
}

/**
 * What material the orders of the plan in force wait for from now on.
 *
 * @throws MillwrightError PLAN_MISSING.
 */
export const waitedMaterials = async (
  db: Db,
  now: Date,
  most: { readonly materials: number; readonly orders: number },
): Promise<WaitedMaterials> => {
  const snapshot = await openSnapshot(db);
  const { version, at, timeOf } = snapshot;
  const needs = await openNeeds(db, snapshot, Math.max(0, at(now)));
  const [all, waiting] = [waitedFor(needs), waitingOrders(needs, timeOf)];
  return {
    version,
    materials: all.length,
    orders: waiting.length,
    first: all.slice(0, most.materials).map((short) => told(short, timeOf)),
    waiting: waiting.slice(0, most.orders),
  };
};

/** How needs of the plan wait for one material, as `waitedMaterials` tells it; undefined where none does. */
export const waitedOf = (
  { timeOf }: OpenSnapshot,
  needs: readonly OpenNeed[],
  material: string,
): WaitedFor | undefined => {
  const short = waitedFor(needs).find((one) => one.material === material);
  return short && told(short, timeOf);
};
