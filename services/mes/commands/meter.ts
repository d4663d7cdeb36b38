import { sql } from "kysely";
import { plantZone } from "../../core/zone.ts";
import { lineDevice } from "../../protocols/sparkplug/names.ts";
import type { Db, Tx } from "../database.ts";

interface Reading {
  readonly line: string;
  readonly device: string;
  readonly meter: number;
  readonly time: Date;
}

const hourOf = (time: Date) => sql`date_trunc('hour', ${time}::timestamptz, ${plantZone().name})`;

/** A meter that shows less than this share of what it showed has begun anew; one that shows a little less has been rounded or put right. */
const anew = 0.5;

/** Takes a reading that is the newest of its line; false for one that is not. */
const takeNewest = async (tx: Tx, { line, device, meter, time }: Reading): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    with newest as (
      select meter, read_at from energy_reading where line = ${line} and device = ${device} order by hour desc limit 1
    ), noted as (
      insert into energy_reading (line, device, hour, kwh, meter, read_at)
      select ${line}, ${device}, ${hourOf(time)}, case
        when newest.meter is null then 0
        when newest.meter * ${anew} > ${meter}::double precision then ${meter}::double precision
        else greatest(0, ${meter}::double precision - newest.meter) end, ${meter}::double precision, ${time}::timestamptz
      from (select 1) as one left join newest on true
      where newest.read_at is null or newest.read_at < ${time}
        or (newest.read_at = ${time} and newest.meter <= ${meter}::double precision)
      on conflict (line, device, hour) do update
        set kwh = energy_reading.kwh + excluded.kwh, meter = excluded.meter, read_at = excluded.read_at
      returning 1
    )
    update equipment set energy_kwh = ${meter} + (
      select coalesce(sum(meter), 0) from (
        select distinct on (device) meter from energy_reading
        where line = ${line} and (device < ${device} or device > ${device}) order by device, hour desc
      ) as others
    ) where id = ${line} and exists (select from noted)`.execute(tx);
  return numAffectedRows === 1n;
};

/**
 * Takes a reading of an hour of which nothing that late was known: what was used until then was counted in the next hour that
 * was read, and is of this one.
 */
const takeLate = (tx: Tx, { line, device, meter, time }: Reading) =>
  sql`
    with own as (
      select ${hourOf(time)} as hour
    ), before as (
      select meter from energy_reading
      where line = ${line} and device = ${device} and hour <= ${time} and read_at <= ${time} order by hour desc limit 1
    ), after as (
      select energy_reading.hour, kwh from energy_reading, own
      where line = ${line} and device = ${device} and energy_reading.hour > own.hour order by 1 limit 1
    ), share as (
      select ${meter}::double precision - before.meter as kwh, after.hour as counted_in, own.hour
      from before, after, own
      where ${meter}::double precision - before.meter between 0 and after.kwh and not exists (
        select from energy_reading where line = ${line} and device = ${device} and hour = own.hour and read_at > ${time}
      )
    ), taken as (
      update energy_reading set kwh = energy_reading.kwh - share.kwh from share
      where line = ${line} and device = ${device} and energy_reading.hour = share.counted_in
    )
    insert into energy_reading (line, device, hour, kwh, meter, read_at)
    select ${line}, ${device}, hour, kwh, ${meter}::double precision, ${time}::timestamptz from share
    on conflict (line, device, hour) do update
      set kwh = energy_reading.kwh + excluded.kwh, meter = excluded.meter, read_at = excluded.read_at`.execute(
    tx,
  );

/**
 * Takes what an energy meter of a line showed, of which each of its devices may have one: the line's own figure, all of them together, and what was used in the hour of the
 * plant's clock. A meter that later shows far less has begun anew; the same reading again adds nothing, and one that comes late
 * only says of which hour the energy was. False for a late one.
 */
export const applyEnergy = (
  db: Db,
  line: string,
  meter: number,
  time: Date,
  device: string = lineDevice,
): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    // Two readings of a line follow each other.
    await tx.selectFrom("equipment").select("id").where("id", "=", line).forNoKeyUpdate().execute();
    const isNewest = await takeNewest(tx, { line, device, meter, time });
    if (!isNewest) await takeLate(tx, { line, device, meter, time });
    return isNewest;
  });
