/** Plans that answer an event and wait for a person; absences of people, which such an event may be. */
export const planProposals = `
create table plan_proposal (
  number integer generated always as identity primary key,
  request_id text not null unique,
  -- The call is told with the proposal's number, so it is written after it.
  tool_call_id text not null unique references tool_call deferrable initially deferred,
  base_version integer not null references plan,
  status text not null check (status in ('Proposed','Adopted','Rejected','Expired','Stale')),
  happening jsonb not null,
  cause jsonb not null,
  change jsonb not null,
  moves jsonb not null,
  kpis_before jsonb not null,
  kpis_after jsonb not null,
  unplanned text[] not null,
  evidence jsonb not null,
  content bytea not null,
  proposed_by text not null references app_user,
  plant_time timestamptz not null,
  created_at timestamptz not null default now(),
  version integer references plan,
  check ((status = 'Adopted') = (version is not null))
);
create index plan_proposal_open on plan_proposal (base_version) where status = 'Proposed';
create table person_absence (
  id text primary key,
  person_id text not null references person on delete cascade,
  start_time timestamptz not null,
  end_time timestamptz not null check (end_time > start_time),
  reason text not null
);
`;
