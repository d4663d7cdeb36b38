import type { Db } from "../../../services/mes/database.ts";
import { openKit } from "../../../services/mes/queries/kit.ts";
import type { Shortage } from "../../../services/mes/queries/kit-shortages.ts";
import { orderById } from "../../../services/mes/queries/orders.ts";

/** What the kits of operations that a plan has still lack: nothing of one that was fetched already. Each order is read once. */
export const createPlannedKits = (db: Db, now: Date) => {
  const orders = new Map<string, ReturnType<typeof orderById>>();
  return async (
    id: string,
    segment: number,
  ): Promise<{ isFetched: boolean; shortages: readonly Shortage[] }> => {
    const asked = orders.get(id) ?? orderById(db, id);
    orders.set(id, asked);
    const order = await asked;
    const open = order.segments.find((one) => one.segment === segment);
    if (!open) return { isFetched: false, shortages: [] };
    const { requisition, kit } = await openKit(db, order, open, now);
    return { isFetched: requisition !== undefined, shortages: kit?.shortages ?? [] };
  };
};
