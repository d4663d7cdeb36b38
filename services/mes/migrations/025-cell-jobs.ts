/**
 * A cell may be a work centre of the plan: a job order that is ready there goes through it in runs. A run counts the units that passed,
 * and keeps those that a person has to see to: their tester failed with them in it.
 */
export const cellJobs = `
alter table cell add column equipment_id text references equipment;
create unique index cell_equipment on cell (equipment_id);
alter table cell_run
  add column job_order_id text references job_order,
  add column good integer not null default 0,
  add column stranded jsonb not null default '[]';
create index cell_run_job on cell_run (job_order_id);
`;
