/** The plant as ISA-95 models it: equipment, people, materials, work masters, orders. */
export const plant = `
create table equipment (
  id text primary key,
  parent_id text references equipment,
  level text not null check (level in ('Enterprise','Site','Area','WorkCenter','WorkUnit')),
  name_zh text not null,
  name_en text not null,
  area text,
  process text,
  calendar_id text,
  capacity_units integer not null default 1 check (capacity_units > 0),
  power_kw numeric not null default 0,
  state_code integer,
  state_reason text,
  state_since timestamptz,
  energy_kwh double precision not null default 0,
  temperature_c double precision,
  sort integer not null default 0
);
create table calendar (
  id text primary key,
  name text not null
);
create table calendar_shift (
  calendar_id text not null references calendar on delete cascade,
  weekday integer not null check (weekday between 0 and 6),
  start_minute integer not null check (start_minute between 0 and 1439),
  end_minute integer not null check (end_minute > start_minute and end_minute <= 2880),
  primary key (calendar_id, weekday, start_minute)
);
create table calendar_exception (
  id text primary key,
  equipment_id text not null references equipment,
  start_time timestamptz not null,
  end_time timestamptz not null check (end_time > start_time),
  reason text not null
);
alter table equipment add foreign key (calendar_id) references calendar;

create table person (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  role text not null,
  area text,
  calendar_id text references calendar,
  shift_start_minute integer,
  shift_end_minute integer
);
create table qualification (
  person_id text not null references person on delete cascade,
  skill text not null,
  expires_at timestamptz,
  primary key (person_id, skill)
);

create table material (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  category text not null,
  unit text not null default 'pcs',
  kind text not null check (kind in ('Component','Product'))
);
create table material_lot (
  id text primary key,
  material_id text not null references material,
  quantity integer not null check (quantity >= 0),
  reserved integer not null default 0 check (reserved >= 0 and reserved <= quantity),
  status text not null check (status in ('Released','Quarantine','Blocked')),
  location text not null,
  expires_at timestamptz
);
create index material_lot_material on material_lot (material_id) where quantity > 0;
create table expected_receipt (
  id text primary key,
  material_id text not null references material,
  quantity integer not null check (quantity > 0),
  expected_time timestamptz not null,
  supplier text not null,
  reliability double precision not null default 1 check (reliability between 0 and 1)
);
create index expected_receipt_material on expected_receipt (material_id, expected_time);

create table document (
  id text not null,
  version integer not null,
  title_zh text not null,
  title_en text not null,
  status text not null check (status in ('DRAFT','FOR_REVIEW','APPROVED','ACTIVE','DEPRECATED')),
  changed_at timestamptz not null,
  primary key (id, version)
);
create table tool (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  kind text not null,
  status text not null check (status in ('Available','InUse','Maintenance','Missing')),
  location text not null,
  cycles_left integer not null
);

create table work_master (
  id text primary key,
  product_id text not null references material,
  version integer not null default 1
);
create table work_master_segment (
  work_master_id text not null references work_master on delete cascade,
  segment integer not null,
  name_zh text not null,
  name_en text not null,
  process text not null,
  setup_family text not null,
  batch_size integer not null default 1 check (batch_size > 0),
  tool_id text references tool,
  skill text,
  document_id text,
  primary key (work_master_id, segment)
);
create table segment_equipment (
  work_master_id text not null,
  segment integer not null,
  equipment_id text not null references equipment,
  run_seconds double precision not null check (run_seconds > 0),
  primary key (work_master_id, segment, equipment_id),
  foreign key (work_master_id, segment) references work_master_segment on delete cascade
);
create table setup_time (
  process text not null,
  from_family text not null,
  to_family text not null,
  seconds integer not null check (seconds >= 0),
  primary key (process, from_family, to_family)
);
create table bom_item (
  work_master_id text not null,
  segment integer not null,
  position integer not null,
  material_id text not null references material,
  quantity_per integer not null check (quantity_per > 0),
  primary key (work_master_id, segment, position),
  foreign key (work_master_id, segment) references work_master_segment on delete cascade
);
create table bom_alternate (
  work_master_id text not null,
  segment integer not null,
  position integer not null,
  material_id text not null references material,
  rank integer not null,
  primary key (work_master_id, segment, position, material_id),
  foreign key (work_master_id, segment, position) references bom_item on delete cascade
);

create table sales_order (
  id text primary key,
  customer text not null,
  customer_class text not null,
  promised_time timestamptz not null
);
create table work_order (
  id text primary key,
  sales_order_id text references sales_order,
  product_id text not null references material,
  work_master_id text not null references work_master,
  quantity integer not null check (quantity > 0),
  priority integer not null check (priority between 1 and 9),
  release_time timestamptz not null,
  due_time timestamptz not null,
  status text not null check (status in ('Waiting','Released','Running','Completed','Cancelled')),
  held boolean not null default false,
  hold_reason text
);
create index work_order_status on work_order (status, due_time);
`;
