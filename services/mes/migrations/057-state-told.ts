/** When a line told its state last: since when it is in that state is another thing once it gives another reason for it. */
export const stateTold = `
alter table equipment add column state_told timestamptz;
update equipment set state_told = state_since;
`;
