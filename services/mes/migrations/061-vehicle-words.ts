/**
 * What the house says to vehicles, and what these say of themselves. The header ids of a topic go on where they were, also after a fall (VDA
 * 5050 2.1, 6.4). Vehicles of two makers may bear one serial number. A transport can be called off.
 * And of a line with two meters the readings of both were one meter's.
 */
export const vehicleWords = `
create table vehicle_header (
  topic text primary key,
  -- Of the message that was promised last.
  header_id bigint not null
);
alter table vehicle
  -- Where it is not the id.
  add column serial_number text,
  -- The last that it has sent.
  add column factsheet jsonb;
alter table transport_order drop constraint transport_order_status_check;
alter table transport_order add constraint transport_order_status_check
  check (status in ('Pending','InTransit','Delivered','Failed','Cancelled'));
-- Each device of a line has a meter of its own.
alter table energy_reading add column device text not null default 'LINE';
alter table energy_reading drop constraint energy_reading_pkey;
alter table energy_reading add primary key (line, device, hour);
`;
