/** What a plan lacks and what gates it, and the problem with its plan as they were, for questions about it. */
export const planAnalysis = `
alter table plan
  add column unplanned text[] not null default '{}',
  add column shortages jsonb not null default '[]',
  add column golden_parts jsonb not null default '[]';
create table plan_snapshot (
  version integer primary key references plan on delete cascade,
  content bytea not null
);
`;
