import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import { eventColumns, type StoredEvent } from "../events.ts";

/** Events of a stretch of plant time, its end included. */
export interface StretchOfTime {
  readonly from: Date;
  readonly to: Date;
}

/** Where a page of a stretch ends: events are in the order of their time, those of one time in that of their seq. */
export interface Place {
  readonly time: Date;
  readonly seq: string;
}

/** From when to when there are events; undefined while there is none. */
export const recordedRange = async (db: Db): Promise<StretchOfTime | undefined> => {
  const { from, to } = await db
    .selectFrom("event")
    .select((fields) => [fields.fn.min("time").as("from"), fields.fn.max("time").as("to")])
    .executeTakeFirstOrThrow();
  return from && to ? { from, to } : undefined;
};

/** Events of the stretch behind a place. */
export const stretchEvents = (
  db: Db,
  { from, to }: StretchOfTime,
  limit: number,
  after?: Place,
): Promise<StoredEvent[]> =>
  db
    .selectFrom("event")
    .select(eventColumns)
    .where("time", ">=", from)
    .where("time", "<=", to)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(time, seq) > (${after?.time}, ${after?.seq}::bigint)`),
    )
    .orderBy("time")
    .orderBy("seq")
    .limit(limit)
    .execute();

/** Events that are read at once. */
const pageSize = 2_000;

/** All events of the stretch, in parts, so that no more than one of them is held. */
export async function* stretchPages(db: Db, stretch: StretchOfTime): AsyncGenerator<StoredEvent[]> {
  let after: Place | undefined;
  for (;;) {
    const page = await stretchEvents(db, stretch, pageSize, after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < pageSize) return;
  }
}

export const countStretchEvents = async (db: Db, { from, to }: StretchOfTime): Promise<number> => {
  const { count } = await db
    .selectFrom("event")
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .where("time", ">=", from)
    .where("time", "<=", to)
    .executeTakeFirstOrThrow();
  return Number(count);
};

/** Orders that were under way at some time of the stretch: what is open, and what had a job that ended in it or later. */
const ordersUnderWay = (db: Db, { from, to }: StretchOfTime) =>
  db
    .selectFrom("work_order as o")
    .where((where) =>
      where.exists(
        where
          .selectFrom("job_order as j")
          .select("j.id")
          .whereRef("j.work_order_id", "=", "o.id")
          // Jobs are released ahead of their planned start, and may start before it; a week ahead is more than anybody does.
          .where(sql<boolean>`least(j.planned_start - interval '7 days', j.actual_start) <= ${to}`),
      ),
    )
    .where((where) =>
      where.or([
        where("o.status", "not in", ["Completed", "Cancelled"]),
        where.exists(
          where
            .selectFrom("job_order as j")
            .select("j.id")
            .whereRef("j.work_order_id", "=", "o.id")
            .where((job) => job.or([job("j.actual_end", "is", null), job("j.actual_end", ">=", from)])),
        ),
      ]),
    );

/** What a replay has to know of an order beside its events. */
export const stretchOrders = (db: Db, stretch: StretchOfTime) =>
  ordersUnderWay(db, stretch)
    .innerJoin("material as m", "m.id", "o.product_id")
    .select(["o.id", "o.product_id", "m.name_zh", "m.name_en", "o.quantity", "o.priority", "o.due_time"])
    .select(
      sql<
        number[]
      >`array(select segment from work_master_segment s where s.work_master_id = o.work_master_id order by segment)`.as(
        "segments",
      ),
    )
    .orderBy("o.due_time")
    .orderBy("o.id")
    .execute();

/**
 * Last events before a moment, one for each subject that has any, by the index on what an event is about first.
 *
 * @param such Only events of which this holds.
 */
const lastWords = async (
  db: Db,
  type: string,
  subjects: readonly string[],
  moment: Date,
  such = sql<boolean>`true`,
) => {
  const { rows } = await sql<StoredEvent>`
    select e.* from unnest(${subjects}::text[]) as subject(id)
    cross join lateral (
      select seq, id, type, time, source, objects, attributes from event
      where objects->0->>'id' = subject.id and type = ${type} and time < ${moment} and ${such}
      order by time desc, seq desc limit 1
    ) as e`.execute(db);
  return rows;
};

/** Of lines and the states that they are in at a moment, the event with which each came into it: later ones gave other reasons for it. */
export const firstOfStates = async (
  db: Db | Tx,
  states: readonly { readonly line: string; readonly code: number | null }[],
  moment: Date,
): Promise<StoredEvent[]> => {
  const isOf = sql`objects->0->>'id' = state.line and type = 'equipment.state' and time <= ${moment}`;
  const { rows } = await sql<StoredEvent>`
    select e.* from unnest(${states.map(({ line }) => line)}::text[], ${states.map(({ code }) => code)}::integer[])
      as state(line, code)
    cross join lateral (
      select seq, id, type, time, source, objects, attributes from event
      where ${isOf} and time > coalesce((
        select time from event where ${isOf} and (attributes->>'code')::integer is distinct from state.code
        order by time desc limit 1
      ), '-infinity')
      order by time, seq limit 1
    ) as e`.execute(db);
  return rows;
};

/** The last state of each line, since when it is in it, and of one whose connection was lost the last before that: whether it was down then. */
const lastStates = async (db: Db, lines: readonly string[], moment: Date): Promise<StoredEvent[]> => {
  const last = await lastWords(db, "equipment.state", lines, moment);
  const states = last.map(({ objects, attributes: { code } }) => ({
    line: objects[0]!.id,
    code: typeof code === "number" ? code : null,
  }));
  const first = await firstOfStates(db, states, new Date(moment.getTime() - 1));
  const lost = states.flatMap(({ line, code }) => (code === null ? [line] : []));
  const isTold = sql<boolean>`jsonb_typeof(attributes->'code') = 'number'`;
  const before = lost.length > 0 ? await lastWords(db, "equipment.state", lost, moment, isTold) : [];
  const others = first.filter(({ id }) => last.every((event) => event.id !== id));
  return [...last, ...others, ...before];
};

/**
 * The events that make up the plant at the beginning of a stretch, in order: the last state of each line and vehicle,
 * the plan in force, and all that is told of the orders that were under way. To fold the stream from its beginning would
 * take longer every day, and stored snapshots would have to be made anew for whatever arrives late; each event holds the
 * whole of what its object is, so the last one says enough, and an index leads to it.
 */
export const eventsBefore = async (db: Db, stretch: StretchOfTime): Promise<StoredEvent[]> => {
  const { from } = stretch;
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  const orders = ids(await ordersUnderWay(db, { from, to: from }).select("o.id").execute());
  const [lines, vehicles, plans, jobs, transports] = await Promise.all([
    db.selectFrom("equipment").select("id").where("level", "=", "WorkCenter").execute(),
    db.selectFrom("vehicle").select("id").execute(),
    db.selectFrom("plan").select("version").execute(),
    db
      .selectFrom("job_order")
      .select("id")
      .where("work_order_id", "in", [...orders, ""])
      .execute(),
    db
      .selectFrom("transport_order as t")
      .innerJoin("material_requisition as r", "r.id", "t.requisition_id")
      .select("t.id")
      .where("r.work_order_id", "in", [...orders, ""])
      .execute(),
  ]);
  const told = sql<StoredEvent>`
    select seq, id, type, time, source, objects, attributes from event
    where objects->0->>'id' = any(${[...orders, ...ids(jobs), ...ids(transports)]}::text[])
      and type <> 'job.progress' and time < ${from}`.execute(db);
  const [lineStates, vehicleStates, planEvents, progress, { rows }] = await Promise.all([
    lastStates(db, ids(lines), from),
    lastWords(db, "vehicle.state", ids(vehicles), from),
    lastWords(
      db,
      "plan.created",
      plans.map(({ version }) => `PLAN-${version}`),
      from,
    ),
    lastWords(db, "job.progress", ids(jobs), from),
    told,
  ]);
  const inForce = planEvents.sort(byMoment).slice(-1);
  return [...lineStates, ...vehicleStates, ...inForce, ...progress, ...rows].sort(byMoment);
};

const byMoment = (a: StoredEvent, b: StoredEvent): number =>
  a.time.getTime() - b.time.getTime() || Number(BigInt(a.seq) - BigInt(b.seq));
