import { sql } from "kysely";
import { objectOf } from "../../replay/event.ts";
import { hasEnded, isAtWork, jobAfter, type ReplayJob } from "../../replay/job.ts";
import type { Tx } from "../database.ts";
import type { StoredEvent } from "../events.ts";

interface KnownJob {
  readonly id: string;
  readonly work_order_id: string;
  readonly product_id: string;
  readonly segment: number;
  readonly is_final: boolean;
  /** By the routing, for one piece. */
  readonly piece_seconds: number | null;
}

const knownJobs = async (tx: Tx, ids: readonly string[]): Promise<Map<string, KnownJob>> => {
  const { rows } = await sql<KnownJob>`
    select j.id, j.work_order_id, o.product_id, j.segment,
      j.segment >= (select max(segment) from work_master_segment s where s.work_master_id = o.work_master_id) as is_final,
      e.run_seconds / nullif(s.batch_size, 0) as piece_seconds
    from job_order j join work_order o on o.id = j.work_order_id
    left join work_master_segment s on s.work_master_id = o.work_master_id and s.segment = j.segment
    left join segment_equipment e on e.work_master_id = o.work_master_id and e.segment = j.segment
      and e.equipment_id = j.equipment_id
    where j.id = any(${ids}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** All events of the jobs in the order of their time; a release is told of its order first. */
const eventsOf = async (tx: Tx, jobs: readonly KnownJob[]): Promise<StoredEvent[]> => {
  const { rows } = await sql<StoredEvent>`
    select e.* from unnest(
      ${jobs.map(({ id }) => id)}::text[], ${jobs.map(({ work_order_id }) => work_order_id)}::text[]
    ) as one(job, work_order)
    cross join lateral (
      select seq, id, type, time, objects, attributes from event
      where objects->0->>'id' = one.job and type like 'job.%'
      union all
      select seq, id, type, time, objects, attributes from event
      where objects->0->>'id' = one.work_order and type = 'job.released'
        and objects @> jsonb_build_array(jsonb_build_object('id', one.job))
    ) as e
    order by e.time, e.seq`.execute(tx);
  return rows;
};

interface Story {
  job: ReplayJob;
  releasedAt: number | undefined;
  from: number | undefined;
  to: number | undefined;
  readonly made: { time: number; good: number; scrap: number }[];
}

/** What the events of one job tell, as the replay folds them: pieces before its first event on record count for none. */
const storyOf = (id: string, events: readonly StoredEvent[]): Story | undefined => {
  let story: Story | undefined;
  for (const event of events) {
    const time = event.time.getTime();
    const before = story?.job;
    const job = jobAfter(id, before, { ...event, time });
    if (!job) continue;
    story ??= { job, releasedAt: undefined, from: undefined, to: undefined, made: [] };
    story.job = job;
    if (event.type === "job.released") story.releasedAt ??= time;
    if (isAtWork(job)) story.from ??= time;
    if (hasEnded(job) && story.from !== undefined) story.to ??= time;
    const [good, scrap] = before ? [job.good - before.good, job.scrap - before.scrap] : [0, 0];
    if (good + scrap === 0) continue;
    const last = story.made.at(-1);
    if (last?.time === time) Object.assign(last, { good: last.good + good, scrap: last.scrap + scrap });
    else story.made.push({ time, good, scrap });
  }
  return story;
};

const dateOf = (time: number | undefined) => (time === undefined ? null : new Date(time));

/** Makes jobs anew from their events. Gives the lines that had them in hand, each with the moment from when that is new. */
export const refreshJobs = async (
  tx: Tx,
  due: ReadonlyMap<string, Date>,
): Promise<ReadonlyMap<string, Date>> => {
  const known = await knownJobs(tx, [...due.keys()]);
  const events = Map.groupBy(
    await eventsOf(tx, [...known.values()]),
    (event) => objectOf(event, "job_order") ?? "",
  );
  const since = new Map<string, Date>();
  const jobs = [];
  const made = [];
  for (const [id, { work_order_id, product_id, segment, is_final, piece_seconds }] of known) {
    const story = storyOf(id, events.get(id) ?? []);
    if (!story) continue;
    const line = story.job.equipmentId;
    const row = { id, work_order_id, product_id, line, segment, is_final };
    const { releasedAt, from, to } = story;
    jobs.push({
      ...row,
      released_at: dateOf(releasedAt),
      at_work_from: dateOf(from),
      at_work_to: dateOf(to),
    });
    for (const { time, good, scrap } of story.made)
      made.push({
        job_id: id,
        time: new Date(time),
        line,
        work_order_id,
        product_id,
        is_final,
        good,
        scrap,
        planned_seconds: piece_seconds === null ? null : (good + scrap) * piece_seconds,
      });
    const touched = due.get(id)!;
    const moment = from !== undefined && from < touched.getTime() ? touched : dateOf(from);
    if (moment && moment < (since.get(line) ?? new Date(8.64e15))) since.set(line, moment);
  }
  await tx
    .deleteFrom("figure_job")
    .where("id", "in", [...due.keys()])
    .execute();
  for (const [table, rows] of [
    ["figure_job", jobs],
    ["figure_made", made],
  ] as const)
    for (let from = 0; from < rows.length; from += 5_000)
      await tx
        .insertInto(table)
        .values(rows.slice(from, from + 5_000) as never)
        .execute();
  await sql`
    update figure_job f set planned_start = coalesce((
      select p.start_time from plan_operation p
      where p.work_order_id = f.work_order_id and p.segment = f.segment
        and p.version = (select max(version) from plan where plant_time <= coalesce(f.released_at, j.planned_start))
    ), j.planned_start)
    from job_order j where j.id = f.id and f.id = any(${[...due.keys()]}::text[])`.execute(tx);
  return since;
};
