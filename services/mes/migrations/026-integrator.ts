/** Messages that were set aside, as people mend and send them again; keys by which machines come in. */
export const integrator = `
alter table set_aside_message
  -- Of the error catalogue; its sentence is made of the details, in either language.
  add column code text not null default 'MALFORMED_MESSAGE',
  add column details jsonb not null default '{}',
  -- The same message again, or one that a later one makes good, is counted and not kept twice while it is open.
  add column message_key text,
  add column times integer not null default 1,
  add column last_at timestamptz not null default now(),
  add column status text not null default 'Open' check (status in ('Open','Resent','Taken','Dismissed')),
  add column settled_by text,
  add column settled_at timestamptz;
update set_aside_message set message_key = id::text, details = jsonb_build_object('topic', topic, 'problem', problem);
alter table set_aside_message alter column message_key set not null;
alter table set_aside_message drop column problem;
create unique index set_aside_message_open on set_aside_message (message_key) where status = 'Open';
create index set_aside_message_latest on set_aside_message (status, id desc);
create table api_key (
  id text primary key,
  user_id text not null references app_user on delete cascade,
  -- SHA-256 of the secret part: it is random, so that a slow hash adds nothing.
  hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);
`;
