import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Takes a temperature that a device of a line told; one that is older than what it told already changes nothing. */
export const applyTemperature = async (
  db: Db | Tx,
  reading: { readonly line: string; readonly device: string; readonly celsius: number; readonly time: Date },
): Promise<void> => {
  const { time: read_at, ...read } = reading;
  await db
    .insertInto("line_temperature")
    .values({ ...read, read_at })
    .onConflict((known) =>
      known
        .columns(["line", "device"])
        .doUpdateSet((row) => ({
          celsius: row.ref("excluded.celsius"),
          read_at: row.ref("excluded.read_at"),
        }))
        .where(sql<boolean>`line_temperature.read_at <= excluded.read_at`),
    )
    .execute();
};
