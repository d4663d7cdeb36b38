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
  /** As it stood after the events until a moment; null where it was not looked at yet, or is to be told anew by other rules. */
  readonly told: ReplayJob | null;
  readonly told_until: Date | null;
  readonly released_at: Date | null;
  readonly at_work_from: Date | null;
  readonly at_work_to: Date | null;
}

const knownJobs = async (tx: Tx, ids: readonly string[]): Promise<Map<string, KnownJob>> => {
  const { rows } = await sql<KnownJob>`
    select j.id, j.work_order_id, o.product_id, j.segment,
      j.segment >= (select max(segment) from work_master_segment s where s.work_master_id = o.work_master_id) as is_final,
      e.run_seconds / nullif(s.batch_size, 0) as piece_seconds,
      f.told, f.told_until, f.released_at, f.at_work_from, f.at_work_to
    from job_order j join work_order o on o.id = j.work_order_id
    left join figure_job f on f.id = j.id
    left join work_master_segment s on s.work_master_id = o.work_master_id and s.segment = j.segment
    left join segment_equipment e on e.work_master_id = o.work_master_id and e.segment = j.segment
      and e.equipment_id = j.equipment_id
    where j.id = any(${ids}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
};

/** Events of the jobs in the order of their time, of each those after a moment; a release is told of its order first. */
const eventsOf = async (
  tx: Tx,
  jobs: readonly (KnownJob & { readonly after: Date | undefined })[],
): Promise<StoredEvent[]> => {
  const { rows } = await sql<StoredEvent>`
    select e.* from unnest(
      ${jobs.map(({ id }) => id)}::text[], ${jobs.map(({ work_order_id }) => work_order_id)}::text[],
      ${jobs.map(({ after }) => after ?? "-infinity")}::timestamptz[]
    ) as one(job, work_order, after)
    cross join lateral (
      select seq, id, type, time, objects, attributes from event
      where objects->0->>'id' = one.job and type like 'job.%' and time > one.after
      union all
      select seq, id, type, time, objects, attributes from event
      where objects->0->>'id' = one.work_order and type = 'job.released' and time > one.after
        and objects @> jsonb_build_array(jsonb_build_object('id', one.job))
    ) as e
    order by e.time, e.seq`.execute(tx);
  return rows;
};

interface Story {
  job: ReplayJob;
  until: number;
  releasedAt: number | undefined;
  from: number | undefined;
  to: number | undefined;
  readonly made: { time: number; good: number; scrap: number }[];
}

/** What was told of a job when it was looked at last, with nothing made since. */
const toldBefore = ({ told, told_until, ...job }: KnownJob): Story | undefined =>
  told && told_until
    ? {
        job: told,
        until: told_until.getTime(),
        releasedAt: job.released_at?.getTime(),
        from: job.at_work_from?.getTime(),
        to: job.at_work_to?.getTime(),
        made: [],
      }
    : undefined;

/** What the events of one job tell, as the replay folds them: pieces before its first event on record count for none. */
const storyOf = (
  id: string,
  events: readonly StoredEvent[],
  before: Story | undefined,
): Story | undefined => {
  let story = before;
  for (const event of events) {
    const time = event.time.getTime();
    const known = story?.job;
    const job = jobAfter(id, known, { ...event, time });
    if (!job) continue;
    story ??= { job, until: time, releasedAt: undefined, from: undefined, to: undefined, made: [] };
    Object.assign(story, { job, until: time });
    if (event.type === "job.released") story.releasedAt ??= time;
    if (isAtWork(job)) story.from ??= time;
    if (hasEnded(job) && story.from !== undefined) story.to ??= time;
    const [good, scrap] = known ? [job.good - known.good, job.scrap - known.scrap] : [0, 0];
    if (good + scrap === 0) continue;
    const last = story.made.at(-1);
    if (last?.time === time) Object.assign(last, { good: last.good + good, scrap: last.scrap + scrap });
    else story.made.push({ time, good, scrap });
  }
  return story;
};

const dateOf = (time: number | undefined) => (time === undefined ? null : new Date(time));

/**
 * Brings jobs up to date: where all that is new of one came after what was looked at, from there on, else anew from all of its events.
 * Gives the lines that had them in hand, each with the moment from when that is new.
 */
export const refreshJobs = async (
  tx: Tx,
  due: ReadonlyMap<string, Date>,
): Promise<ReadonlyMap<string, Date>> => {
  const known = [...(await knownJobs(tx, [...due.keys()])).values()].map((job) => {
    const before = toldBefore(job);
    const goesOn = before !== undefined && due.get(job.id)!.getTime() > before.until;
    return {
      ...job,
      before: goesOn ? before : undefined,
      after: goesOn ? new Date(before.until) : undefined,
    };
  });
  const events = Map.groupBy(await eventsOf(tx, known), (event) => objectOf(event, "job_order") ?? "");
  const since = new Map<string, Date>();
  const jobs = [];
  const made = [];
  for (const { id, work_order_id, product_id, segment, is_final, piece_seconds, before } of known) {
    const story = storyOf(id, events.get(id) ?? [], before);
    if (!story) continue;
    const line = story.job.equipmentId;
    const row = { id, work_order_id, product_id, line, segment, is_final };
    const { releasedAt, from, to } = story;
    jobs.push({
      ...row,
      told: JSON.stringify(story.job),
      told_until: new Date(story.until),
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
  const goOn = new Set(known.flatMap(({ id, before }) => (before ? [id] : [])));
  const anew = [...due.keys()].filter((id) => !goOn.has(id));
  await tx
    .deleteFrom("figure_job")
    .where("id", "in", [...anew, ""])
    .execute();
  for (let from = 0; from < jobs.length; from += 5_000)
    await tx
      .insertInto("figure_job")
      .values(jobs.slice(from, from + 5_000))
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet(({ ref }) => ({
          told: ref("excluded.told") as never,
          told_until: ref("excluded.told_until"),
          released_at: ref("excluded.released_at"),
          at_work_from: ref("excluded.at_work_from"),
          at_work_to: ref("excluded.at_work_to"),
        })),
      )
      .execute();
  for (let from = 0; from < made.length; from += 5_000)
    await tx
      .insertInto("figure_made")
      .values(made.slice(from, from + 5_000))
      .execute();
  await sql`
    update figure_job f set planned_start = coalesce((
      select p.start_time from plan_operation p
      where p.work_order_id = f.work_order_id and p.segment = f.segment
        and p.version = (select max(version) from plan where plant_time <= coalesce(f.released_at, j.planned_start))
    ), j.planned_start)
    from job_order j where j.id = f.id and f.id = any(${anew}::text[])`.execute(tx);
  return since;
};
