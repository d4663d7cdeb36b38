import { type Selectable, sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import type { PatrolRobotTable, PatrolRouteTable } from "../schema/patrol.ts";

export { patrolKinds } from "../../protocols/patrol/description.ts";

export type RouteRow = Selectable<PatrolRouteTable>;
export type RobotRow = Selectable<PatrolRobotTable>;

export const patrolRoutes = (db: Db | Tx): Promise<RouteRow[]> =>
  db.selectFrom("patrol_route").selectAll().where("is_active", "=", true).orderBy("id").execute();

export const patrolRobots = (db: Db): Promise<RobotRow[]> =>
  db.selectFrom("patrol_robot").selectAll().orderBy("id").execute();

/** The latest rounds of a route, planned or not. */
export const roundsOf = (db: Db | Tx, routeId: string, limit: number) =>
  db
    .selectFrom("patrol_round")
    .selectAll()
    .where("route_id", "=", routeId)
    .orderBy(sql`coalesce(due_at, started_at)`, "desc")
    .limit(limit)
    .execute();
export type RoundRow = Awaited<ReturnType<typeof roundsOf>>[number];

/** Findings with the words of their route, the gravest first; without `all` those that are not closed. */
export const patrolFindings = async (db: Db | Tx, { all, limit }: { all: boolean; limit: number }) => {
  const rows = await db
    .selectFrom("patrol_finding as f")
    .innerJoin("patrol_route as r", "r.id", "f.route_id")
    .selectAll("f")
    .select(["r.checkpoints", "r.name_zh as route_zh", "r.name_en as route_en"])
    .$if(!all, (query) => query.where("f.status", "<>", "Closed"))
    .orderBy(sql`f.status = 'Closed'`)
    .orderBy(sql`array_position(array['Critical','Warning','Info'], f.severity)`)
    .orderBy("f.last_at", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ checkpoints, ...row }) => {
    const point = checkpoints.find(({ id }) => id === row.checkpoint_id);
    const check = point?.checks.find(({ id }) => id === row.check_id);
    return {
      ...row,
      place: { zh: point?.nameZh ?? row.checkpoint_id, en: point?.nameEn ?? row.checkpoint_id },
      check: { zh: check?.nameZh ?? row.check_id, en: check?.nameEn ?? row.check_id },
    };
  });
};
export type FindingTold = Awaited<ReturnType<typeof patrolFindings>>[number];
