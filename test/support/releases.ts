import { sql } from "kysely";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import type { Tx } from "../../services/mes/database.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { eligibleLines, orderById } from "../../services/mes/queries/orders.ts";
import type { TestPlant } from "./plant.ts";

/** Releases of orders of a plant, and what must hold of its stock whatever becomes of them. */
export const createReleases = (plant: () => TestPlant, now: Date) => ({
  inTx: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => plant().db.transaction().execute(work),
  release: (tx: Tx, workOrderId: string, equipmentId: string) =>
    releaseJobOrder(tx, { workOrderId, equipmentId, actorId: "li.wei", toolCallId: `x-${workOrderId}`, now }),
  /** The next order whose first segment can be released, and a line for it that is up. */
  releasable: async (): Promise<{ id: string; line: string }> => {
    for (let number = 1_030; ; number += 1) {
      const order = await orderById(plant().db, `WO-${number}`);
      if (order.held || order.segments[0]?.attempts) continue;
      if (!(await kitOf(plant().db, order, 10, now)).complete) continue;
      const line = (await eligibleLines(plant().db, order.workMasterId, 10)).find(
        ({ equipmentId }) => equipmentId !== "SMT-4",
      );
      if (line) return { id: order.id, line: line.equipmentId };
    }
  },
  /** Lots that break what must hold at every moment: nothing negative, and reserved is what open requisitions say. */
  stockFaults: async () => {
    const { rows } = await sql<{ id: string }>`
      select l.id from material_lot l
      left join (
        select rl.lot_id, sum(rl.quantity) as open from requisition_line rl
        join material_requisition r on r.id = rl.requisition_id
        where r.status in ('Requested', 'InTransit') group by rl.lot_id
      ) o on o.lot_id = l.id
      where l.quantity < 0 or l.reserved > l.quantity or l.reserved <> coalesce(o.open, 0)`.execute(
      plant().db,
    );
    return rows;
  },
});
