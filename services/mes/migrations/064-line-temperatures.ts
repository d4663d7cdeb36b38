/**
 * Of a line with several devices that tell a temperature, each one's: they were one figure, that of whoever spoke last. Which device the
 * figures of before were of is not known; the next births bring them anew.
 */
export const lineTemperatures = `
create table line_temperature (
  line text not null references equipment on delete cascade,
  -- Sparkplug device that measures it.
  device text not null,
  celsius double precision not null,
  read_at timestamptz not null,
  primary key (line, device)
);
alter table equipment drop column temperature_c;
`;
