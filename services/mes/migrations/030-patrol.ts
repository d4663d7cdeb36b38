/** Rounds over the site: routes of checkpoints with limits, what was read there, and findings that people see to. */
export const patrol = `
create table patrol_route (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  -- Who goes it: a robot's id, or a role of people.
  patroller text not null,
  -- Minutes of the plant's day at which it begins first and how often then; minutes after which it is overdue.
  first_minute integer not null check (first_minute between 0 and 1439),
  every_minutes integer not null check (every_minutes between 10 and 10080),
  grace_minutes integer not null default 15 check (grace_minutes between 1 and 1440),
  checkpoints jsonb not null,
  is_active boolean not null default true,
  changed_by text not null,
  changed_at timestamptz not null
);
create table patrol_round (
  id text primary key,
  route_id text not null references patrol_route,
  due_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  status text not null check (status in ('Due','Running','Completed','Aborted','Overdue')),
  patroller text,
  reason text
);
create index patrol_round_route on patrol_round (route_id, coalesce(due_at, started_at));
create unique index patrol_round_due on patrol_round (route_id, due_at);
create table patrol_finding (
  id text primary key,
  route_id text not null references patrol_route,
  checkpoint_id text not null,
  check_id text not null,
  kind text not null,
  severity text not null check (severity in ('Info','Warning','Critical')),
  x double precision not null,
  y double precision not null,
  value double precision,
  lower_limit double precision,
  upper_limit double precision,
  unit text not null default '',
  text text,
  image_id text references inspection_image,
  image_url text,
  opened_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null default 1,
  -- When a later round read it within its limits again.
  back_at timestamptz,
  status text not null check (status in ('Open','Assigned','Closed')),
  assigned_to text,
  assigned_at timestamptz,
  closed_by text,
  closed_at timestamptz,
  note text
);
create unique index patrol_finding_open on patrol_finding (route_id, checkpoint_id, check_id) where status <> 'Closed';
create index patrol_finding_last on patrol_finding (last_at);
create table patrol_reading (
  id text primary key,
  round_id text not null references patrol_round,
  checkpoint_id text not null,
  check_id text not null,
  time timestamptz not null,
  value double precision,
  ok boolean not null,
  note text,
  image_id text references inspection_image,
  image_url text,
  finding_id text references patrol_finding
);
create index patrol_reading_round on patrol_reading (round_id);
-- Where a patrolling robot is.
create table patrol_robot (
  id text primary key,
  online boolean not null,
  x double precision,
  y double precision,
  battery double precision,
  changed_at timestamptz not null
);
`;
