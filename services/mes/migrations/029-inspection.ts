/**
 * What SPI, AOI and AXI machines found on boards (IPC-2591 UnitsInspected), what people said of it, and clusters of defects
 * with their probable source. A board that passed is a row without defects, so that rates have what they are divided by.
 */
export const inspection = `
-- Solder joints of a part, for the opportunities of IPC-7912; unknown counts none.
alter table material add terminations integer check (terminations >= 0);
-- What places a part at a line: its feeder and the nozzle that picks it.
create table placement_setup (
  line text not null,
  product_id text not null references material,
  material_id text not null references material,
  feeder text not null,
  nozzle text not null,
  primary key (line, product_id, material_id)
);
create table inspection_image (
  -- SHA-256 of its bytes.
  id text primary key,
  media_type text not null check (media_type in ('image/png','image/jpeg','image/webp')),
  bytes bytea not null,
  created_by text not null,
  created_at timestamptz not null
);
create table inspection (
  id text primary key,
  time timestamptz not null,
  method text not null check (method in ('SPI','AOI','AXI','Human')),
  machine text not null,
  line text,
  unit_id text not null,
  panel_position integer not null,
  side text not null check (side in ('Top','Bottom')),
  product_id text not null references material,
  work_order_id text,
  result text not null check (result in ('Passed','Failed','Error','Aborted')),
  -- The first of its unit, method and side: what first-pass yield counts.
  is_first boolean not null,
  opportunities integer not null,
  simulated boolean not null default false
);
create index inspection_time on inspection (time);
create index inspection_unit on inspection (unit_id);
create table inspection_defect (
  id text primary key,
  inspection_id text not null references inspection on delete cascade,
  -- Of its inspection, kept here too: everything is counted by it.
  time timestamptz not null,
  method text not null,
  line text,
  unit_id text not null,
  panel_position integer not null,
  side text not null,
  product_id text not null,
  work_order_id text,
  kind text not null,
  code text,
  description text,
  designator text,
  pin text,
  material_id text,
  lot_id text,
  feeder text,
  nozzle text,
  x double precision,
  y double precision,
  measured text,
  value double precision,
  expected double precision,
  lower_limit double precision,
  upper_limit double precision,
  value_unit text not null default '',
  confidence double precision,
  image_id text references inspection_image,
  image_url text,
  verification text not null default 'NotVerifiedYet'
    check (verification in ('NotVerifiedYet','DefectConfirmed','DefectRejected','DefectAccepted')),
  verified_by text,
  verified_at timestamptz,
  arrived bigint generated always as identity
);
create index inspection_defect_time on inspection_defect (time);
create index inspection_defect_inspection on inspection_defect (inspection_id);
create index inspection_defect_unit on inspection_defect (unit_id);
create index inspection_defect_arrived on inspection_defect (arrived);
create index inspection_defect_waiting on inspection_defect (time, id) where verification = 'NotVerifiedYet';
create table defect_cluster (
  id text primary key,
  line text not null,
  method text not null,
  kind text not null,
  source text not null check (source in ('feeder','nozzle','lot','designator','panel')),
  source_id text not null,
  product_id text,
  status text not null check (status in ('Open','Over','Closed')),
  opened_at timestamptz not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  ended_at timestamptz,
  -- Defects found, those that were to be expected, and the boards looked at.
  found integer not null,
  rejected integer not null default 0,
  expected double precision not null,
  boards integer not null,
  chance double precision not null,
  tests integer not null,
  designators text[] not null,
  alternatives jsonb not null default '[]',
  closed_by text,
  cause text,
  note text
);
create unique index defect_cluster_open on defect_cluster (line, method, kind, source, source_id, coalesce(product_id, ''))
  where status = 'Open';
create index defect_cluster_last on defect_cluster (last_at);
`;
