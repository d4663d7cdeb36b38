import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { Factsheet } from "../../protocols/vda5050/factsheet.ts";
import type { VehicleState } from "../../protocols/vda5050/messages.ts";
import type { VehicleAddress } from "../../protocols/vda5050/topic.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import { wakeTraffic } from "./roadmap.ts";

/** A serial number as it is stored: null where it is the vehicle's id. */
const serialBeside = (vehicle: string, serialNumber: string): string | null =>
  serialNumber === vehicle ? null : serialNumber;

const rowOf = (vehicle: string, state: VehicleState) => ({
  online: true,
  ...(state.agvPosition?.positionInitialized
    ? { x: state.agvPosition.x, y: state.agvPosition.y }
    : { x: null, y: null }),
  driving: state.driving,
  battery: state.batteryState.batteryCharge,
  order_id: state.nodeStates.length > 0 || state.driving ? state.orderId : null,
  load_id: state.loads?.[0]?.loadId ?? null,
  manufacturer: state.manufacturer,
  serial_number: serialBeside(vehicle, state.serialNumber),
  changed_at: new Date(state.timestamp),
});
type Shown = Pick<ReturnType<typeof rowOf>, "x" | "y" | "driving" | "order_id" | "load_id"> & {
  readonly online: boolean;
  readonly battery: number | null;
};

/** The whole of what a vehicle is: a replay has nothing but its events. Battery in whole percent. */
const attributesOf = (
  { online, driving, battery, x, y, order_id, load_id }: Shown,
  { lastNodeId, errors, safetyState }: VehicleState,
) => ({
  online,
  driving,
  lastNodeId,
  eStop: safetyState.eStop,
  errors: errors.map(({ errorType }) => errorType),
  battery: battery === null ? null : Math.round(battery),
  x,
  y,
  orderId: order_id,
  loadId: load_id,
});

const eventOf = (
  vehicle: string,
  { key, time, attributes }: { readonly key: string; readonly time: Date; readonly attributes: object },
): NewEvent => ({
  id: contentHash("vehicle", vehicle, time.toISOString(), key),
  type: "vehicle.state",
  time,
  source: `vda5050/${vehicle}`,
  objects: [{ id: vehicle, type: "vehicle", qualifier: "reported" }],
  attributes: { ...attributes },
});

/**
 * Takes what a vehicle reports. A vehicle that stands says the same every half a minute (VDA 5050 6.6): that it still does is kept,
 * but no event of it. A state that is older than the known one is dropped, since vehicles are led by where they are, but for the
 * first of a connection: a vehicle that starts again may have set its clock. True for one that was taken.
 */
export const applyVehicleState = async (
  tx: Tx,
  vehicle: string,
  state: VehicleState,
  isFirst = false,
): Promise<boolean> => {
  const row = rowOf(vehicle, state);
  const before = await tx.selectFrom("vehicle").selectAll().where("id", "=", vehicle).executeTakeFirst();
  const stored = { ...row, errors: JSON.stringify(state.errors), state: JSON.stringify(state) };
  const taken = await tx
    .insertInto("vehicle")
    .values({ id: vehicle, ...stored })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet(stored)
        .where((where) => where.or([where.lit(isFirst), where("vehicle.changed_at", "<=", row.changed_at)])),
    )
    .returning("id")
    .executeTakeFirst();
  if (!taken) return false;
  const attributes = attributesOf(row, state);
  const told = before?.state && attributesOf(before, before.state);
  if (!told || JSON.stringify(told) !== JSON.stringify(attributes))
    await appendEvents(tx, [
      eventOf(vehicle, { key: String(state.headerId), time: new Date(state.timestamp), attributes }),
    ]);
  await wakeTraffic(tx);
  return true;
};

/** Whether somebody has forgotten a vehicle of this id. */
const wasForgotten = async (tx: Tx, vehicle: string): Promise<boolean> =>
  (await tx
    .selectFrom("event")
    .select("id")
    .where("type", "=", "vehicle.forgotten")
    .where(sql<boolean>`objects->0->>'id' = ${vehicle}`)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/**
 * Keeps what a vehicle says that it can do; one that has told nothing else is on record with it. Not one that was forgotten: the broker
 * keeps a vehicle's factsheet for whoever connects, long after the vehicle is gone. It is there again with its state, which it is asked
 * for before its factsheet when it connects.
 */
export const noteFactsheet = async (
  tx: Tx,
  vehicle: string,
  { address, factsheet, now }: { address: VehicleAddress; factsheet: Factsheet; now: Date },
): Promise<void> => {
  const { manufacturer, serialNumber } = address;
  const sheet = JSON.stringify(factsheet);
  const known = await tx.selectFrom("vehicle").select("id").where("id", "=", vehicle).executeTakeFirst();
  if (!known && (await wasForgotten(tx, vehicle))) return;
  await tx
    .insertInto("vehicle")
    .values({
      id: vehicle,
      manufacturer,
      serial_number: serialBeside(vehicle, serialNumber),
      order_id: null,
      load_id: null,
      errors: "[]",
      factsheet: sheet,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ manufacturer, factsheet: sheet }))
    .execute();
  await wakeTraffic(tx);
};

/** Takes that a vehicle has connected, or that its connection has ended; what it said last stays, and is told with that. */
export const applyVehicleConnection = async (
  tx: Tx,
  vehicle: string,
  online: boolean,
  now: Date,
): Promise<void> => {
  const changed = await tx
    .updateTable("vehicle")
    .set({ online })
    .where("id", "=", vehicle)
    .where("online", "!=", online)
    .returningAll()
    .executeTakeFirst();
  await wakeTraffic(tx);
  if (!changed?.state) return;
  // Behind what it said last, whatever the clocks say: a last will has no time of its own.
  const time = new Date(Math.max(now.getTime(), changed.changed_at.getTime()));
  const attributes = attributesOf(changed, changed.state);
  await appendEvents(tx, [eventOf(vehicle, { key: online ? "online" : "offline", time, attributes })]);
};
