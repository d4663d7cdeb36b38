import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { heardLatelyMs } from "../../core/heard-lately.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { wakeTraffic } from "./roadmap.ts";

interface Act {
  readonly actId: string;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/**
 * Takes a vehicle off the map that is not there any more, such as one whose maker has another name by now. What it has done stays on
 * record. Should it speak again, it is there again.
 *
 * @throws MillwrightError NOT_FOUND; VEHICLE_HEARD, VEHICLE_BUSY for one that is still about.
 */
export const forgetVehicle = async (tx: Tx, id: string, { actId, actorId, now }: Act): Promise<void> => {
  // Whoever has moved vehicles meanwhile without knowing of this looks again.
  await tx.updateTable("traffic").set({ revision: sql`revision + 1` }).execute();
  const vehicle = await tx
    .selectFrom("vehicle")
    .select(["load_id", "changed_at"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!vehicle) throw new MillwrightError("NOT_FOUND", { kind: "vehicle", id });
  const heard = vehicle.changed_at;
  if (now.getTime() - heard.getTime() < heardLatelyMs)
    throw new MillwrightError("VEHICLE_HEARD", { id, heard: heard.toISOString() });
  const transport = await tx
    .selectFrom("transport_order")
    .select("id")
    .where("vehicle_id", "=", id)
    .where("status", "in", ["Pending", "InTransit"])
    .executeTakeFirst();
  const has = transport?.id ?? vehicle.load_id;
  if (has) throw new MillwrightError("VEHICLE_BUSY", { id, has });
  await tx.deleteFrom("vehicle_route").where("vehicle_id", "=", id).execute();
  await tx.deleteFrom("vehicle").where("id", "=", id).execute();
  await appendEvents(tx, [
    {
      id: contentHash("vehicle.forgotten", actId),
      type: "vehicle.forgotten",
      time: now,
      source: "mes",
      objects: [
        { id, type: "vehicle", qualifier: "forgotten" },
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes: { heard: heard.toISOString() },
    },
  ]);
  await wakeTraffic(tx);
};
