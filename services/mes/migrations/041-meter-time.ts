/** When a meter was read: a reading that comes late is no meter that has begun anew. Of the older ones the hour is known. */
export const meterTime = `
alter table energy_reading add column read_at timestamptz;
update energy_reading set read_at = hour;
alter table energy_reading alter column read_at set not null;
`;
