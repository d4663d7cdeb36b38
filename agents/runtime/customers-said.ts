import { byTheirEnds } from "../../services/core/customer-names.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { customersNamed } from "../../services/mes/queries/sales-orders.ts";

/** Customers that a sentence names in full or by part of the name, also by its end where no other customer's name ends so. */
export const customersSaid = async (db: Db | Tx, text: string): Promise<readonly string[]> => {
  // Between Chinese and Latin letters no blank is set: "MTN的货".
  const apart = text.replaceAll(/(?<=[A-Za-z\d])(?=\p{Script=Han})|(?<=\p{Script=Han})(?=[A-Za-z\d])/gu, " ");
  const named = await customersNamed(db, apart);
  if (named.length > 0 || !/\p{Script=Han}/u.test(text)) return named;
  const all = await db.selectFrom("sales_order").select("customer").distinct().orderBy("customer").execute();
  return byTheirEnds(
    all.map(({ customer }) => customer),
    text,
  );
};
