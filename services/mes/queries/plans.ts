import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";

export interface PlanFigures {
  readonly seed: number;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly onTimeRate: number;
  readonly lateOrders: number;
  readonly utilisation: number;
  readonly kpis: Readonly<Record<string, number>>;
}

/** Up to here the bound tells how good a plan is; beyond, only that the bound is weak. */
const tellingGap = 0.3;

/** How far a plan is from its bound at most, as a share of it; undefined where the bound tells nothing. */
export const tellingGapOf = ({ bound, gap }: Pick<PlanFigures, "bound" | "gap">): number | undefined =>
  bound > 0 && gap <= tellingGap ? gap : undefined;

export const latestPlan = (db: Db | Tx) =>
  db.selectFrom("plan").selectAll().orderBy("version", "desc").limit(1).executeTakeFirst();

const outline = (db: Db | Tx) =>
  db.selectFrom("plan").select(["version", "plant_time", "reason", "late_orders", "thinned_at"]);

/** A plan without its figures and operations. */
export type PlanOutline = Awaited<ReturnType<typeof plansBetween>>[number];

/** The plan that was in force at a moment of plant time; undefined where there was none yet. */
export const planInForceAt = (db: Db | Tx, moment: Date) =>
  outline(db).where("plant_time", "<=", moment).orderBy("version", "desc").limit(1).executeTakeFirst();

/** Plans from one version to another, both among them, the latest first. */
export const plansBetween = (db: Db | Tx, first: number, last: number) =>
  outline(db).where("version", ">=", first).where("version", "<=", last).orderBy("version", "desc").execute();

/** @throws MillwrightError NOT_FOUND. */
export const planOfVersion = async (db: Db | Tx, version: number) => {
  const row = await db.selectFrom("plan").selectAll().where("version", "=", version).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "plan", id: String(version) });
  return row;
};

/** Version of the plan in force; 0 while there is none. The plan's row, with what is short of every material, is left where it is. */
export const latestPlanVersion = async (db: Db | Tx): Promise<number> => {
  const { version } = await db
    .selectFrom("plan")
    .select((fields) => fields.fn.max("version").as("version"))
    .executeTakeFirstOrThrow();
  return version ?? 0;
};
