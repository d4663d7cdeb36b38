import { sql } from "kysely";
import { plantZone } from "../../core/zone.ts";
import type { Db } from "../database.ts";

/**
 * Takes what a line's energy meter shows: the line's own figure, and what was used in the hour of the
 * plant's clock. A meter that shows less than
 * before has begun anew; the same reading again adds nothing.
 */
export const applyEnergy = async (db: Db, line: string, meter: number, time: Date): Promise<void> => {
  await db.transaction().execute(async (tx) => {
    // The line's own row is locked, so that two readings follow each other.
    await tx.updateTable("equipment").set({ energy_kwh: meter }).where("id", "=", line).execute();
    await sql`
      insert into energy_reading (line, hour, kwh, meter)
      select ${line}, date_trunc('hour', ${time}::timestamptz, ${plantZone().name}), case
        when last.meter is null then 0
        when last.meter <= ${meter}::double precision then ${meter}::double precision - last.meter
        else ${meter}::double precision end, ${meter}::double precision
      from (select 1) as one left join lateral (
        select meter from energy_reading where line = ${line} and hour <= ${time} order by hour desc limit 1
      ) as last on true
      on conflict (line, hour) do update set kwh = energy_reading.kwh + excluded.kwh, meter = excluded.meter`.execute(
      tx,
    );
  });
};
