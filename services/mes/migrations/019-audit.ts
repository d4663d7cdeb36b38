/** Sealed stretches of the event stream: each holds the hash of every row and is chained to the one before. */
export const audit = `
create table audit_batch (
  number integer primary key,
  from_seq bigint not null,
  to_seq bigint not null,
  seqs bigint[] not null,
  leaves bytea not null,
  previous text not null,
  hash text not null,
  signature text not null,
  sealed_at timestamptz not null
);
`;
