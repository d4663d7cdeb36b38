import type { Selectable } from "kysely";
import { sql } from "kysely";
import { contentHash } from "../../../core/ids.ts";
import { dayMs, plantZone } from "../../../core/zone.ts";
import type { Tx } from "../../database.ts";
import { appendEvents } from "../../events.ts";
import { advisoryLocks } from "../../locks.ts";
import type { PatrolRouteTable } from "../../schema/patrol.ts";

type Route = Pick<Selectable<PatrolRouteTable>, "first_minute" | "every_minutes">;

/** Made up for at most, after the house was away. */
const longestBackMs = dayMs / 4;

/** When rounds of a route are due after one moment and up to another, by the plant's clock; each day begins anew. */
export const dueRounds = ({ first_minute, every_minutes }: Route, after: Date, until: Date): Date[] => {
  const zone = plantZone();
  const found: Date[] = [];
  const first = Date.parse(`${zone.dayTimeAt(after).day}T00:00Z`);
  const last = Date.parse(`${zone.dayTimeAt(until).day}T00:00Z`);
  for (let day = first; day <= last; day += dayMs)
    for (let minute = first_minute; minute < 1_440; minute += every_minutes) {
      const text = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
      const moment = zone.momentOf(new Date(day).toISOString().slice(0, 10), text);
      if (moment > after && moment <= until) found.push(moment);
    }
  return found;
};

/** Notes rounds that are due by now, and tells of those that nobody has begun in time. Gives how many are newly overdue. */
export const keepRounds = async (tx: Tx, now: Date): Promise<number> => {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.patrolRounds})`.execute(tx);
  const routes = await tx.selectFrom("patrol_route").selectAll().where("is_active", "=", true).execute();
  let overdue = 0;
  for (const route of routes) {
    const last = await tx
      .selectFrom("patrol_round")
      .select((fields) => fields.fn.max("due_at").as("at"))
      .where("route_id", "=", route.id)
      .executeTakeFirst();
    const earliest = new Date(Math.max(route.changed_at.getTime(), now.getTime() - longestBackMs));
    const after = last?.at && last.at > earliest ? last.at : earliest;
    const due = dueRounds(route, after, now);
    if (due.length > 0)
      await tx
        .insertInto("patrol_round")
        .values(
          due.map((due_at) => ({
            id: `${route.id}/${due_at.toISOString()}`,
            ...{ route_id: route.id, due_at, status: "Due" as const },
            ...{ started_at: null, ended_at: null, patroller: null, reason: null },
          })),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    const late = await tx
      .updateTable("patrol_round")
      .set({ status: "Overdue" })
      .where("route_id", "=", route.id)
      .where("status", "=", "Due")
      .where("due_at", "<", new Date(now.getTime() - route.grace_minutes * 60_000))
      .returningAll()
      .execute();
    overdue += late.length;
    await appendEvents(
      tx,
      late.map(({ id, due_at }) => ({
        id: contentHash("patrol.overdue", id),
        type: "patrol.overdue",
        time: now,
        source: "patrol",
        objects: [
          { id, type: "patrol_round", qualifier: "round" },
          { id: route.id, type: "patrol_route", qualifier: "route" },
        ],
        attributes: {
          due: due_at!.toISOString(),
          patroller: route.patroller,
          name: { zh: route.name_zh, en: route.name_en },
        },
      })),
    );
  }
  return overdue;
};
