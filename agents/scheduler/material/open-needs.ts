import { keyOf, type Peg } from "../../../optimizer/index.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Snapshot } from "../desk/snapshot.ts";

/** An operation of the plan whose material is still to be taken, with where the plan takes it from. */
export interface OpenNeed {
  readonly key: string;
  readonly order: string;
  readonly due: Date;
  readonly peg: Peg;
  /** What of it is to come yet: out of receipts that are still expected. */
  readonly waiting: Peg["allocations"];
}

const orderOf = ([key]: readonly [string, ...unknown[]]): string => key.slice(0, key.lastIndexOf("/"));

/**
 * Operations of a plan whose material is still to be taken: of orders that are open and not on hold, neither released nor
 * with a requisition.
 *
 * @param after Now, in seconds of the plan's problem.
 * @param material That they take; all of them where none is given.
 */
export const openNeeds = async (
  db: Db,
  { plan }: Snapshot,
  after: number,
  material?: string,
): Promise<OpenNeed[]> => {
  const takes = [...plan.pegs].filter(
    ([, { allocations, missing }]) =>
      material === undefined || [...allocations, ...missing].some((one) => one.material === material),
  );
  if (takes.length === 0) return [];
  const open = db
    .selectFrom("work_order")
    .where("status", "not in", ["Completed", "Cancelled"])
    .where("held", "=", false)
    .$if(material !== undefined, (query) => query.where("id", "in", [...new Set(takes.map(orderOf))]));
  const [orders, jobs, requisitions, receipts] = await Promise.all([
    open.select(["id", "due_time"]).execute(),
    db
      .selectFrom("standing_job")
      .select(["work_order_id", "segment"])
      .where("work_order_id", "in", open.select("id"))
      .execute(),
    db
      .selectFrom("material_requisition")
      .select(["work_order_id", "segment"])
      .where("work_order_id", "in", open.select("id"))
      .execute(),
    db.selectFrom("expected_receipt").select("id").execute(),
  ]);
  const expected = new Set(receipts.map(({ id }) => id));
  const dueOf = new Map(orders.map(({ id, due_time }) => [id, due_time]));
  const served = new Set(
    [...jobs, ...requisitions].map((row) => keyOf(row.work_order_id, String(row.segment))),
  );
  return takes.flatMap(([key, peg]) => {
    const order = orderOf([key]);
    const due = dueOf.get(order);
    if (!due || served.has(key)) return [];
    const waiting = peg.allocations.filter(
      (one) =>
        one.order === undefined && one.time > after && (one.supply === undefined || expected.has(one.supply)),
    );
    return [{ key, order, due, peg, waiting }];
  });
};
