/**
 * What figures are reckoned from: pieces, jobs and states of lines as the event stream tells them, in a form that is quick
 * to sum. All of it can be made anew from the events: a trigger notes in the same transaction what an event is about, and
 * whoever asks for a figure first brings that up to date. And rules that watch figures, with what they found.
 */
export const figures = `
create table figure_due (
  kind text not null check (kind in ('job','line','order')),
  subject text not null,
  since timestamptz not null,
  primary key (kind, subject)
);
create table figure_job (
  id text primary key,
  work_order_id text not null,
  product_id text,
  line text not null,
  segment integer,
  -- The last step of its order's routing.
  is_final boolean not null default false,
  released_at timestamptz,
  at_work_from timestamptz,
  at_work_to timestamptz
);
create index figure_job_line on figure_job (line, at_work_from);
create index figure_job_order on figure_job (work_order_id);
create table figure_made (
  job_id text not null references figure_job on delete cascade,
  time timestamptz not null,
  line text not null,
  work_order_id text not null,
  product_id text,
  is_final boolean not null,
  good integer not null,
  scrap integer not null,
  -- Seconds that the pieces take by the routing.
  planned_seconds double precision,
  primary key (job_id, time)
);
create index figure_made_time on figure_made (time);
create table figure_span (
  line text not null,
  from_time timestamptz not null,
  -- Null while it lasts.
  to_time timestamptz,
  code integer,
  reason text not null,
  work_order_id text,
  product_id text,
  -- The state began here; a span that goes on with another order did not.
  is_first boolean not null,
  primary key (line, from_time)
);
create index figure_span_time on figure_span (from_time);
create table figure_done (
  work_order_id text primary key,
  time timestamptz not null
);
create index figure_done_time on figure_done (time);
create table energy_reading (
  line text not null,
  hour timestamptz not null,
  -- Used within the hour, and what the meter showed last.
  kwh double precision not null,
  meter double precision not null,
  primary key (line, hour)
);
create index energy_reading_hour on energy_reading (hour);
create index unit_test_time on unit_test (time);
create index repair_time on repair (time);
create index job_order_planned on job_order (planned_start);

create function note_figures() returns trigger language plpgsql as $$
begin
  insert into figure_due (kind, subject, since)
  select case o->>'type' when 'equipment' then 'line' when 'job_order' then 'job' else 'order' end,
    o->>'id', min(time)
  from fresh cross join lateral jsonb_array_elements(fresh.objects) as o
  where (fresh.type = 'equipment.state' and o->>'type' = 'equipment')
    or (fresh.type like 'job.%' and o->>'type' = 'job_order')
    or (fresh.type = 'order.completed' and o->>'type' = 'work_order')
  group by 1, 2
  -- In one order everywhere: two writers must not wait for each other.
  order by 1, 2
  on conflict (kind, subject) do update set since = least(figure_due.since, excluded.since);
  return null;
end $$;
create trigger event_figures after insert on event
  referencing new table as fresh for each statement execute function note_figures();
insert into figure_due (kind, subject, since)
select case o->>'type' when 'equipment' then 'line' when 'job_order' then 'job' else 'order' end,
  o->>'id', min(time)
from event cross join lateral jsonb_array_elements(event.objects) as o
where (event.type = 'equipment.state' and o->>'type' = 'equipment')
  or (event.type like 'job.%' and o->>'type' = 'job_order')
  or (event.type = 'order.completed' and o->>'type' = 'work_order')
group by 1, 2;

create table alert_rule (
  id text primary key,
  metric text not null,
  -- A line, * for each line for itself, or null for all of them together.
  line text,
  kind text,
  product text,
  shift text,
  condition text not null check (condition in ('above','below','limits')),
  threshold double precision,
  period text not null check (period in ('hour','shift','day')),
  role text not null,
  created_by text not null,
  created_at timestamptz not null,
  is_active boolean not null default true,
  check (condition = 'limits' or threshold is not null)
);
create table alert (
  id text primary key,
  rule_id text not null references alert_rule,
  -- Of a rule for each line.
  line text not null default '',
  raised_at timestamptz not null,
  value double precision not null,
  bound double precision not null,
  cleared_at timestamptz,
  acknowledged_by text,
  acknowledged_at timestamptz
);
-- One breach of a rule at a time.
create unique index alert_open on alert (rule_id, line) where cleared_at is null;
create index alert_raised on alert (raised_at);
`;
