import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Work orders of sales orders, each with its end by a plan. */
export const workOf = (db: Db | Tx, salesOrders: readonly string[], version: number | undefined) =>
  db
    .selectFrom("work_order as o")
    .leftJoin("plan_operation as p", (join) =>
      join
        .onRef("p.work_order_id", "=", "o.id")
        .on("p.version", "=", version ?? -1)
        // What goes on of an order that lacks material is not its end.
        .on(
          sql<boolean>`not exists (select from plan where plan.version = p.version and o.id = any(plan.unplanned))`,
        ),
    )
    .select(["o.id", "o.product_id", "o.quantity", "o.status", "o.due_time"])
    .select((fields) => fields.fn.max("p.end_time").as("end"))
    .where("o.sales_order_id", "in", salesOrders)
    .groupBy("o.id")
    .orderBy("o.due_time")
    .orderBy("o.id")
    .execute();

/** The sales order that a work order is of; undefined for one that is made for stock. */
export const saleOf = (db: Db | Tx, workOrderId: string) =>
  db
    .selectFrom("sales_order as s")
    .innerJoin("work_order as o", "o.sales_order_id", "s.id")
    .selectAll("s")
    .where("o.id", "=", workOrderId)
    .executeTakeFirst();

/** Sales orders of a customer that have work which is not done, those promised first first. */
export const openSalesOrdersOf = (db: Db | Tx, customer: string) =>
  db
    .selectFrom("sales_order as s")
    .selectAll("s")
    .where("s.customer", "=", customer)
    .where((fields) =>
      fields.exists(
        fields
          .selectFrom("work_order as o")
          .select("o.id")
          .whereRef("o.sales_order_id", "=", "s.id")
          .where("o.status", "not in", ["Completed", "Cancelled"]),
      ),
    )
    .orderBy("s.promised_time")
    .orderBy("s.id")
    .execute();

/** Whose each work order is; those that are made for stock are not among them. */
export const customersOfOrders = async (db: Db | Tx): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .selectFrom("work_order as o")
    .innerJoin("sales_order as s", "s.id", "o.sales_order_id")
    .select(["o.id", "s.customer"])
    .execute();
  return new Map(rows.map(({ id, customer }) => [id, customer]));
};

/** Everybody whom anything was sold to. */
export const allCustomers = async (db: Db | Tx): Promise<readonly string[]> => {
  const rows = await db.selectFrom("sales_order").select("customer").distinct().orderBy("customer").execute();
  return rows.map(({ customer }) => customer);
};
