import { sql } from "kysely";
import { plantZone } from "../../core/zone.ts";
import type { Tx } from "../database.ts";
import { type RemoveBatch, rowsOf } from "./removal.ts";

/**
 * A plan that another has replaced before a moment. Whole stay the plan in force, those that a proposal or an approval waits to change,
 * and of each day of the plant the last one, so that every day can be replayed against a plan.
 */
const replaced = async (tx: Tx, before: Date): Promise<number | undefined> => {
  const zone = plantZone().name;
  const { rows } = await sql<{ version: number }>`
    select p.version from plan p join plan n on n.version = p.version + 1
    where p.thinned_at is null and n.created_at < ${before}
      and (p.plant_time at time zone ${zone})::date = (n.plant_time at time zone ${zone})::date
      and not exists (select 1 from plan_proposal q where q.base_version = p.version and q.status = 'Proposed')
      and not exists (select 1 from approval a where a.plan_version = p.version and a.status = 'Pending')
    order by p.version limit 1`.execute(tx);
  return rows[0]?.version;
};

/**
 * Removes the operations of one replaced plan. Its row stays with its figures, and so does each operation whose job was released while
 * it was in force: how punctually jobs begin is told by the plan of then (ISO 22400-2 and `plan_adherence`).
 */
export const removePlan: RemoveBatch = async (tx, before) => {
  const version = await replaced(tx, before);
  if (version === undefined) return {};
  const removed = await rowsOf(
    tx,
    sql`
    delete from plan_operation p using plan own, plan next
    where p.version = ${version} and own.version = p.version and next.version = p.version + 1
      and not exists (
        select 1 from job_order j left join figure_job f on f.id = j.id
        where j.work_order_id = p.work_order_id and j.segment = p.segment
          and coalesce(f.released_at, j.planned_start) >= own.plant_time
          and coalesce(f.released_at, j.planned_start) < next.plant_time
      )`,
  );
  await tx.updateTable("plan").set({ thinned_at: new Date() }).where("version", "=", version).execute();
  return { plan_operation: removed };
};
