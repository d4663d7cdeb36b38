/** Sessions that were ended before their time, kept until they would have ended by themselves. */
export const sessions = `
create table ended_session (
  id text primary key,
  expires_at timestamptz not null
);
`;
