/**
 * When the plan in force at its release had a job begin, so that a stretch finds the jobs that were planned for it, however long before
 * they were released. How a job stood after the last of its events that were looked at, so that of one with thousands of reports only
 * the new ones are read. And a routing that is corrected or completed is what its jobs are reckoned by from then on, the past ones too.
 */
export const figuresAnew = `
alter table figure_job
  add column planned_start timestamptz,
  add column told jsonb,
  add column told_until timestamptz;
update figure_job f set planned_start = coalesce((
  select p.start_time from plan_operation p
  where p.work_order_id = f.work_order_id and p.segment = f.segment
    and p.version = (select max(version) from plan where plant_time <= coalesce(f.released_at, j.planned_start))
), j.planned_start)
from job_order j where j.id = f.id;
create index figure_job_planned on figure_job (planned_start);

create function note_routing() returns trigger language plpgsql as $$
declare
  masters text[];
begin
  if tg_op = 'UPDATE' then
    select array_agg(distinct work_master_id) into masters from (table fresh except table past) as changed;
  else
    select array_agg(distinct work_master_id) into masters from fresh;
  end if;
  insert into figure_due (kind, subject, since)
  -- Before all of its events: it is made anew from the first one.
  select 'job', f.id, 'epoch' from figure_job f join work_order o on o.id = f.work_order_id
  where o.work_master_id = any(masters)
  -- In one order everywhere: two writers must not wait for each other.
  order by f.id
  on conflict (kind, subject) do update set since = excluded.since;
  return null;
end $$;
create trigger segment_figures_added after insert on work_master_segment
  referencing new table as fresh for each statement execute function note_routing();
create trigger segment_figures_removed after delete on work_master_segment
  referencing old table as fresh for each statement execute function note_routing();
create trigger segment_figures_changed after update on work_master_segment
  referencing new table as fresh old table as past for each statement execute function note_routing();
create trigger segment_equipment_figures_added after insert on segment_equipment
  referencing new table as fresh for each statement execute function note_routing();
create trigger segment_equipment_figures_removed after delete on segment_equipment
  referencing old table as fresh for each statement execute function note_routing();
create trigger segment_equipment_figures_changed after update on segment_equipment
  referencing new table as fresh old table as past for each statement execute function note_routing();
`;
