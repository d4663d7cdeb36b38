import { type RawBuilder, sql } from "kysely";
import type { Scope } from "./query.ts";

/** What of a scope narrows the rows that are read. */
export type Narrowed = Pick<Scope, "isOfLines" | "kindOf" | "filter">;

/** Whether rows are told apart by their order. */
export const isOfOrders = ({
  split,
  filter: { order, customer, without },
}: Pick<Scope, "split" | "filter">): boolean =>
  split === "order" ||
  split === "customer" ||
  order !== undefined ||
  customer !== undefined ||
  (without?.customers.length ?? 0) > 0;

/** Nothing left out. */
export const whole: Narrowed = { isOfLines: false, kindOf: new Map(), filter: {} };

/** Conditions on the rows of a table that knows their line, product and order. */
export const within = ({
  isOfLines,
  kindOf,
  filter: { product, order },
}: Narrowed): RawBuilder<unknown> => sql`
  ${isOfLines ? sql`and line = any(${[...kindOf.keys()]}::text[])` : sql``}
  ${product ? sql`and product_id = ${product}` : sql``}
  ${order ? sql`and work_order_id = ${order}` : sql``}`;
