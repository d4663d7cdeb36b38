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
`;
