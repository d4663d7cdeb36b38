/** A number says how far the stream was looked at, not what below it was still being written: a cursor says both. */
export const playbookCursor = `
alter table playbook_position rename column seq to cursor;
alter table playbook_position alter column cursor type text using cursor::text;
`;
