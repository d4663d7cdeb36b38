import { sql } from "kysely";
import type { Tx } from "../database.ts";
import type { FigureSpanTable } from "../schema/figure.ts";

interface State {
  readonly time: Date;
  readonly code: number | null;
  readonly reason: string;
}

/** States of a line from the last one at or before a moment on. */
const statesFrom = async (tx: Tx, line: string, since: Date): Promise<State[]> => {
  const { rows } = await sql<{ time: Date; attributes: Record<string, unknown> }>`
    select time, attributes from event
    where objects->0->>'id' = ${line} and type = 'equipment.state' and time >= coalesce((
      select max(time) from event
      where objects->0->>'id' = ${line} and type = 'equipment.state' and time <= ${since}
    ), ${since})
    order by time, seq`.execute(tx);
  return rows.map(({ time, attributes: { code, reason } }) => ({
    time,
    code: typeof code === "number" ? code : null,
    reason: typeof reason === "string" ? reason : "",
  }));
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

/** Makes anew what a line did, from the state on that it was in at a moment. */
export const refreshLine = async (tx: Tx, line: string, since: Date): Promise<void> => {
  const states = await statesFrom(tx, line, since);
  const [first] = states;
  if (!first) return;
  const hands = inHand(await jobsFrom(tx, line, first.time));
  const spans: FigureSpanTable[] = [];
  let hand = 0;
  for (const [index, { time, code, reason }] of states.entries()) {
    const [from, end] = [time.getTime(), states[index + 1]?.time.getTime() ?? Number.POSITIVE_INFINITY];
    // Of two states at one moment the later one holds.
    if (end <= from) continue;
    while (hand < hands.length && hands[hand]!.to <= from) hand += 1;
    const cuts = new Set([from]);
    for (let at = hand; at < hands.length && hands[at]!.from < end; at += 1)
      for (const cut of [hands[at]!.from, hands[at]!.to]) if (cut > from && cut < end) cuts.add(cut);
    const moments = [...cuts].sort((a, b) => a - b);
    for (const [part, moment] of moments.entries()) {
      const until = moments[part + 1] ?? end;
      let at = hand;
      while (at < hands.length && hands[at]!.to <= moment) at += 1;
      const job = at < hands.length && hands[at]!.from <= moment ? hands[at] : undefined;
      spans.push({
        line,
        from_time: new Date(moment),
        to_time: Number.isFinite(until) ? new Date(until) : null,
        code,
        reason,
        work_order_id: job?.work_order_id ?? null,
        product_id: job?.product_id ?? null,
        is_first: part === 0,
      });
    }
  }
  await tx.deleteFrom("figure_span").where("line", "=", line).where("from_time", ">=", first.time).execute();
  for (let from = 0; from < spans.length; from += 5_000)
    await tx
      .insertInto("figure_span")
      .values(spans.slice(from, from + 5_000))
      .execute();
  // The span before lasts until here.
  await sql`
    update figure_span set to_time = ${first.time}
    where line = ${line} and from_time < ${first.time} and (to_time is null or to_time > ${first.time})`.execute(
    tx,
  );
};
