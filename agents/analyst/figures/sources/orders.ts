import { sql } from "kysely";
import { isTime } from "../../../runtime/metrics/metric.ts";
import { secondsSince } from "../grid.ts";
import { keyAt, keyOf } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";

interface OrderRow {
  readonly work_order_id: string;
  readonly product_id: string;
  readonly started: Date | null;
  readonly done: Date | null;
  readonly due_time: Date;
  readonly promised_time: Date | null;
}

const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1_000;

/** Orders that were completed: by their due time or not, how long after their first release, how far from the promise. */
export const done = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const rows = await rowsOf(
    reading,
    scope,
    sql<OrderRow & { readonly done: Date }>`
    select d.work_order_id, o.product_id, d.time as done, o.due_time, s.promised_time, (
      select min(coalesce(j.released_at, j.at_work_from)) from figure_job j where j.work_order_id = d.work_order_id
    ) as started
    from figure_done d join work_order o on o.id = d.work_order_id
    left join sales_order s on s.id = o.sales_order_id
    where d.time >= ${stretchStart} and d.time < ${stretchEnd}`,
  );
  for (const row of rows) {
    const key = keyAt(scope, row, row.done.getTime());
    if (key === undefined) continue;
    add(table, key, {
      completed: 1,
      onTime: row.done <= row.due_time ? 1 : 0,
      ...(row.started ? { leadOrders: 1, leadSeconds: seconds(row.started, row.done) } : {}),
      ...(row.promised_time
        ? { promised: 1, deviationSeconds: Math.abs(seconds(row.promised_time, row.done)) }
        : {}),
    });
  }
};

/**
 * How long orders were in process, from their first release until they were completed or called off. Indexes lead to those that
 * are open and those that were done since: the others of all the years are left alone.
 */
export const inProcess = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const { cells, split, since } = scope;
  const rows = await rowsOf(
    reading,
    scope,
    sql<OrderRow & { readonly started: Date }>`
    with process as (
      select o.id as work_order_id, o.product_id, d.time as done
      from figure_done d join work_order o on o.id = d.work_order_id
      where d.time > ${stretchStart} and o.status <> 'Cancelled'
      union all
      select o.id, o.product_id, null from work_order o
      where o.status in ('Waiting', 'Released', 'Running')
        and not exists (select from figure_done d where d.work_order_id = o.id)
      union all
      select o.id, o.product_id, off.time from work_order o cross join lateral (
        select max(time) as time from event
        where objects->0->>'id' = o.id and type = 'plant.disrupted' and attributes->>'kind' = 'cancel'
      ) as off
      where o.status = 'Cancelled' and off.time > ${stretchStart}
        and exists (select from figure_job j where j.work_order_id = o.id)
    )
    select p.*, j.started from process p cross join lateral (
      select min(coalesce(released_at, at_work_from)) as started from figure_job j
      where j.work_order_id = p.work_order_id
    ) as j
    where j.started < ${stretchEnd}`,
  );
  const byTime = split !== undefined && isTime(split);
  const keys = new Set<string>();
  for (const row of rows) {
    const key = keyOf(scope, row);
    if (key === undefined) continue;
    keys.add(key);
    const [start, end] = [row.started.getTime(), row.done?.getTime() ?? Number.POSITIVE_INFINITY];
    for (const cell of cells) {
      const shared = Math.min(cell.to, end) - Math.max(cell.from, start);
      if (shared > 0) add(table, byTime ? cell.key : key, { processSeconds: shared / 1_000 });
    }
  }
  // The time that is looked at is the same for each part of a split that is none of time.
  for (const cell of cells)
    for (const key of byTime ? [cell.key] : keys.size > 0 ? keys : [""])
      add(table, key, { clockSeconds: secondsSince(cell, since) });
};
