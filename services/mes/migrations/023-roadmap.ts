/** Where vehicles may drive, and what each was told and is released. */
export const roadmap = `
create table roadmap (
  -- A plant has one.
  id boolean primary key default true check (id),
  description jsonb not null,
  version integer not null default 1,
  changed_at timestamptz not null
);
-- Who wants to change what vehicles are told has to know the revision: of two controllers one is always late.
create table traffic (
  id boolean primary key default true check (id),
  revision bigint not null default 0,
  -- What keeps transports or vehicles from being moved, in both languages.
  problems jsonb not null default '[]'
);
create table vehicle_route (
  vehicle_id text primary key,
  order_id text not null,
  update_id integer not null,
  transport_id text references transport_order,
  stage text not null check (stage in ('pick','drop','done')),
  is_closed boolean not null,
  -- Nodes from the last that it has said to be at to the end of what is released to it: nobody else may be there.
  released jsonb not null,
  -- What follows by the plan in hand.
  planned jsonb not null default '[]',
  waits_for text,
  -- Why nothing is released to it.
  stands text,
  changed_at timestamptz not null
);
alter table vehicle add column manufacturer text not null default 'MILLWRIGHT';
-- The last state message as VDA 5050 has it.
alter table vehicle add column state jsonb;
-- A transport has a vehicle once traffic control has given it one.
alter table transport_order alter column vehicle_id drop not null;
update transport_order t set vehicle_id = null
  where status = 'Pending' and not exists (select from outbox o where o.id = t.id);
create index transport_order_open on transport_order (changed_at) where status in ('Pending','InTransit');
`;
