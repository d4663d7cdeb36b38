/**
 * Rows of sealed events that were rewritten since, when somebody left: each with the hash that was sealed and the one that holds now,
 * chained and signed as the batches are, so that nobody without the key can pass a change off as one.
 */
export const peopleGone = `
create table audit_redaction (
  number integer primary key,
  seqs bigint[] not null,
  old_leaves bytea not null,
  new_leaves bytea not null,
  previous text not null,
  hash text not null,
  signature text not null,
  at timestamptz not null
);
`;
