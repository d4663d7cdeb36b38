/** What else binds a plan: tools and people beside the line, approved vendors, bins, chambers that are shared, lags. */
export const constraints = `
create table secondary_resource (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null check (kind in ('Tool','Stencil','Feeder','Fixture','Skill')),
  capacity integer check (capacity > 0),
  calendar_id text references calendar,
  skill text,
  -- Units of a skill are the people who have it, on their shifts.
  check (case kind when 'Skill' then skill is not null and capacity is null else skill is null and capacity is not null end)
);
create table secondary_outage (
  id text primary key,
  secondary_id text not null references secondary_resource on delete cascade,
  units integer not null check (units > 0),
  start_time timestamptz not null,
  end_time timestamptz not null check (end_time > start_time),
  reason text not null
);
create table segment_secondary (
  work_master_id text not null,
  segment integer not null,
  secondary_id text not null references secondary_resource,
  units integer not null check (units > 0),
  primary key (work_master_id, segment, secondary_id),
  foreign key (work_master_id, segment) references work_master_segment on delete cascade
);
create table approved_vendor (
  work_master_id text not null,
  segment integer not null,
  position integer not null,
  vendor text not null,
  primary key (work_master_id, segment, position, vendor),
  foreign key (work_master_id, segment, position) references bom_item on delete cascade
);
alter table bom_item add column uniform text check (uniform in ('bin','vendor'));
alter table material_lot add column vendor text, add column bin text;
alter table expected_receipt add column bin text;
alter table work_master_segment
  add column lag_seconds integer not null default 0 check (lag_seconds >= 0),
  add column max_lag_seconds integer check (max_lag_seconds >= lag_seconds),
  add column transfer_share double precision check (transfer_share > 0 and transfer_share <= 1),
  add column batch_family text;
`;
