import { sql } from "kysely";
import { stationState } from "../../protocols/sparkplug/names.ts";
import type { Tx } from "../database.ts";
import type { FigureSpanTable } from "../schema/figure.ts";
import { type StateSpan, stopsOf } from "./stops.ts";

/**
 * When a line was last surely not down before a moment: what is known of its stops until then stays as it is. One that is off may
 * be in the middle of one. Before all that is on record where there is no such moment.
 */
const lastUp = async (tx: Tx, line: string, since: Date): Promise<Date> => {
  const { from } = await tx
    .selectFrom("figure_span")
    .select((fields) => fields.fn.max("from_time").as("from"))
    .where("line", "=", line)
    .where("from_time", "<", since)
    .where("code", "<>", stationState.down)
    .executeTakeFirstOrThrow();
  return from ?? new Date(0);
};

/** States of a line from the last one at or before a moment on, each until the next one. */
const statesFrom = async (tx: Tx, line: string, since: Date): Promise<StateSpan[]> => {
  const { rows } = await sql<{ time: Date; attributes: Record<string, unknown> }>`
    select time, attributes from event
    where objects->0->>'id' = ${line} and type = 'equipment.state' and time >= coalesce((
      select max(time) from event
      where objects->0->>'id' = ${line} and type = 'equipment.state' and time <= ${since}
    ), ${since})
    order by time, seq`.execute(tx);
  const states = rows.map(({ time, attributes: { code, reason } }, index) => ({
    from: time.getTime(),
    to: rows[index + 1]?.time.getTime() ?? Number.POSITIVE_INFINITY,
    code: typeof code === "number" ? code : null,
    reason: typeof reason === "string" ? reason : "",
  }));
  // Of two states at one moment the later one holds.
  return states.filter(({ from, to }) => from < to);
};

interface Job {
  readonly work_order_id: string;
  readonly product_id: string | null;
  readonly from: number;
  readonly to: number;
}

const jobsFrom = async (tx: Tx, line: string, since: Date): Promise<Job[]> => {
  const rows = await tx
    .selectFrom("figure_job")
    .select(["work_order_id", "product_id", "at_work_from", "at_work_to"])
    .where("line", "=", line)
    .where("at_work_from", "is not", null)
    .where((where) => where.or([where("at_work_to", "is", null), where("at_work_to", ">", since)]))
    .orderBy("at_work_from")
    .execute();
  return rows.map(({ work_order_id, product_id, at_work_from, at_work_to }) => ({
    work_order_id,
    product_id,
    from: at_work_from!.getTime(),
    to: at_work_to?.getTime() ?? Number.POSITIVE_INFINITY,
  }));
};

/** Stretches in each of which one job is in hand: the first one that is at work, until it is not. */
const inHand = (jobs: readonly Job[]): Job[] => {
  const hands: Job[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const job of jobs) {
    const from = Math.max(job.from, end);
    if (job.to <= from) continue;
    hands.push({ ...job, from });
    end = job.to;
  }
  return hands;
};

const dateOf = (time: number) => (Number.isFinite(time) ? new Date(time) : null);

/** What a line did, cut where it was given another job. */
const spansOf = (line: string, states: readonly StateSpan[], hands: readonly Job[]): FigureSpanTable[] => {
  const spans: FigureSpanTable[] = [];
  let hand = 0;
  for (const { from, to, code, reason } of states) {
    while (hand < hands.length && hands[hand]!.to <= from) hand += 1;
    const cuts = new Set([from]);
    for (let at = hand; at < hands.length && hands[at]!.from < to; at += 1)
      for (const cut of [hands[at]!.from, hands[at]!.to]) if (cut > from && cut < to) cuts.add(cut);
    const moments = [...cuts].sort((a, b) => a - b);
    for (const [part, moment] of moments.entries()) {
      let at = hand;
      while (at < hands.length && hands[at]!.to <= moment) at += 1;
      const job = at < hands.length && hands[at]!.from <= moment ? hands[at] : undefined;
      spans.push({
        line,
        from_time: new Date(moment),
        to_time: dateOf(moments[part + 1] ?? to),
        code,
        reason,
        work_order_id: job?.work_order_id ?? null,
        product_id: job?.product_id ?? null,
      });
    }
  }
  return spans;
};

/** Makes anew what a line did and how it stopped, from before a moment on. */
export const refreshLine = async (tx: Tx, line: string, since: Date): Promise<void> => {
  const states = await statesFrom(tx, line, await lastUp(tx, line, since));
  const [first] = states;
  if (!first) return;
  const from = new Date(first.from);
  const spans = spansOf(line, states, inHand(await jobsFrom(tx, line, from)));
  const spanAt = new Map(spans.map((span) => [span.from_time.getTime(), span]));
  const stops = stopsOf(states).map((stop) => {
    const { work_order_id, product_id } = spanAt.get(stop.from)!;
    const { reason } = stop;
    return {
      line,
      from_time: new Date(stop.from),
      to_time: dateOf(stop.to),
      reason,
      work_order_id,
      product_id,
    };
  });
  for (const [table, rows] of [
    ["figure_span", spans],
    ["figure_stop", stops],
  ] as const) {
    await tx.deleteFrom(table).where("line", "=", line).where("from_time", ">=", from).execute();
    for (let at = 0; at < rows.length; at += 5_000)
      await tx
        .insertInto(table)
        .values(rows.slice(at, at + 5_000))
        .execute();
  }
  // The span before lasts until here.
  await sql`
    update figure_span set to_time = ${from}
    where line = ${line} and from_time < ${from} and (to_time is null or to_time > ${from})`.execute(tx);
};
