/** What the house does by itself when something happens, each time that it did, and what people were told by it. */
export const playbooks = `
create table playbook (
  id text primary key,
  version integer not null,
  is_active boolean not null default false,
  -- What came into the stream before it was turned on starts nothing.
  active_after bigint not null default 0,
  -- Plant time up to which its clock was looked at.
  checked_until timestamptz not null,
  created_at timestamptz not null
);
create table playbook_version (
  playbook_id text not null references playbook on delete cascade,
  version integer not null,
  definition jsonb not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (playbook_id, version)
);
create table playbook_run (
  id text primary key,
  playbook_id text not null references playbook on delete cascade,
  version integer not null,
  -- What started it: the id of an event, a day and time, a request. The same one never starts two.
  cause text not null,
  status text not null check (status in ('Running','Done','Failed','Skipped','Stopped')),
  reason jsonb not null default 'null',
  facts jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Its workflow is known to have been started.
  is_handed_on boolean not null default false,
  unique (playbook_id, cause)
);
create index playbook_run_latest on playbook_run (playbook_id, started_at desc);
create index playbook_run_open on playbook_run (status) where status = 'Running';
create table playbook_step (
  run_id text not null references playbook_run on delete cascade,
  step_id text not null,
  position integer not null,
  status text not null check (status in ('Waiting','Done','Failed')),
  outcome text,
  text jsonb not null default 'null',
  facts jsonb not null default '{}',
  evidence jsonb not null default '[]',
  happening jsonb not null default 'null',
  tool_call_id text,
  wait_until timestamptz,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (run_id, step_id)
);
create table playbook_due (
  playbook_id text not null references playbook on delete cascade,
  event_id text not null,
  seq bigint not null,
  due_at timestamptz not null,
  primary key (playbook_id, event_id)
);
create table playbook_position (
  id boolean primary key default true check (id),
  seq bigint not null
);
create table notice (
  id text primary key,
  role text not null,
  kind text not null check (kind in ('told','task')),
  text jsonb not null,
  evidence jsonb not null default '[]',
  run_id text not null references playbook_run on delete cascade,
  created_at timestamptz not null,
  acknowledged_by text,
  acknowledged_at timestamptz
);
create index notice_latest on notice (created_at desc);
`;
