/** What happens on the plant: plans, job orders, requisitions, transports, and the one event stream. */
export const operations = `
create table plan (
  version integer primary key,
  created_at timestamptz not null,
  plant_time timestamptz not null,
  reason text not null,
  request_id text not null unique,
  seed integer not null,
  objective double precision not null,
  bound double precision not null,
  gap double precision not null,
  on_time_rate double precision not null,
  late_orders integer not null,
  utilisation double precision not null,
  kpis jsonb not null default '{}'
);
create table plan_operation (
  version integer not null references plan on delete cascade,
  work_order_id text not null references work_order,
  segment integer not null,
  equipment_id text not null references equipment,
  start_time timestamptz not null,
  end_time timestamptz not null,
  setup_seconds integer not null default 0,
  setup_family text,
  material_time timestamptz,
  late_seconds integer not null default 0,
  actual_start timestamptz,
  actual_end timestamptz,
  primary key (version, work_order_id, segment)
);
create index plan_operation_time on plan_operation (version, equipment_id, start_time);

create table job_order (
  id text primary key,
  work_order_id text not null references work_order,
  segment integer not null,
  equipment_id text not null references equipment,
  quantity integer not null,
  good integer not null default 0,
  scrap integer not null default 0,
  dispatch_status text not null check (dispatch_status in
    ('Waiting','Pending','Cancelled','Dispatched','Ready','Running','Completed','Aborted','Held','Suspended','Closed')),
  released_by text not null,
  tool_call_id text,
  planned_start timestamptz,
  actual_start timestamptz,
  actual_end timestamptz,
  changed_at timestamptz not null,
  unique (work_order_id, segment)
);
create index job_order_equipment on job_order (equipment_id, dispatch_status);
create table material_requisition (
  id text primary key,
  work_order_id text not null references work_order,
  segment integer not null,
  equipment_id text references equipment,
  status text not null check (status in ('Requested','InTransit','Issued','Cancelled')),
  requested_by text not null,
  requested_at timestamptz not null,
  issued_at timestamptz,
  tool_call_id text,
  unique (work_order_id, segment)
);
create table requisition_line (
  requisition_id text not null references material_requisition on delete cascade,
  lot_id text not null references material_lot,
  material_id text not null references material,
  substitutes text references material,
  quantity integer not null check (quantity > 0),
  primary key (requisition_id, lot_id, material_id)
);
create table transport_order (
  id text primary key,
  requisition_id text not null references material_requisition,
  vehicle_id text not null,
  from_station text not null,
  to_station text not null,
  status text not null check (status in ('Pending','InTransit','Delivered','Failed')),
  changed_at timestamptz not null
);
create table vehicle (
  id text primary key,
  online boolean not null default false,
  x double precision,
  y double precision,
  driving boolean not null default false,
  battery double precision,
  order_id text,
  load_id text,
  errors jsonb not null default '[]',
  changed_at timestamptz not null
);

create table event (
  seq bigint generated always as identity,
  id text not null,
  type text not null,
  time timestamptz not null,
  source text not null,
  attributes jsonb not null,
  objects jsonb not null,
  recorded_at timestamptz not null default now(),
  primary key (seq, time)
) partition by range (time);
create table event_default partition of event default;
-- A partitioned table cannot hold a unique key without its partition column; ids are claimed here.
create table event_id (id text primary key);
create index event_objects on event using gin (objects jsonb_path_ops);
create index event_time on event (time);
create index event_seq on event (seq);

create table outbox (
  seq bigint generated always as identity primary key,
  id text not null unique,
  topic text not null,
  payload bytea not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index outbox_waiting on outbox (seq) where sent_at is null;

create table plant_clock (
  id boolean primary key default true check (id),
  plant_anchor timestamptz not null,
  wall_anchor timestamptz not null,
  speed double precision not null check (speed > 0)
);
create table set_aside_message (
  id bigint generated always as identity primary key,
  topic text not null,
  payload bytea not null,
  problem text not null,
  received_at timestamptz not null default now()
);
`;
