import { customersIn } from "../../services/core/customer-names.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { allCustomers } from "../../services/mes/queries/sales-orders.ts";

/** Customers of the plant that a sentence names, as `customersIn` reads it. */
export const customersSaid = async (db: Db | Tx, text: string): Promise<readonly string[]> =>
  customersIn(await allCustomers(db), text);
