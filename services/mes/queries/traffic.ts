import { type BatteryRule, usualBatteryRule, type Zone } from "../../protocols/roadmap/description.ts";
import { type LifRead, readLif } from "../../protocols/roadmap/lif.ts";
import type { Db, Tx } from "../database.ts";

/** Channel that tells traffic control that there is something to look at. */
export const trafficChannel = "mw_traffic";

/** The plant's roadmap with its version; undefined while none is stored. */
export const currentRoadmap = (db: Db | Tx) =>
  db.selectFrom("roadmap").select(["description", "version", "changed_at"]).executeTakeFirst();
export type RoadmapRow = NonNullable<Awaited<ReturnType<typeof currentRoadmap>>>;

export type { BatteryRule, LifRead, Zone };

export const batteryRuleOf = ({ description }: RoadmapRow): BatteryRule =>
  description.battery ?? usualBatteryRule;

/** What a layout file (LIF) comes to as the plant's roadmap, for one kind of vehicle; nothing is stored. */
export const readLayout = async (db: Db, lif: unknown, vehicleType: string | undefined): Promise<LifRead> =>
  readLif(lif, { vehicleType, before: (await currentRoadmap(db))?.description });

/** The version alone: traffic control asks at every turn whether the roads have changed. */
export const roadmapVersion = async (db: Db | Tx): Promise<number | undefined> =>
  (await db.selectFrom("roadmap").select("version").executeTakeFirst())?.version;

/** What each vehicle was told. */
export const vehicleRoutes = (db: Db | Tx) =>
  db.selectFrom("vehicle_route").selectAll().orderBy("vehicle_id").execute();
export type VehicleRouteRow = Awaited<ReturnType<typeof vehicleRoutes>>[number];

export const trafficProblems = async (db: Db) =>
  (await db.selectFrom("traffic").select("problems").executeTakeFirst())?.problems ?? [];

/** Transports, each with the order that it is for. */
const transportsOfOrders = (db: Db | Tx) =>
  db
    .selectFrom("transport_order as t")
    .innerJoin("material_requisition as r", "r.id", "t.requisition_id")
    .select(["t.id", "t.status", "t.vehicle_id", "t.from_station", "t.to_station", "r.work_order_id"]);

/** Those that are not over. */
export const transportsUnderWay = (db: Db | Tx) =>
  transportsOfOrders(db).where("t.status", "in", ["Pending", "InTransit"]);

/** A fleet has some dozens at once. */
const mostOpen = 200;
/**
 * Transports that somebody may still have to do with, the oldest first: those that are not over, and failed ones whose job waits for
 * the kit all the same.
 */
export const openTransports = (db: Db) =>
  transportsOfOrders(db)
    .where((where) =>
      where.or([
        where("t.status", "in", ["Pending", "InTransit"]),
        where.and([
          where("t.status", "=", "Failed"),
          where.exists(
            where
              .selectFrom("job_order as j")
              .select("j.id")
              .whereRef("j.work_order_id", "=", "r.work_order_id")
              .whereRef("j.segment", "=", "r.segment")
              .where("j.dispatch_status", "=", "Dispatched"),
          ),
        ]),
      ]),
    )
    .orderBy("t.changed_at")
    .orderBy("t.id")
    .limit(mostOpen)
    .execute();
export type OpenTransportRow = Awaited<ReturnType<typeof openTransports>>[number];
