import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import type { StretchOfTime } from "./stretch.ts";

/** What a list of orders is narrowed to. */
export interface OrderFilter {
  readonly customers?: readonly string[];
  readonly product?: string | undefined;
  readonly family?: string | undefined;
  /** 1 is the most urgent. */
  readonly priority?: number | undefined;
  readonly dueBy?: Date | undefined;
  /** Some of their work begins until then by a version of the plan. */
  readonly begins?: { readonly version: number; readonly by: Date } | undefined;
}

const ordersOf = (db: Db | Tx, { customers = [], product, family, priority, dueBy, begins }: OrderFilter) =>
  db
    .selectFrom("work_order as o")
    .leftJoin("sales_order as s", "s.id", "o.sales_order_id")
    .select(["o.id", "o.product_id", "o.quantity", "o.due_time", "o.status", "o.priority", "s.customer"])
    .$if(customers.length > 0, (query) => query.where("s.customer", "in", customers))
    .$if(product !== undefined, (query) => query.where("o.product_id", "=", product!))
    .$if(family !== undefined, (query) =>
      query.where("o.product_id", "in", (those) =>
        those.selectFrom("product_family as f").select("f.product_id").where("f.family", "=", family!),
      ),
    )
    .$if(priority !== undefined, (query) => query.where("o.priority", "=", priority!))
    .$if(dueBy !== undefined, (query) => query.where("o.due_time", "<=", dueBy!))
    .$if(begins !== undefined, (query) =>
      query.where(
        sql<boolean>`exists (select from plan_operation as p where p.work_order_id = o.id
          and p.version = ${begins?.version} and p.start_time < ${begins?.by})`,
      ),
    )
    .orderBy("o.due_time")
    .orderBy("o.id");

/** Orders by how they stand, those due first first: none of their work has begun where they are unstarted, some of it goes on where they run. */
export const ordersThatAre = (
  db: Db | Tx,
  state: "cancelled" | "unreleased" | "unstarted" | "running" | "open",
  filter: OrderFilter,
) => {
  const query = ordersOf(db, filter);
  if (state === "cancelled") return query.where("o.status", "=", "Cancelled").execute();
  const open = query.where("o.status", "not in", ["Completed", "Cancelled"]);
  if (state === "unreleased") return open.where("o.status", "=", "Waiting").execute();
  const begun = sql<boolean>`exists (select from job_order as j
    where j.work_order_id = o.id and j.actual_start is not null)`;
  if (state === "unstarted") return open.where(sql<boolean>`not ${begun}`).execute();
  const atLine = sql<boolean>`exists (select from job_order as j
    where j.work_order_id = o.id and j.dispatch_status = 'Running')`;
  return state === "running" ? open.where(atLine).execute() : open.execute();
};

/** Orders of which a step was released in a stretch, with the last one of them. */
export const ordersReleased = async (db: Db | Tx, { from, to }: StretchOfTime, filter: OrderFilter) => {
  const released = await db
    .selectFrom("event")
    .select([
      "time",
      sql<string>`objects -> 0 ->> 'id'`.as("job"),
      sql<string>`jsonb_path_query_first(objects, '$[*]?(@.type == "work_order").id') #>> '{}'`.as("order"),
      sql<string>`jsonb_path_query_first(objects, '$[*]?(@.type == "equipment").id') #>> '{}'`.as("line"),
    ])
    .where("type", "=", "job.released")
    .where("time", ">=", from)
    .where("time", "<", to)
    .orderBy("time")
    .execute();
  const lastOf = new Map(released.map((row) => [row.order, row]));
  if (lastOf.size === 0) return { steps: 0, orders: [] };
  const rows = await ordersOf(db, filter)
    .where("o.id", "in", [...lastOf.keys()])
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  return {
    steps: released.filter(({ order }) => known.has(order)).length,
    orders: rows.map((row) => ({ ...row, released: lastOf.get(row.id)! })),
  };
};
