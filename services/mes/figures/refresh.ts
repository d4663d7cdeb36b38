import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";
import type { FigureDueTable } from "../schema/figure.ts";
import { refreshJobs } from "./jobs.ts";
import { refreshLine } from "./lines.ts";

type Due = FigureDueTable;

/** Subjects that are taken at once; whoever appends an event of one of them waits so long. */
const mostAtOnce = 400;

/** Takes what is due of a kind; what others have in hand is left to them. */
const take = async (tx: Tx, kind: Due["kind"], limit: number): Promise<Due[]> => {
  const { rows } = await sql<Due>`
    delete from figure_due where (kind, subject) in (
      select kind, subject from figure_due where kind = ${kind} order by subject limit ${limit}
      for update skip locked
    ) returning kind, subject, since`.execute(tx);
  return rows;
};

/** That a line did something else from a moment on. */
const noteLines = async (tx: Tx, since: ReadonlyMap<string, Date>): Promise<void> => {
  if (since.size === 0) return;
  const lines = [...since.keys()].sort();
  await sql`
    insert into figure_due (kind, subject, since)
    select 'line', * from unnest(${lines}::text[], ${lines.map((line) => since.get(line))}::timestamptz[])
    on conflict (kind, subject) do update set since = least(figure_due.since, excluded.since)`.execute(tx);
};

const takeOrders = async (tx: Tx): Promise<number> => {
  const ids = (await take(tx, "order", mostAtOnce * 10)).map(({ subject }) => subject);
  if (ids.length > 0)
    await sql`
      insert into figure_done (work_order_id, time)
      select subject.id, (
        select min(time) from event
        where objects->0->>'id' = subject.id and type = 'order.completed'
      ) from unnest(${ids}::text[]) as subject(id)
      where exists (select 1 from event where objects->0->>'id' = subject.id and type = 'order.completed')
      on conflict (work_order_id) do update set time = excluded.time`.execute(tx);
  return ids.length;
};

const takeJobs = async (tx: Tx): Promise<number> => {
  const due = await take(tx, "job", mostAtOnce);
  if (due.length > 0)
    await noteLines(tx, await refreshJobs(tx, new Map(due.map((one) => [one.subject, one.since]))));
  return due.length;
};

const takeLine = async (tx: Tx): Promise<number> => {
  const due = await take(tx, "line", 1);
  for (const { subject, since } of due) await refreshLine(tx, subject, since);
  return due.length;
};

/**
 * Brings what figures are summed from up to date with the event stream: whatever new events are about is made anew from
 * all of its events, in the order of their time, so that it does not matter when or how often they came. Gives how many
 * subjects there were. A job of which all that is new came after what was looked at goes on from there.
 */
export const refreshFigures = async (db: Db): Promise<number> => {
  let done = 0;
  // Whoever asks asks often, and seldom is anything due.
  if (!(await db.selectFrom("figure_due").select("subject").limit(1).executeTakeFirst())) return done;
  // Jobs before lines: what a line has in hand comes of its jobs.
  for (const step of [takeOrders, takeJobs, takeLine])
    for (;;) {
      const count = await db.transaction().execute(step);
      if (count === 0) break;
      done += count;
    }
  return done;
};
