import { sql } from "kysely";
import { lineDevice, stationState } from "../../protocols/sparkplug/names.ts";
import type { Db, Tx } from "../database.ts";
import { isUsable } from "./usable-lots.ts";

/** The station state of a breakdown. */
export const downState = stationState.down;
/** Whether a station state is a breakdown. */
export const isDown = (stateCode: number | null): boolean => stateCode === stationState.down;
export const isRunning = (stateCode: number | null): boolean => stateCode === stationState.running;
/** Nothing in hand, nothing in the way. */
export const isIdle = (stateCode: number | null): boolean => stateCode === stationState.starved;

export interface LineJob {
  readonly id: string;
  readonly workOrderId: string;
  readonly segment: number;
  readonly status: string;
  readonly good: number;
  readonly scrap: number;
  readonly quantity: number;
}

/** What a device of a line told last. */
export interface LineTemperature {
  readonly device: string;
  readonly celsius: number;
  readonly readAt: Date;
}

export interface Line {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly area: string;
  readonly process: string;
  /** CFX station state; null while the line is offline. */
  readonly stateCode: number | null;
  readonly stateReason: string | null;
  readonly stateSince: Date | null;
  readonly energyKWh: number;
  /** What its devices measure, in the order of their names. */
  readonly temperatures: readonly LineTemperature[];
  readonly currentJob: LineJob | null;
  /** Released jobs that wait at the line. */
  readonly queue: readonly LineJob[];
}

/** The line's temperature: its own, else the highest of its devices; null where none is measured. */
export const temperatureOf = (temperatures: Line["temperatures"]): number | null => {
  const own = temperatures.find(({ device }) => device === lineDevice);
  return (
    own?.celsius ?? (temperatures.length > 0 ? Math.max(...temperatures.map((one) => one.celsius)) : null)
  );
};

/** Every line with its state and its released jobs, in the order of the floor. */
export const allLines = async (db: Db | Tx): Promise<Line[]> => {
  const rows = await db
    .selectFrom("equipment")
    .selectAll()
    .where("level", "=", "WorkCenter")
    .orderBy("sort")
    .execute();
  const jobs = await db
    .selectFrom("job_order")
    .selectAll()
    .where("dispatch_status", "in", ["Dispatched", "Ready", "Running", "Suspended", "Held"])
    .orderBy("planned_start")
    .execute();
  const temperatures = await db.selectFrom("line_temperature").selectAll().orderBy("device").execute();
  return rows.map((row) => {
    const mine = jobs
      .filter((job) => job.equipment_id === row.id)
      .map(
        (job): LineJob => ({
          id: job.id,
          workOrderId: job.work_order_id,
          segment: job.segment,
          status: job.dispatch_status,
          good: job.good,
          scrap: job.scrap,
          quantity: job.quantity,
        }),
      );
    const current = mine.find((job) => job.status === "Running" || job.status === "Suspended") ?? null;
    return {
      id: row.id,
      nameZh: row.name_zh,
      nameEn: row.name_en,
      area: row.area ?? "",
      process: row.process ?? "",
      stateCode: row.state_code,
      stateReason: row.state_reason,
      stateSince: row.state_since,
      energyKWh: row.energy_kwh,
      temperatures: temperatures
        .filter(({ line }) => line === row.id)
        .map(({ device, celsius, read_at: readAt }) => ({ device, celsius, readAt })),
      currentJob: current,
      queue: mine.filter((job) => job !== current),
    };
  });
};

export const allVehicles = (db: Db) => db.selectFrom("vehicle").selectAll().orderBy("id").execute();

/** The newest version of a document, and the newest that may be worked by. */
export const documentVersions = async (db: Db | Tx, id: string) => {
  const versions = await db
    .selectFrom("document")
    .selectAll()
    .where("id", "=", id)
    .orderBy("version", "desc")
    .execute();
  return {
    newest: versions[0],
    usable: versions.find((version) => version.status === "ACTIVE" || version.status === "APPROVED"),
  };
};

export const toolById = (db: Db | Tx, id: string) =>
  db.selectFrom("tool").selectAll().where("id", "=", id).executeTakeFirst();

export interface Stock {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly category: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly blocked: number;
  /** What may still be reserved: of released lots that are not expired, without what is reserved of them. */
  readonly free: number;
  readonly lots: readonly {
    id: string;
    quantity: number;
    reserved: number;
    status: string;
    location: string;
    expires_at: Date | null;
    vendor: string | null;
    bin: string | null;
  }[];
  readonly receipts: readonly { id: string; quantity: number; expected_time: Date; supplier: string }[];
}

/** Stock of one material; undefined when there is no such material. */
export const stockOf = async (db: Db, materialId: string, now: Date): Promise<Stock | undefined> => {
  const material = await db
    .selectFrom("material")
    .selectAll()
    .where("id", "=", materialId)
    .executeTakeFirst();
  if (!material) return undefined;
  const lots = await db
    .selectFrom("material_lot")
    .select(["id", "quantity", "reserved", "status", "location", "expires_at", "vendor", "bin"])
    .select(isUsable("material_lot", now).as("usable"))
    .where("material_id", "=", materialId)
    .where("quantity", ">", 0)
    .orderBy(sql`expires_at nulls last`)
    .orderBy("id")
    .execute();
  const receipts = await db
    .selectFrom("expected_receipt")
    .select(["id", "quantity", "expected_time", "supplier"])
    .where("material_id", "=", materialId)
    .where("expected_time", ">=", now)
    .orderBy("expected_time")
    .limit(5)
    .execute();
  const sum = (items: readonly { quantity: number }[]) =>
    items.reduce((total, item) => total + item.quantity, 0);
  return {
    id: material.id,
    nameZh: material.name_zh,
    nameEn: material.name_en,
    category: material.category,
    onHand: sum(lots.filter((lot) => lot.status === "Released")),
    reserved: lots.reduce((total, lot) => total + lot.reserved, 0),
    blocked: sum(lots.filter((lot) => lot.status !== "Released")),
    free: lots
      .filter(({ usable }) => usable)
      .reduce((total, { quantity, reserved }) => total + quantity - reserved, 0),
    lots,
    receipts,
  };
};
