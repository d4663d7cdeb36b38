/**
 * What tests measured, summed by product, step, station and hour, so that the capability of a whole plant over weeks is asked for without
 * reading every value. Made anew from all tests of an hour whenever one of them comes, so that it does not matter how late or how often
 * they do: a trigger notes the hour in the transaction that stores a test, and whoever asks first brings it up to date.
 */
export const measuredHours = `
create table measured_hour (
  product_id text not null,
  step text not null,
  station text not null,
  -- Begins with a full hour of UTC.
  hour timestamptz not null,
  -- First tests of units; of a unit that comes back from repair the process is not what is measured.
  "values" integer not null,
  mean double precision not null,
  -- Of the deviations from the mean.
  squares double precision not null,
  least double precision not null,
  greatest double precision not null,
  -- Between neighbours in time; the first value has one with the last of the hour before that had any.
  ranges integer not null,
  range_sum double precision not null,
  first_value double precision not null,
  last_value double precision not null,
  -- Of the values within their limits.
  inside integer not null,
  inside_mean double precision,
  inside_squares double precision,
  -- As the last test of the hour was held to them.
  unit text not null,
  lower_limit double precision,
  upper_limit double precision,
  primary key (product_id, step, station, hour)
);
create index measured_hour_time on measured_hour (hour);
create table measured_due (
  station text not null,
  hour timestamptz not null,
  primary key (station, hour)
);
-- Values of tests before it may have been removed: what was summed of them stays as it is.
create table measured_from (
  sole boolean primary key default true check (sole),
  time timestamptz not null
);
create index unit_test_station on unit_test (station, time);

create function note_measured() returns trigger language plpgsql as $$
begin
  insert into measured_due (station, hour)
  select station, date_trunc('hour', time, 'UTC') from fresh
  union
  -- What was the first test of a unit is so no longer.
  select later.station, date_trunc('hour', later.time, 'UTC')
  from fresh join unit_test later
    on later.unit_id = fresh.unit_id and later.station = fresh.station and later.time > fresh.time
  -- In one order everywhere: two writers must not wait for each other.
  order by 1, 2
  -- The row is held until the test is there to be read, whoever takes it.
  on conflict (station, hour) do update set hour = excluded.hour;
  return null;
end $$;
create trigger unit_test_measured after insert on unit_test
  referencing new table as fresh for each statement execute function note_measured();
create trigger unit_test_corrected after update on unit_test
  referencing new table as fresh for each statement execute function note_measured();
insert into measured_due (station, hour)
select distinct station, date_trunc('hour', time, 'UTC') from unit_test;
`;
