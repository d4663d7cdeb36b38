/** Failed sign-ins, which all processes of the API count together; a crash of the database forgets them. */
export const shield = `
create unlogged table sign_in_failure (
  key text primary key,
  count integer not null,
  until timestamptz not null
);
`;
