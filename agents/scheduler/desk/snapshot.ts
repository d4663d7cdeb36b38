import { gunzipSync, gzipSync } from "node:zlib";
import type { Plan, Problem } from "../../../optimizer/index.ts";
import { datedTimes, type Times } from "../../../optimizer/tell.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { latestPlanVersion, planOfVersion } from "../../../services/mes/queries/plans.ts";
import { formatPlantTime } from "../../runtime/format.ts";

/** A problem and its plan, as they were when the plan was made. */
export interface Snapshot {
  readonly problem: Problem;
  readonly plan: Plan;
}

export interface OpenSnapshot extends Snapshot {
  readonly version: number;
  /** Time 0 of the problem. */
  readonly plantTime: Date;
  readonly times: Times;
  /** Seconds of the problem at a moment. */
  readonly at: (time: Date) => number;
  readonly timeOf: (seconds: number) => Date;
}

const secondMs = 1_000;

export const packSnapshot = ({ problem, plan }: Snapshot): Buffer =>
  gzipSync(JSON.stringify({ problem, plan: { ...plan, pegs: [...plan.pegs] } }), { level: 4 });

export const unpackSnapshot = (content: Buffer): Snapshot => {
  const { problem, plan } = JSON.parse(gunzipSync(content).toString());
  return { problem, plan: { ...plan, pegs: new Map(plan.pegs) } };
};

/** The snapshot that was opened last for a store: questions come in rows, and it takes a while to read. */
const lastOpened = new WeakMap<Db, { readonly version: number; readonly snapshot: Promise<OpenSnapshot> }>();

const read = async (db: Db, version: number): Promise<OpenSnapshot> => {
  const row = await db
    .selectFrom("plan_snapshot")
    .select("content")
    .where("version", "=", version)
    .executeTakeFirst();
  if (!row) throw new MillwrightError("PLAN_MISSING");
  const { plant_time: plantTime } = await planOfVersion(db, version);
  return {
    ...unpackSnapshot(row.content),
    version,
    plantTime,
    times: datedTimes(plantTime, formatPlantTime),
    at: (time) => Math.round((time.getTime() - plantTime.getTime()) / secondMs),
    timeOf: (seconds) => new Date(plantTime.getTime() + seconds * secondMs),
  };
};

/**
 * The plan in force with its problem; who asks while it is read waits for the same reading.
 *
 * @throws MillwrightError PLAN_MISSING when there is no plan that remembers its problem.
 */
export const openSnapshot = async (db: Db): Promise<OpenSnapshot> => {
  const version = await latestPlanVersion(db);
  const last = lastOpened.get(db);
  if (last?.version === version) return last.snapshot;
  const snapshot = read(db, version);
  lastOpened.set(db, { version, snapshot });
  snapshot.catch(() => lastOpened.get(db)?.snapshot === snapshot && lastOpened.delete(db));
  return snapshot;
};
