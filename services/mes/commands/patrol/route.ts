import { contentHash } from "../../../core/ids.ts";
import { invalidInput } from "../../../core/invalid-input.ts";
import { type PatrolRoute, patrolRoute } from "../../../protocols/patrol/description.ts";
import type { Tx } from "../../database.ts";
import { appendEvents } from "../../events.ts";

/**
 * Stores a route; one of that id is replaced, and what was found on it stays.
 *
 * @throws MillwrightError INVALID_INPUT with the place and what is wrong there.
 */
export const saveRoute = async (
  tx: Tx,
  { value, actorId, actId, now }: { value: unknown; actorId: string; actId: string; now: Date },
): Promise<PatrolRoute> => {
  const parsed = patrolRoute.safeParse(value);
  if (!parsed.success) throw invalidInput(parsed.error, "route");
  const route = parsed.data;
  const row = {
    name_zh: route.nameZh,
    name_en: route.nameEn,
    patroller: route.patroller,
    first_minute: route.firstMinute,
    every_minutes: route.everyMinutes,
    grace_minutes: route.graceMinutes,
    checkpoints: JSON.stringify(route.checkpoints),
    changed_by: actorId,
    changed_at: now,
  };
  await tx
    .insertInto("patrol_route")
    .values({ id: route.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  await appendEvents(tx, [
    {
      id: contentHash("patrol-described", actId),
      type: "patrol.described",
      time: now,
      source: "patrol",
      objects: [
        { id: route.id, type: "patrol_route", qualifier: "described" },
        { id: actorId, type: "person", qualifier: "actor" },
      ],
      attributes: { name: { zh: route.nameZh, en: route.nameEn }, checkpoints: route.checkpoints.length },
    },
  ]);
  return route;
};
