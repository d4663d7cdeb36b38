/**
 * Units, how they were tested, and how they were repaired; and what may be wrong with the products of a family. Names of
 * results: IPC-2591 CFX, UnitsTested and UnitsRepaired; measurements as in IEEE 1636.1.
 */
export const repair = `
create table product_family (
  product_id text primary key references material,
  family text not null
);
create table test_step (
  family text not null,
  step text not null,
  name_zh text not null,
  name_en text not null,
  unit text not null default '',
  sort integer not null default 0,
  primary key (family, step)
);
create table repair_cause (
  family text not null,
  cause_id text not null,
  name_zh text not null,
  name_en text not null,
  no_fault boolean not null default false,
  primary key (family, cause_id)
);
create table repair_action (
  family text not null,
  action_id text not null,
  cause_id text not null,
  name_zh text not null,
  name_en text not null,
  minutes double precision not null check (minutes > 0),
  cost double precision not null default 0 check (cost >= 0),
  material text,
  primary key (family, action_id),
  foreign key (family, cause_id) references repair_cause
);
create table repair_check (
  family text not null,
  check_id text not null,
  name_zh text not null,
  name_en text not null,
  minutes double precision not null check (minutes > 0),
  primary key (family, check_id)
);

create table unit (
  id text primary key,
  product_id text not null references material,
  work_order_id text references work_order,
  line text,
  status text not null check (status in ('Failed','Retest','Passed','Scrapped')),
  changed_at timestamptz not null,
  simulated boolean not null default false
);
create index unit_waiting on unit (changed_at) where status in ('Failed','Retest');
create table unit_test (
  id text primary key,
  unit_id text not null references unit,
  station text not null,
  time timestamptz not null,
  result text not null check (result in ('Passed','Failed','Error','Aborted'))
);
create index unit_test_unit on unit_test (unit_id, time);
create table unit_measurement (
  test_id text not null references unit_test on delete cascade,
  step text not null,
  value double precision not null,
  unit text not null default '',
  expected double precision,
  lower_limit double precision,
  upper_limit double precision,
  primary key (test_id, step)
);
create sequence repair_revision;
create table repair (
  id text primary key,
  unit_id text not null references unit,
  test_id text not null references unit_test,
  attempt integer not null check (attempt > 0),
  time timestamptz not null,
  family text not null,
  cause_id text not null,
  action_id text,
  result text not null check (result in ('RepairSuccessful','UnableToRepair','Scrap','Error','Aborted')),
  findings jsonb not null default '{}',
  minutes double precision,
  person_id text,
  verified boolean,
  revision bigint not null default nextval('repair_revision'),
  unique (unit_id, attempt),
  foreign key (family, cause_id) references repair_cause
);
create index repair_changed on repair (revision);
create function repair_is_changed() returns trigger language plpgsql as $$
begin
  new.revision := nextval('repair_revision');
  return new;
end $$;
create trigger repair_is_changed before insert or update on repair
  for each row execute function repair_is_changed();
`;
