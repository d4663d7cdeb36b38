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

/** @throws MillwrightError NOT_FOUND. */
export const planOfVersion = async (db: Db | Tx, version: number) => {
  const row = await db.selectFrom("plan").selectAll().where("version", "=", version).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "plan", id: String(version) });
  return row;
};

/** Version of the plan in force; 0 while there is none. */
export const latestPlanVersion = async (db: Db | Tx): Promise<number> => (await latestPlan(db))?.version ?? 0;
