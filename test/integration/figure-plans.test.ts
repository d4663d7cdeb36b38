import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import type { MetricId } from "../../agents/runtime/metrics/metric.ts";
import { appendEvents } from "../../services/mes/events.ts";
import type { DispatchStatus } from "../../services/mes/schema/dispatch.ts";
import { amountsOf, formulas, loadPlant } from "../bench/ask/naive.ts";
import { jobReport, putJob } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
const at = (text: string) => new Date(`2026-${text}+08:00`);
const day = { from: at("12-02T00:00"), to: at("12-03T00:00") };

interface PlannedJob {
  readonly planned: string;
  readonly begun?: string;
  readonly status?: DispatchStatus;
  /** Undefined without a requisition, null where its material is not there yet. */
  readonly issued?: string | null;
}

/** Jobs of one line, each of its own order. */
const jobs: readonly PlannedJob[] = [
  { planned: "08:00", begun: "08:05", issued: "07:50" },
  { planned: "08:00", begun: "09:00", issued: "08:50" },
  { planned: "09:00", begun: "09:00" },
  { planned: "09:00", begun: "09:10" },
  { planned: "10:00", issued: null },
  { planned: "10:00", status: "Cancelled", issued: null },
  // Not a quarter of an hour ago: one has begun, two still may.
  { planned: "11:50", begun: "11:55", issued: "11:40" },
  { planned: "11:50", issued: null },
  { planned: "14:00" },
];

beforeAll(async () => {
  plant = await createTestPlant();
  const { db } = plant;
  const orders = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id")
    .limit(jobs.length)
    .execute();
  const moment = (time: string | null | undefined) => (time ? at(`12-02T${time}`) : null);
  for (const [index, { planned, begun, status = "Ready", issued }] of jobs.entries()) {
    const work_order_id = orders[index]!.id;
    await putJob(
      db,
      { id: `JO-PLANNED-${index}`, order: work_order_id, line: "SMT-1", segment: 10, quantity: 10 },
      day.from,
      {
        dispatch_status: begun ? "Running" : status,
        planned_start: moment(planned),
        actual_start: moment(begun),
      },
    );
    if (issued !== undefined)
      await db
        .insertInto("material_requisition")
        .values({
          id: `MR-PLANNED-${index}`,
          work_order_id,
          segment: 10,
          equipment_id: "SMT-1",
          status: issued ? "Issued" : "Requested",
          requested_by: "li.wei",
          requested_at: day.from,
          issued_at: moment(issued),
          tool_call_id: null,
        })
        .execute();
  }
  await tell("12:00");
});
afterAll(() => plant.close());

/** Lets the record go on to a moment. */
const tell = (time: string) =>
  appendEvents(plant.db, [
    {
      id: `planned-${time}`,
      type: "equipment.state",
      time: at(`12-02T${time}`),
      source: "test",
      objects: [{ id: "SMT-1", type: "equipment", qualifier: "line" }],
      attributes: { code: 1100, reason: time },
    },
  ]);

const share = async (metric: MetricId) => {
  const filter = { lines: ["SMT-1"] };
  const { value } = await askFigure(plant.db, { metric, ...day, filter });
  const [from, to] = [day.from.getTime(), day.to.getTime()];
  const meant = formulas[metric]!(amountsOf(await loadPlant(plant.db), { from, to, ...filter }));
  expect(value).toBeCloseTo(meant!, 9);
  return value;
};

test("a job counts as kept or missed once it has begun or its time is over, and one called off as neither", async () => {
  // Of eight not called off one is of the afternoon and one has minutes left.
  expect(await share("plan_adherence")).toBeCloseTo((100 * 4) / 6, 9);
});

test("of kits those jobs count that have one, once it is there or late", async () => {
  expect(await share("kit_ready")).toBeCloseTo((100 * 2) / 4, 9);
});

test("as time goes on, what has not begun is missed", async () => {
  await tell("13:00");
  expect(await share("plan_adherence")).toBeCloseTo((100 * 4) / 7, 9);
  expect(await share("kit_ready")).toBeCloseTo((100 * 2) / 5, 9);
});

test("an order of whose start nothing is on record makes the lead time of others no shorter", async () => {
  const { db } = plant;
  const [known, unknown] = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .orderBy("id", "desc")
    .limit(2)
    .execute();
  const completed = (id: string) => ({
    id: `lead-${id}`,
    type: "order.completed",
    time: at("12-01T12:00"),
    source: "test",
    objects: [{ id, type: "work_order", qualifier: "order" }],
    attributes: {},
  });
  const job = { id: "JO-LEAD", order: known!.id, line: "SMT-1", segment: 10, quantity: 10 };
  await putJob(db, job, day.from);
  await appendEvents(db, [
    jobReport(job, at("12-01T02:00"), { type: "job.running" }),
    completed(known!.id),
    completed(unknown!.id),
  ]);
  const stretch = { from: at("12-01T00:00"), to: day.from };
  expect((await askFigure(db, { metric: "lead_time", ...stretch, filter: {} })).value).toBeCloseTo(10, 9);
  const asked = { from: stretch.from.getTime(), to: stretch.to.getTime() };
  expect(formulas["lead_time"]!(amountsOf(await loadPlant(db), asked))).toBeCloseTo(10, 9);
});

test("a job that was released weeks before its planned start counts where the plan had it begin", async () => {
  const { db } = plant;
  const { id: order } = await db
    .selectFrom("work_order as o")
    .select("o.id")
    .where("o.status", "=", "Waiting")
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("job_order as j").select("j.id").whereRef("j.work_order_id", "=", "o.id"))),
    )
    .orderBy("o.id", "desc")
    .executeTakeFirstOrThrow();
  const released = at("11-10T08:00");
  await db
    .insertInto("plan")
    .values({
      version: 1,
      created_at: at("11-10T07:00"),
      plant_time: at("11-10T07:00"),
      reason: JSON.stringify({ kind: "first" }),
      request_id: "early",
      seed: 1,
      objective: 0,
      bound: 0,
      gap: 0,
      on_time_rate: 1,
      late_orders: 0,
      utilisation: 0,
      kpis: "{}",
    })
    .execute();
  await db
    .insertInto("plan_operation")
    .values({
      version: 1,
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-2",
      start_time: at("12-02T08:00"),
      end_time: at("12-02T10:00"),
      setup_family: null,
      material_time: null,
    })
    .execute();
  await db
    .insertInto("job_order")
    .values({
      id: "JO-EARLY",
      work_order_id: order,
      segment: 10,
      equipment_id: "SMT-2",
      quantity: 10,
      dispatch_status: "Running",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: released,
      actual_start: at("12-02T08:10"),
      actual_end: null,
      changed_at: released,
    })
    .execute();
  await appendEvents(db, [
    {
      id: "early-release",
      type: "job.released",
      time: released,
      source: "test",
      objects: [
        { id: order, type: "work_order", qualifier: "order" },
        { id: "JO-EARLY", type: "job_order", qualifier: "released" },
        { id: "SMT-2", type: "equipment", qualifier: "line" },
      ],
      attributes: { segment: 10, quantity: 10 },
    },
  ]);
  const asked = { metric: "plan_adherence" as const, filter: { lines: ["SMT-2"] } };
  expect((await askFigure(db, { ...asked, ...day })).sums).toMatchObject({ plannedStarts: 1, keptStarts: 1 });
  const releaseDay = { from: at("11-10T00:00"), to: at("11-11T00:00") };
  expect((await askFigure(db, { ...asked, ...releaseDay })).sums.plannedStarts).toBeUndefined();
});
