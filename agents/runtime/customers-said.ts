import type { Db, Tx } from "../../services/mes/database.ts";
import { customersNamed } from "../../services/mes/queries/sales-orders.ts";

/** What people call a customer of several words by: the end of its name, 电信 of 浙江电信. */
const endOf = (customer: string): string | undefined =>
  /^\p{Script=Han}{4,}$/u.test(customer) ? customer.slice(-2) : undefined;

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

/** The one of the customers whose name ends in what is said. */
export const byTheirEnds = (customers: readonly string[], text: string): readonly string[] => {
  const said = customers.filter((customer) => {
    const end = endOf(customer);
    return end !== undefined && text.includes(end);
  });
  // Behind these signs it is a verb: 移动工单, 移动到.
  const isVerb = /移动(?:到|去|至|一下|了|工单|这|那张|\s*WO)/i.test(text);
  return said.filter((customer) => !(isVerb && customer.endsWith("移动")));
};
