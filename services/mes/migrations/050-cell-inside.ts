/** Who is in a robot cell: while anybody is, nothing begins in it. */
export const cellInside = `
alter table cell add column inside jsonb not null default '[]';
`;
