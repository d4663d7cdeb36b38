/**
 * Documents of the plant in their revisions, the passages that answers are made of, and vectors of texts. One revision of a
 * document is in force at most. A sequence tells what has changed since it was read last.
 */
export const knowledge = `
create sequence knowledge_change;
create table knowledge_document (
  id text not null,
  revision text not null,
  title text not null,
  status text not null check (status in ('Draft','InForce','Superseded','Withdrawn')),
  language text not null check (language in ('zh','en')),
  owner text not null default '',
  products text[] not null default '{}',
  lines text[] not null default '{}',
  segments text[] not null default '{}',
  roles text[] not null default '{}',
  file text not null,
  media_type text not null,
  content_hash text not null,
  bytes integer not null,
  imported_at timestamptz not null default now(),
  imported_by text,
  simulated boolean not null default false,
  change bigint not null default nextval('knowledge_change'),
  primary key (id, revision)
);
create unique index knowledge_in_force on knowledge_document (id) where status = 'InForce';
create index knowledge_changed on knowledge_document (change);
create function knowledge_is_changed() returns trigger language plpgsql as $$
begin
  new.change := nextval('knowledge_change');
  return new;
end $$;
create trigger knowledge_is_changed before update on knowledge_document
  for each row execute function knowledge_is_changed();

create table knowledge_content (
  document_id text not null,
  revision text not null,
  file bytea not null,
  blocks jsonb not null,
  primary key (document_id, revision),
  foreign key (document_id, revision) references knowledge_document (id, revision) on delete cascade
);
create table knowledge_passage (
  document_id text not null,
  revision text not null,
  sort integer not null,
  block integer not null,
  table_row integer,
  path text[] not null,
  text text not null,
  locator text not null,
  primary key (document_id, revision, sort),
  foreign key (document_id, revision) references knowledge_document (id, revision) on delete cascade
);
create table text_vector (
  model text not null,
  hash text not null,
  vector bytea not null,
  primary key (model, hash)
);
`;
