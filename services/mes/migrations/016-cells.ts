/**
 * Robot cells: what they are, what is made in them, their runs, and what their robots report. A run keeps the description that it
 * was planned with; a report is stored once, whatever comes of it.
 */
export const cells = `
create table cell (
  id text primary key,
  site text not null,
  name_zh text not null,
  name_en text not null,
  description jsonb not null,
  version integer not null default 1,
  online boolean not null default false,
  stopped text,
  stopped_by text,
  stopped_at timestamptz,
  changed_at timestamptz not null
);
create table cell_recipe (
  cell_id text not null references cell on delete cascade,
  product text not null,
  recipe jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null,
  primary key (cell_id, product)
);
create table cell_run (
  number bigint primary key generated always as identity,
  request_id text not null unique,
  tool_call_id text not null unique,
  cell_id text not null references cell,
  status text not null check (status in ('Asked','Proposed','Running','Completed','Failed','Aborted','Rejected')),
  units jsonb not null,
  description jsonb not null,
  -- The state machine of the run (agents/robot/run.ts); null until it is planned.
  state jsonb,
  set_ups jsonb not null default '[]',
  planned jsonb not null default '[]',
  makespan_s double precision,
  bound_s double precision,
  replans integer not null default 0,
  robots_out jsonb not null default '[]',
  -- Reports up to here are in the state; with revision whoever was slower starts anew.
  report_seq bigint not null default 0,
  revision integer not null default 0,
  requested_by text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  reason text
);
create index cell_run_cell on cell_run (cell_id, number desc);
create unique index cell_run_one_at_a_time on cell_run (cell_id) where status = 'Running';
create table cell_report (
  seq bigint primary key generated always as identity,
  run_number bigint not null references cell_run on delete cascade,
  command_id text not null,
  state text not null check (state in ('Running','Ended','Aborted')),
  reason text,
  time timestamptz not null,
  unique (command_id, state)
);
create index cell_report_run on cell_report (run_number, seq);
`;
