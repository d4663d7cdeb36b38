/** What the content filter has decided, in words that only some may read; and what the page of the audit asks of the events. */
export const content = `
create table content_decision (
  id text primary key,
  -- Wall time.
  at timestamptz not null default now(),
  place text not null,
  action text not null check (action in ('Refused','Withheld')),
  -- The family that it was answered for, then the others.
  families text[] not null,
  trick text,
  excerpt text not null,
  subject_type text,
  subject_id text,
  person_id text,
  conversation_id text,
  number bigint not null generated always as identity
);
create index content_decision_latest on content_decision (number desc);
create index content_decision_person on content_decision (person_id, number desc);

-- From where a person acted; the events name it by its number alone, since everybody sees them.
create table act_origin (
  id bigint primary key generated always as identity,
  channel text not null,
  address text not null,
  agent text not null,
  first_at timestamptz not null default now(),
  unique (channel, address, agent)
);
alter table chat_message add column origin text;

-- The audit is read by whom, by kind and by time, the latest first. An event has two people at most: who asked or did, who approved.
create index event_act on event (time, seq)
  where jsonb_path_query_array(objects, '$[*] ? (@.type == "person").id') ->> 0 is not null
    or type in ('content.refused', 'content.withheld');
create index event_person on event ((jsonb_path_query_array(objects, '$[*] ? (@.type == "person").id') ->> 0), time, seq);
create index event_second_person on event ((jsonb_path_query_array(objects, '$[*] ? (@.type == "person").id') ->> 1), time, seq)
  where jsonb_path_query_array(objects, '$[*] ? (@.type == "person").id') ->> 1 is not null;
create index event_kind on event (type, time, seq);
create index audit_batch_end on audit_batch (to_seq);

-- What the worker, who has the key, is asked to do with the audit, and what came of it.
create table audit_task (
  id text primary key,
  kind text not null check (kind in ('Check','Pseudonymise')),
  status text not null default 'Asked' check (status in ('Asked','Running','Done','Failed')),
  asked_by text,
  asked_at timestamptz not null default now(),
  finished_at timestamptz,
  arguments jsonb not null default '{}',
  -- As far as it has come: batches looked at.
  progress integer not null default 0,
  result jsonb
);
create index audit_task_latest on audit_task (kind, asked_at desc);
`;
