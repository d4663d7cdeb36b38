import { sql } from "kysely";
import type { Db } from "../database.ts";

/** A figure of the house as a monitoring system reads it. */
export interface OperationFigure {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

type Row = Readonly<Record<string, string | number | null>>;
const one = (row: Row | undefined, column: string): OperationFigure["values"] => {
  const value = row?.[column];
  return value === null || value === undefined ? [] : [{ value: Number(value) }];
};
const by = (rows: readonly Row[], label: string): OperationFigure["values"] =>
  rows.map((row) => ({ labels: { [label]: String(row[label]) }, value: Number(row["count"]) }));

/** Queues, lags and outcomes of the whole house, whichever process asks. Ages are wall time. */
export const operationFigures = async (db: Db): Promise<OperationFigure[]> => {
  const rowsOf = async (query: ReturnType<typeof sql<Row>>) => (await query.execute(db)).rows;
  const [[queue], [stream], aside, approvals, calls, lines, jobs, [plan], [runs]] = await Promise.all([
    rowsOf(sql<Row>`select count(*) as count, coalesce(extract(epoch from now() - min(created_at)), 0) as age
      from outbox where sent_at is null`),
    rowsOf(sql<Row>`select seq as seq, extract(epoch from now() - recorded_at) as age
      from event order by seq desc limit 1`),
    rowsOf(
      sql<Row>`select code, count(*) as count from set_aside_message where status = 'Open' group by code`,
    ),
    rowsOf(sql<Row>`select role, count(*) as count from approval
      where status = 'Pending' and expires_at > now() group by role`),
    rowsOf(sql<Row>`select status, count(*) as count from tool_call group by status`),
    rowsOf(sql<Row>`select case when state_code is null then 'offline' when state_code between 5000 and 5999 then 'down'
        when state_code between 1000 and 1999 then 'producing' else 'other' end as state, count(*) as count
      from equipment where level = 'WorkCenter' group by 1`),
    rowsOf(sql<Row>`select dispatch_status as status, count(*) as count from job_order
      where dispatch_status not in ('Completed', 'Cancelled', 'Aborted', 'Closed') group by 1`),
    rowsOf(sql<Row>`select version, gap, on_time_rate, late_orders, extract(epoch from now() - created_at) as age
      from plan order by version desc limit 1`),
    rowsOf(sql<Row>`select count(*) filter (where finished_at is null) as open,
        avg(extract(epoch from finished_at - started_at)) as seconds
      from agent_run where started_at > now() - interval '1 hour'`),
  ]);
  const gauge = (name: string, help: string, values: OperationFigure["values"]): OperationFigure => ({
    name,
    help,
    type: "gauge",
    values,
  });
  return [
    gauge("outbox_messages", "Messages that wait to be sent to machines.", one(queue, "count")),
    gauge("outbox_age_seconds", "Age of the oldest of them.", one(queue, "age")),
    { ...gauge("events_total", "Number of the latest event.", one(stream, "seq")), type: "counter" },
    gauge("event_age_seconds", "Time since the latest event was stored.", one(stream, "age")),
    gauge(
      "set_aside_messages",
      "Messages of machines that wait for a person, by what is wrong.",
      by(aside, "code"),
    ),
    gauge("approvals_pending", "Acts that wait for a person, by role.", by(approvals, "role")),
    { ...gauge("tool_calls_total", "Acts by how they ended.", by(calls, "status")), type: "counter" },
    gauge("lines", "Work centres (ISA-95) by state.", by(lines, "state")),
    gauge("job_orders", "Open job orders by ISA-95 dispatch status.", by(jobs, "status")),
    gauge("plan_version", "Version of the plan in force.", one(plan, "version")),
    gauge("plan_age_seconds", "Time since it was made.", one(plan, "age")),
    gauge("plan_gap_ratio", "Its distance from the bound, 0 for an optimal plan.", one(plan, "gap")),
    gauge("plan_on_time_ratio", "Share of orders that it has in time.", one(plan, "on_time_rate")),
    gauge("plan_late_orders", "Orders that it has late.", one(plan, "late_orders")),
    gauge("agent_runs_open", "Sentences of the last hour that are being answered.", one(runs, "open")),
    gauge("agent_run_seconds", "Mean time of an answer of the last hour.", one(runs, "seconds")),
  ];
};
