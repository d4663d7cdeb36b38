import { type Selectable, sql } from "kysely";
import { MillwrightError } from "../../../core/errors.ts";
import { contentHash } from "../../../core/ids.ts";
import type { Checkpoint, PatrolCheck } from "../../../protocols/patrol/description.ts";
import type {
  PatrolReadingMessage,
  PatrolRoundMessage,
  PatrolStateMessage,
} from "../../../protocols/patrol/messages.ts";
import type { Db, Tx } from "../../database.ts";
import { appendEvents, eventChannel, type NewEvent } from "../../events.ts";
import type { PatrolRoundTable, PatrolRouteTable } from "../../schema/patrol.ts";
import { keepImages } from "../inspection/images.ts";
import { dueRounds } from "./schedule.ts";

type Route = Selectable<PatrolRouteTable>;

const routeOf = async (tx: Tx, id: string): Promise<Route> => {
  const row = await tx.selectFrom("patrol_route").selectAll().where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "patrol route", id });
  return row;
};

const event = (
  type: string,
  key: string,
  time: Date,
  source: string,
  objects: NewEvent["objects"],
  attributes: NewEvent["attributes"],
): NewEvent => ({ id: contentHash(type, key), type, time, source, objects, attributes: attributes ?? {} });

/** The round that a patroller goes: by its id, or the one of the route that is due. */
const roundFor = async (tx: Tx, route: Route, roundId: string, patroller: string, time: Date) => {
  const known = await tx
    .selectFrom("patrol_round")
    .selectAll()
    .where("id", "=", roundId)
    .forUpdate()
    .executeTakeFirst();
  if (known) {
    if (known.route_id !== route.id)
      throw new MillwrightError("INVALID_INPUT", {
        path: "roundId",
        problem: `is a round of ${known.route_id}`,
      });
    return known;
  }
  // The time that it was meant for: the latest one by then, or one that it is a little early for.
  const graceMs = route.grace_minutes * 60_000;
  const [from, to] = [time.getTime() - route.every_minutes * 60_000, time.getTime() + graceMs];
  const due_at = dueRounds(route, new Date(from), new Date(to)).at(-1) ?? null;
  const own = { id: roundId, status: "Running" as const, started_at: time, patroller };
  // The id that its patroller gave it is what its readings will name.
  const planned =
    due_at &&
    (await tx
      .updateTable("patrol_round")
      .set(own)
      .where("route_id", "=", route.id)
      .where("due_at", "=", due_at)
      .where("started_at", "is", null)
      .returningAll()
      .executeTakeFirst());
  if (planned) return planned;
  const isTaken =
    due_at &&
    (await tx
      .selectFrom("patrol_round")
      .select("id")
      .where("route_id", "=", route.id)
      .where("due_at", "=", due_at)
      .executeTakeFirst());
  return tx
    .insertInto("patrol_round")
    .values({ ...own, route_id: route.id, due_at: isTaken ? null : due_at, ended_at: null, reason: null })
    .returningAll()
    .executeTakeFirstOrThrow();
};

/** Takes that a round has begun or ended. The same message again changes nothing. @throws MillwrightError NOT_FOUND. */
export const noteRound = async (tx: Tx, patroller: string, message: PatrolRoundMessage): Promise<void> => {
  const { routeId, roundId, state, reason, messageId } = message;
  const time = new Date(message.time);
  const route = await routeOf(tx, routeId);
  const round = await roundFor(tx, route, roundId, patroller, time);
  const fresh = await appendEvents(tx, [
    event(
      `patrol.${state.toLowerCase()}`,
      `${patroller}/${messageId}`,
      time,
      `patrol/${patroller}`,
      [
        { id: round.id, type: "patrol_round", qualifier: "round" },
        { id: route.id, type: "patrol_route", qualifier: "route" },
        { id: patroller, type: "patroller", qualifier: "by" },
      ],
      { name: { zh: route.name_zh, en: route.name_en }, ...(reason ? { reason } : {}) },
    ),
  ]);
  if (fresh.length === 0 || state === "Started") return;
  await tx
    .updateTable("patrol_round")
    .set({ status: state, ended_at: time, reason: reason ?? null })
    .where("id", "=", round.id)
    .where("ended_at", "is", null)
    .execute();
};

const isRight = ({ lower, upper }: PatrolCheck, { value, ok }: PatrolReadingMessage): boolean => {
  if (ok === false) return false;
  return value == null || ((lower === null || value >= lower) && (upper === null || value <= upper));
};

interface Found {
  readonly route: Route;
  readonly round: Selectable<PatrolRoundTable>;
  readonly point: Checkpoint;
  readonly check: PatrolCheck;
  readonly message: PatrolReadingMessage;
  readonly patroller: string;
  readonly image: string | null;
}

/** What is wrong is one finding, however often it is read, until a person has closed it. Gives its id. */
const noteFinding = async (
  tx: Tx,
  { route, round, point, check, message, patroller, image }: Found,
): Promise<string> => {
  const time = new Date(message.time);
  const key = { route_id: route.id, checkpoint_id: point.id, check_id: check.id };
  const open = await tx
    .selectFrom("patrol_finding")
    .selectAll()
    .where("route_id", "=", key.route_id)
    .where("checkpoint_id", "=", key.checkpoint_id)
    .where("check_id", "=", key.check_id)
    .where("status", "<>", "Closed")
    .forUpdate()
    .executeTakeFirst();
  const read = {
    value: message.value ?? null,
    text: message.note ?? null,
    last_at: time,
    back_at: null,
    ...(image ? { image_id: image } : {}),
    ...(message.photo?.url ? { image_url: message.photo.url } : {}),
  };
  if (open) {
    await tx
      .updateTable("patrol_finding")
      .set({ ...read, times: open.times + 1 })
      .where("id", "=", open.id)
      .execute();
    return open.id;
  }
  // Of this reading: closed, what is read once more in the same round is another finding.
  const id = `PF-${contentHash("patrol-finding", key, patroller, message.messageId).slice(0, 10).toUpperCase()}`;
  await tx
    .insertInto("patrol_finding")
    .values({
      id,
      ...key,
      ...{ kind: check.kind, severity: check.severity, x: point.x, y: point.y, unit: check.unit },
      ...{ lower_limit: check.lower, upper_limit: check.upper },
      ...{ image_id: null, image_url: null, ...read },
      ...{ opened_at: time, status: "Open", assigned_to: null, assigned_at: null },
      ...{ closed_by: null, closed_at: null, note: null },
    })
    .execute();
  await appendEvents(tx, [
    event(
      "patrol.found",
      id,
      time,
      `patrol/${patroller}`,
      [
        { id, type: "patrol_finding", qualifier: "about" },
        { id: round.id, type: "patrol_round", qualifier: "round" },
        { id: route.id, type: "patrol_route", qualifier: "route" },
      ],
      {
        ...{ kind: check.kind, severity: check.severity, checkpoint: point.id, x: point.x, y: point.y },
        place: { zh: point.nameZh, en: point.nameEn },
        check: { zh: check.nameZh, en: check.nameEn },
        ...{ value: read.value, lower: check.lower, upper: check.upper, unit: check.unit, note: read.text },
      },
    ),
  ]);
  return id;
};

const noteBack = (tx: Tx, { route, point, check, message }: Found) =>
  tx
    .updateTable("patrol_finding")
    .set({ back_at: new Date(message.time) })
    .where("route_id", "=", route.id)
    .where("checkpoint_id", "=", point.id)
    .where("check_id", "=", check.id)
    .where("status", "<>", "Closed")
    .where("back_at", "is", null)
    .execute();

/**
 * Takes a reading at a checkpoint, once; what is out of its limits is a finding.
 *
 * @throws MillwrightError NOT_FOUND for a route, checkpoint or check that is not described, INVALID_INPUT for a picture.
 */
export const noteReading = async (
  tx: Tx,
  patroller: string,
  message: PatrolReadingMessage,
): Promise<void> => {
  const route = await routeOf(tx, message.routeId);
  const point = route.checkpoints.find(({ id }) => id === message.checkpointId);
  if (!point)
    throw new MillwrightError("NOT_FOUND", { kind: `checkpoint of ${route.id}`, id: message.checkpointId });
  const check = point.checks.find(({ id }) => id === message.checkId);
  if (!check) throw new MillwrightError("NOT_FOUND", { kind: `check at ${point.id}`, id: message.checkId });
  const time = new Date(message.time);
  const round = await roundFor(tx, route, message.roundId, patroller, time);
  const ok = isRight(check, message);
  const id = contentHash("patrol-reading", patroller, message.messageId).slice(0, 32);
  const photo = message.photo?.data ? Buffer.from(message.photo.data, "base64") : undefined;
  const [image = null] = photo ? await keepImages(tx, [photo], patroller, time) : [];
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("patrol_reading")
    .values({
      ...{ id, round_id: round.id, checkpoint_id: point.id, check_id: check.id, time, ok },
      ...{ value: message.value ?? null, note: message.note ?? null, image_id: image },
      ...{ image_url: message.photo?.url ?? null, finding_id: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return;
  // A reading that is right makes no event; whoever looks at the round wants to see it all the same.
  await sql`select pg_notify(${eventChannel}, '')`.execute(tx);
  const found = { route, round, point, check, message, patroller, image };
  if (ok) return void (await noteBack(tx, found));
  const findingId = await noteFinding(tx, found);
  await tx.updateTable("patrol_reading").set({ finding_id: findingId }).where("id", "=", id).execute();
};

/** Where a robot is. */
export const notePatroller = async (db: Db, id: string, state: PatrolStateMessage): Promise<void> => {
  const row = {
    online: state.online,
    x: state.x ?? null,
    y: state.y ?? null,
    battery: state.battery ?? null,
    changed_at: new Date(state.time),
  };
  await db
    .insertInto("patrol_robot")
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
};
