import { sql } from "kysely";
import { contentHash } from "../../../services/core/ids.ts";
import { tellVehicle } from "../../../services/mes/commands/tell-vehicle.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { appendEvents } from "../../../services/mes/events.ts";
import { trafficProblems, vehicleRoutes } from "../../../services/mes/queries/traffic.ts";
import type { Roadmap } from "../../../services/protocols/roadmap/description.ts";
import type { VehicleAddress } from "../../../services/protocols/vda5050/topic.ts";
import { orderMessage } from "./order-message.ts";
import type { OpenTransport, ShownRoute, TurnResult } from "./turn.ts";
import type { SeenVehicle } from "./vehicle-says.ts";

export interface Floor {
  readonly vehicles: readonly (SeenVehicle & { readonly address: VehicleAddress })[];
  readonly transports: readonly OpenTransport[];
  readonly unsent: ReadonlySet<string>;
}

const outboxId = (vehicle: string, orderId: string, updateId: number) =>
  `traffic/${vehicle}/${orderId}/${updateId}`;

/** The revision of what vehicles were told. */
export const revisionOf = async (db: Db): Promise<string> => {
  const row = await db.selectFrom("traffic").select("revision").executeTakeFirst();
  if (row) return row.revision;
  await db
    .insertInto("traffic")
    .defaultValues()
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return "0";
};

export const storedRoutes = async (db: Db) =>
  (await vehicleRoutes(db)).map((row) => ({
    vehicle: row.vehicle_id,
    orderId: row.order_id,
    updateId: row.update_id,
    transport: row.transport_id,
    stage: row.stage,
    isClosed: row.is_closed,
    released: row.released,
  }));

const readFloor = async (tx: Tx) => ({
  vehicles: await tx
    .selectFrom("vehicle")
    .select(["id", "online", "state", "manufacturer", "serial_number", "factsheet"])
    .orderBy("id")
    .execute(),
  transports: await tx
    .selectFrom("transport_order")
    .select(["id", "requisition_id", "from_station", "to_station", "vehicle_id"])
    .where("status", "in", ["Pending", "InTransit"])
    .orderBy("changed_at")
    .orderBy("id")
    .execute(),
  waiting: await tx
    .selectFrom("outbox")
    .select("id")
    .where("sent_at", "is", null)
    .where("id", "like", "traffic/%")
    .execute(),
});

/**
 * Vehicles, what is to be transported, oldest first, and who has a message on its way, all of one moment: a transport that is delivered
 * between two readings would look called off, and cancelOrder meets whatever its vehicle has in hand by then.
 */
export const floorNow = async (db: Db): Promise<Floor> => {
  const { vehicles, transports, waiting } = await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(readFloor);
  return {
    vehicles: vehicles.map(({ manufacturer, serial_number, ...vehicle }) => ({
      ...vehicle,
      address: { manufacturer, serialNumber: serial_number ?? vehicle.id },
    })),
    transports: transports.map((row) => ({
      id: row.id,
      load: row.requisition_id,
      from: row.from_station,
      to: row.to_station,
      vehicle: row.vehicle_id,
    })),
    unsent: new Set(waiting.map(({ id }) => id.split("/")[1]!)),
  };
};

/** Another controller was faster: what was decided is void. */
export class Overtaken extends Error {}

const giveTransports = async (tx: Tx, given: TurnResult["given"], now: Date): Promise<void> => {
  for (const { transport, vehicle } of given) {
    const changed = await tx
      .updateTable("transport_order")
      .set({ vehicle_id: vehicle })
      .where("id", "=", transport)
      .where("status", "=", "Pending")
      .where("vehicle_id", vehicle === null ? "is not" : "is", null)
      .returning("requisition_id")
      .executeTakeFirst();
    if (!changed) throw new Overtaken(`${transport} is no more to be given to a vehicle`);
    const { work_order_id } = await tx
      .selectFrom("material_requisition")
      .select("work_order_id")
      .where("id", "=", changed.requisition_id)
      .executeTakeFirstOrThrow();
    await appendEvents(tx, [
      {
        id: contentHash("transport.given", transport, vehicle, now.getTime()),
        type: vehicle === null ? "transport.returned" : "transport.assigned",
        time: now,
        source: "robot",
        objects: [
          { id: transport, type: "transport_order", qualifier: "assigned" },
          { id: work_order_id, type: "work_order", qualifier: "order" },
          ...(vehicle === null ? [] : [{ id: vehicle, type: "vehicle", qualifier: "carrier" }]),
        ],
      },
    ]);
  }
};

const storeRoutes = async (tx: Tx, routes: readonly ShownRoute[], now: Date): Promise<void> => {
  for (const route of routes) {
    const row = {
      order_id: route.orderId,
      update_id: route.updateId,
      transport_id: route.transport,
      stage: route.stage,
      is_closed: route.isClosed,
      released: JSON.stringify(route.released),
      planned: JSON.stringify(route.planned),
      waits_for: route.waitsFor,
      stands: route.stands,
      changed_at: now,
    };
    await tx
      .insertInto("vehicle_route")
      .values({ vehicle_id: route.vehicle, ...row })
      .onConflict((conflict) => conflict.column("vehicle_id").doUpdateSet(row))
      .execute();
  }
};

/**
 * Makes a turn true: routes, transports that were given out, and the messages to the vehicles, all or nothing.
 *
 * @param changed of the routes those that are other than they were stored.
 * @throws Overtaken when the revision is another by now.
 */
export const storeTurn = (
  db: Db,
  revision: string,
  { map, turn, changed, now }: { map: Roadmap; turn: TurnResult; changed: readonly ShownRoute[]; now: Date },
  addresses: ReadonlyMap<string, VehicleAddress>,
): Promise<string> =>
  db.transaction().execute(async (tx) => {
    const taken = await tx
      .updateTable("traffic")
      .set({ revision: sql`revision + 1`, problems: JSON.stringify(turn.problems) })
      .where("revision", "=", revision)
      .returning("revision")
      .executeTakeFirst();
    if (!taken) throw new Overtaken("another controller has moved vehicles meanwhile");
    await giveTransports(tx, turn.given, now);
    await storeRoutes(tx, changed, now);
    for (const { vehicle, ...part } of turn.orders)
      await tellVehicle(tx, {
        id: outboxId(vehicle, part.orderId, part.updateId),
        address: addresses.get(vehicle)!,
        topic: "order",
        message: orderMessage(map, part),
        now,
      });
    for (const { vehicle, orderId, actionId } of turn.cancels)
      await tellVehicle(tx, {
        id: `traffic/${vehicle}/${orderId}/cancel/${taken.revision}`,
        address: addresses.get(vehicle)!,
        topic: "instantActions",
        message: {
          actions: [{ actionType: "cancelOrder", actionId, blockingType: "HARD", actionParameters: [] }],
        },
        now,
      });
    return taken.revision;
  });

/** Tells that no vehicle can be moved; nothing when it is told already. */
export const storeProblems = async (db: Db, problems: TurnResult["problems"]): Promise<void> => {
  if (JSON.stringify(await trafficProblems(db)) === JSON.stringify(problems)) return;
  await db
    .updateTable("traffic")
    .set({ problems: JSON.stringify(problems) })
    .execute();
};
