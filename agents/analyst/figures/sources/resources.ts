import { sql } from "kysely";
import { plantZone } from "../../../../services/core/zone.ts";
import { graceMs } from "../../../../services/mes/queries/planned-operations.ts";
import { keyAt } from "../keys.ts";
import { add, type Scope, type Table } from "../query.ts";
import { type Reading, rowsOf, stretchEnd, stretchStart } from "../reading.ts";

/** What the lines' meters counted, by the full hour of the plant's clock; an hour counts to where it begins. */
export const energy = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const rows = await rowsOf(
    reading,
    scope,
    sql<{ line: string; hour: Date; kwh: number }>`
    select line, hour, kwh from energy_reading
    where hour >= date_trunc('hour', ${stretchStart}, ${plantZone().name}) and hour < ${stretchEnd}`,
  );
  for (const row of rows) {
    const key = keyAt(scope, row, Math.max(row.hour.getTime(), scope.from.getTime()));
    if (key !== undefined) add(table, key, { kwh: row.kwh });
  }
};

/** Repairs of units, each with the cause that was found. */
export const repairs = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const rows = await rowsOf(
    reading,
    scope,
    sql<{
      line: string | null;
      product_id: string;
      work_order_id: string | null;
      reason: string;
      time: Date;
      attempt: number;
      is_fixed: boolean | null;
    }>`
    select u.line, u.product_id, u.work_order_id, r.family || '/' || r.cause_id as reason, r.time, r.attempt,
        case when r.result in ('UnableToRepair', 'Scrap') then false else r.verified end as is_fixed
    from repair r join unit u on u.id = r.unit_id
    where r.time >= ${stretchStart} and r.time < ${stretchEnd}`,
  );
  for (const row of rows) {
    const key = keyAt(scope, row, row.time.getTime());
    if (key === undefined) continue;
    const isJudged = row.attempt === 1 && row.is_fixed !== null;
    add(table, key, {
      repairs: 1,
      thirdRepairs: row.attempt >= 3 ? 1 : 0,
      judgedFirst: isJudged ? 1 : 0,
      fixedFirst: isJudged && row.is_fixed ? 1 : 0,
    });
  }
};

/**
 * Jobs whose planned start lies in the stretch: whether they began by it, and whether the kit was there of those that have one. The
 * planned start is that of the plan in force when the job was released; of a job of which nothing is on record, its own. What has not
 * happened and still has time counts for nothing yet: the record is known up to its last event.
 */
export const planned = async (reading: Reading, scope: Scope, table: Table): Promise<void> => {
  const rows = await rowsOf(
    reading,
    scope,
    sql<{
      line: string;
      product_id: string;
      work_order_id: string;
      planned: Date;
      actual_start: Date | null;
      has_kit: boolean;
      issued_at: Date | null;
      known: Date | null;
    }>`
    with planned as (
      select id, planned_start from figure_job where planned_start >= ${stretchStart} and planned_start < ${stretchEnd}
      union all
      select id, planned_start from job_order j where planned_start >= ${stretchStart} and planned_start < ${stretchEnd}
        and not exists (select from figure_job f where f.id = j.id)
    )
    select j.equipment_id as line, o.product_id, j.work_order_id, j.actual_start, planned.planned_start as planned,
      r.id is not null as has_kit, r.issued_at, (select max(time) from event) as known
    from planned join job_order j on j.id = planned.id join work_order o on o.id = j.work_order_id
    left join material_requisition r on r.work_order_id = j.work_order_id and r.segment = j.segment
      and r.status <> 'Cancelled'
    where j.dispatch_status <> 'Cancelled'`,
  );
  for (const row of rows) {
    const key = keyAt(scope, row, row.planned.getTime());
    if (key === undefined) continue;
    const latest = row.planned.getTime() + graceMs;
    const isOver = latest <= (row.known?.getTime() ?? Number.NEGATIVE_INFINITY);
    const by = (moment: Date | null) => (moment && moment.getTime() <= latest ? 1 : 0);
    if (row.actual_start || isOver) add(table, key, { plannedStarts: 1, keptStarts: by(row.actual_start) });
    if (row.has_kit && (row.issued_at || isOver)) add(table, key, { kits: 1, readyKits: by(row.issued_at) });
  }
};
