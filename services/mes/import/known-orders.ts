import { type RawBuilder, sql } from "kysely";
import { freeKits } from "../commands/cancel.ts";
import { undoKits } from "../commands/change-order.ts";
import type { Tx } from "../database.ts";
import { saidLike } from "./check-case.ts";
import type { ImportIssue } from "./issue.ts";
import type { ParsedRow, ReadFiles } from "./rows.ts";

const file = "work_orders.csv";
/** What a line is told of an order, and a kit is made up by. */
const fixed = ["quantity", "product_id", "work_master_id"] as const;

const changedOf = (known: ParsedRow, row: ParsedRow) =>
  fixed.filter((column) => String(known[column]) !== String(row[column]));

/** Of these orders, also in other letters, what a file may not change once they are released; open ones are locked until they are written. */
export const knownOrders = async (
  tx: Tx,
  ids: readonly string[],
  { lock }: { readonly lock: boolean },
): Promise<ParsedRow[]> => {
  if (lock)
    await tx
      .selectFrom("work_order")
      .select("id")
      .where(sql<boolean>`id = any(${ids}::text[])`)
      .where("status", "not in", ["Completed", "Cancelled"])
      .orderBy("id")
      .forUpdate()
      .execute();
  const { rows } = await sql<ParsedRow>`
    select id, status, held, due_time, ${sql.join(fixed.map((column) => sql.ref(column)))},
      exists (select from job_order where job_order.work_order_id = work_order.id) as is_released
    from work_order where lower(id) = any(${saidLike(ids)}::text[])`.execute(tx);
  return rows;
};

/** Released orders that a file would make something else of: as everywhere, what a line was told of an order stays. */
export const releasedIssues = ({ read, known }: ReadFiles): ImportIssue[] => {
  const orders = new Map((known[file] ?? []).map((order) => [order["id"], order]));
  return (read.get(file) ?? []).flatMap(({ row, value }): ImportIssue[] => {
    const order = orders.get(value["id"]);
    if (!order?.["is_released"]) return [];
    return changedOf(order, value).map((column) => ({
      file,
      row,
      column,
      value: String(value[column]),
      code: "wrong-value",
      message: {
        en: `${value["id"]} was released here with ${column} ${order[column]}, which stays; give that, and enter another order for what is wanted beside it.`,
        zh: `${value["id"]} 已在本系统下达，${column} 为 ${order[column]}，不能再改；请填该值，其余请另开工单。`,
      },
    }));
  });
};

/** Gives back the kits of orders that are called off, and of those that become something else: these are made up anew. */
export const freeOtherKits = async (
  tx: Tx,
  known: readonly ParsedRow[],
  rows: readonly ParsedRow[],
  act: { readonly actorId?: string | undefined; readonly now: Date },
): Promise<void> => {
  const orders = new Map(known.map((order) => [order["id"], order]));
  for (const row of rows) {
    const order = orders.get(row["id"]);
    if (!order) continue;
    const id = String(row["id"]);
    const isCalledOff = row["status"] === "Cancelled" && order["status"] !== "Cancelled";
    if (changedOf(order, row).length > 0)
      await undoKits(tx, id, { ...act, id: `import/${act.now.getTime()}` });
    else if (isCalledOff) await freeKits(tx, id, act);
  }
};

/** Who tells of what files do to orders. */
export const source = "import";

/** Whether the hold is one that a person put on here, by what the stream tells last: one that was taken off again, or that a file put on, is not. */
const wasHeldHere = sql`(
  select type = 'order.held' and source <> ${sql.lit(source)} from event
  where objects->0->>'id' = work_order.id and type in ('order.held', 'order.resumed')
  order by seq desc limit 1)`;

/**
 * What a known order keeps whatever the file says. One that was released here has the status that its machines tell, and one that was
 * called off stays so: a file that was written before does not make it wait again. That it was completed or cancelled elsewhere is taken.
 * A hold that a person put on here is taken off here.
 */
export const keptOfOrders: Readonly<Record<string, RawBuilder<unknown>>> = {
  status: sql`case
    when excluded.status = 'Completed' then excluded.status
    when work_order.status = 'Cancelled' then work_order.status
    when excluded.status <> 'Cancelled'
      and exists (select from job_order where job_order.work_order_id = work_order.id)
    then work_order.status else excluded.status end`,
  held: sql`case when work_order.held and ${wasHeldHere} then true else excluded.held end`,
  hold_reason: sql`case when work_order.held and ${wasHeldHere}
    then work_order.hold_reason else excluded.hold_reason end`,
};
