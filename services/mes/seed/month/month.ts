import type { Insertable } from "kysely";
import { contentHash } from "../../../core/ids.ts";
import { dayMs, hourMs, plantZone } from "../../../core/zone.ts";
import { jobOrderId, requisitionId } from "../../commands/segment-ids.ts";
import type { Db } from "../../database.ts";
import type { NewEvent } from "../../events.ts";
import { busyLines } from "../../queries/busy.ts";
import type { Database } from "../../schema.ts";
import { createRandom } from "../random.ts";
import { badLot, habitsOf, lotDays } from "./habits.ts";
import { energyOf, type LineHistory, type Ran, runJob } from "./line-day.ts";

export interface MonthOptions {
  readonly seed: number;
  /** The month ends here. */
  readonly until: Date;
  readonly days: number;
  readonly ordersPerDay: number;
  /** Pieces of an order, from and to. */
  readonly quantity: readonly [number, number];
  /** Number of the first order. */
  readonly firstNumber: number;
}

/** The rows and events of a month, in an order that respects the references. */
export interface Month {
  readonly sales_order: Insertable<Database["sales_order"]>[];
  readonly work_order: Insertable<Database["work_order"]>[];
  readonly material_lot: Insertable<Database["material_lot"]>[];
  readonly job_order: Insertable<Database["job_order"]>[];
  readonly material_requisition: Insertable<Database["material_requisition"]>[];
  readonly requisition_line: Insertable<Database["requisition_line"]>[];
  readonly energy_reading: Insertable<Database["energy_reading"]>[];
  readonly events: NewEvent[];
}

const jobObjects = (job: string, order: string, line: string) => [
  { id: job, type: "job_order", qualifier: "reported" },
  { id: order, type: "work_order", qualifier: "order" },
  { id: line, type: "equipment", qualifier: "line" },
];
const typeOf = {
  Running: "job.running",
  Interrupted: "job.suspended",
  Ended: "job.completed",
  Aborted: "job.aborted",
} as const;

/** What the line reported of a job, as events. */
const jobEvents = (
  job: string,
  order: string,
  line: string,
  quantity: number,
  { start, reports }: Ran,
): NewEvent[] =>
  reports.map(({ time, state, good, scrap, reason }, index) => ({
    id: contentHash("month-report", job, index),
    type: state === "Running" && reports[index - 1]?.state === "Running" ? "job.progress" : typeOf[state],
    time: new Date(time),
    source: `spBv1.0/${line}`,
    objects: jobObjects(job, order, line),
    attributes: {
      state,
      good,
      scrap,
      quantity,
      startTime: new Date(start).toISOString(),
      ...(state === "Ended" || state === "Aborted" ? { endTime: new Date(time).toISOString() } : {}),
      ...(reason ? { reason } : {}),
    },
  }));

const stateEvents = ({ id, states }: LineHistory): NewEvent[] =>
  states.map(({ time, code, reason }) => ({
    id: contentHash("month-state", id, time, code),
    type: "equipment.state",
    time: new Date(time),
    source: `spBv1.0/${id}`,
    objects: [{ id, type: "equipment", qualifier: "line" }],
    attributes: { code, reason },
  }));

interface Step {
  readonly segment: number;
  readonly family: string;
  readonly batch: number;
  readonly lines: ReadonlyMap<string, number>;
}

/** Routings of the plant: the steps of each product, with the lines that run them and their seconds. */
const routings = async (db: Db): Promise<Map<string, Step[]>> => {
  const rows = await db
    .selectFrom("work_master as w")
    .innerJoin("work_master_segment as s", "s.work_master_id", "w.id")
    .innerJoin("segment_equipment as e", (join) =>
      join.onRef("e.work_master_id", "=", "s.work_master_id").onRef("e.segment", "=", "s.segment"),
    )
    .select([
      "w.product_id",
      "s.segment",
      "s.setup_family",
      "s.batch_size",
      "e.equipment_id",
      "e.run_seconds",
    ])
    .orderBy("w.product_id")
    .orderBy("s.segment")
    .orderBy("e.equipment_id")
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ product_id }) => product_id)].map(([product, own]) => [
      product,
      [...Map.groupBy(own, ({ segment }) => segment)].map(([segment, each]) => ({
        segment,
        family: each[0]!.setup_family,
        batch: each[0]!.batch_size,
        lines: new Map(each.map(({ equipment_id, run_seconds }) => [equipment_id, run_seconds])),
      })),
    ]),
  );
};

const emptyLines = async (db: Db, from: Date, until: Date, firstFailure: () => number) => {
  const [busy, rows] = await Promise.all([
    busyLines(db, { from, to: until }),
    db
      .selectFrom("equipment")
      .select(["id", "process", "power_kw"])
      .where("level", "=", "WorkCenter")
      .orderBy("sort")
      .execute(),
  ]);
  const windows = new Map(
    busy.map((line) => [
      line.id,
      line.busy.map((one) => ({ from: one.from.getTime(), to: one.to.getTime() })),
    ]),
  );
  return new Map(
    rows.map(({ id, process, power_kw }): [string, LineHistory] => [
      id,
      {
        id,
        process: process ?? "",
        powerKw: power_kw,
        windows: windows.get(id) ?? [],
        free: from.getTime(),
        family: "",
        untilFailureS: firstFailure(),
        states: [{ time: from.getTime(), code: 2202, reason: "" }],
      },
    ]),
  );
};

/**
 * A month that the plant has behind it, as its lines would have told it: orders with jobs, reports, states, breakdowns,
 * kits of lots and meters. Made up from the plant's own routings and calendars; the same seed gives the same month.
 */
export const monthOf = async (db: Db, options: MonthOptions): Promise<Month> => {
  const { seed, until, days, ordersPerDay, quantity: pieces, firstNumber } = options;
  const random = createRandom(seed * 7_919 + 17);
  const end = until.getTime();
  const from = plantZone().midnight(until, -days);
  const [steps, lines, customers, gates] = await Promise.all([
    routings(db),
    emptyLines(db, from, until, () => random.int(1, 40) * 3_600),
    db
      .selectFrom("sales_order")
      .select(["customer", "customer_class"])
      .distinct()
      .orderBy("customer")
      .execute(),
    db
      .selectFrom("bom_item as b")
      .innerJoin("work_master as w", "w.id", "b.work_master_id")
      .select(["w.product_id", "b.segment", "b.material_id"])
      .where("b.position", "<=", 2)
      .orderBy("w.product_id")
      .orderBy("b.position")
      .execute(),
  ]);
  const clockHour = (time: number) => Number(plantZone().dayTimeAt(new Date(time)).time.slice(0, 2));
  const habits = new Map(
    [...lines.values()].map(({ id, process }) => [id, habitsOf(id, process, end, clockHour)]),
  );
  const month: Month = {
    sales_order: [],
    work_order: [],
    material_lot: [],
    job_order: [],
    material_requisition: [],
    requisition_line: [],
    energy_reading: [],
    events: [],
  };
  const lots = new Map<string, string>();
  /** The lot of a material that was in use: a new one every few days. */
  const lotOf = (material: string, time: number): string => {
    const key = `${material}/${Math.floor((time - from.getTime()) / (lotDays * dayMs))}`;
    const known = lots.get(key);
    if (known) return known;
    const id = `LOT-H${String(lots.size + 1).padStart(5, "0")}`;
    lots.set(key, id);
    month.material_lot.push({
      id,
      material_id: material,
      quantity: 0,
      status: "Released",
      location: "WH-USED",
      expires_at: null,
    });
    return id;
  };
  /** Whether a job that begins at a moment takes the lot that is not as it should be. */
  const isBad = (time: number): boolean => {
    const number = Math.floor((time - from.getTime()) / (lotDays * dayMs));
    return number === Math.floor((end - from.getTime()) / (lotDays * dayMs)) - badLot.lotsBefore;
  };
  // The product with the bad lot is made often enough that it shows.
  const products = [...steps.keys(), badLot.product, badLot.product].filter((id) => steps.has(id));
  const count = Math.round(days * ordersPerDay);
  for (let index = 0; index < count; index += 1) {
    const product = random.pick(products);
    const quantity = random.int(...pieces) * (pieces[1] > 40 ? 1 : 10);
    const release = from.getTime() + (index / count) * (end - from.getTime());
    const id = `WO-${firstNumber + index}`;
    let ready = release;
    const jobs: Insertable<Database["job_order"]>[] = [];
    for (const { segment, family, batch, lines: able } of steps.get(product)!) {
      const [line, cycleS] = [...able]
        .map(([name, seconds]) => [lines.get(name)!, seconds] as const)
        .filter(([one]) => one)
        // Of lines that are free, the one that has been so for longest.
        .sort(([a], [b]) => Math.max(a.free, ready) - Math.max(b.free, ready) || a.free - b.free)[0]!;
      const kitLateMs = random.chance(0.07) ? random.int(20, 120) * 60_000 : 0;
      const job = jobOrderId(id, segment);
      const ran = runJob(
        line,
        {
          ready: ready + kitLateMs,
          quantity,
          batch,
          cycleS,
          family,
          extraScrap:
            segment === 10 && product === badLot.product && isBad(Math.max(line.free, ready))
              ? badLot.scrap
              : 0,
        },
        habits.get(line.id)!,
        random,
        end,
      );
      if (!ran) break;
      const isDone = ran.reports.at(-1)!.state === "Ended";
      const lateMs = kitLateMs > 0 ? kitLateMs : random.chance(0.12) ? random.int(20, 90) * 60_000 : 0;
      const planned = ran.start - lateMs + random.int(-10, 10) * 60_000;
      const releasedAt = new Date(Math.max(ready, planned - hourMs));
      const common = { work_order_id: id, segment, equipment_id: line.id };
      jobs.push({
        ...common,
        id: job,
        quantity,
        good: ran.reports.at(-1)!.good,
        scrap: ran.reports.at(-1)!.scrap,
        dispatch_status: isDone ? "Completed" : "Aborted",
        released_by: "li.wei",
        tool_call_id: null,
        planned_start: new Date(planned),
        actual_start: new Date(ran.start),
        actual_end: new Date(ran.end),
        changed_at: new Date(ran.end),
      });
      month.events.push(
        {
          id: contentHash("month-release", job),
          type: "job.released",
          time: releasedAt,
          source: "steward",
          objects: [
            { id, type: "work_order", qualifier: "order" },
            { id: job, type: "job_order", qualifier: "released" },
            { id: line.id, type: "equipment", qualifier: "line" },
          ],
          attributes: { segment, quantity },
        },
        ...jobEvents(job, id, line.id, quantity, ran),
      );
      const needs = gates.filter((gate) => gate.product_id === product && gate.segment === segment);
      if (needs.length > 0) {
        const requisition = requisitionId(id, segment);
        month.material_requisition.push({
          ...common,
          id: requisition,
          status: "Issued",
          requested_by: "li.wei",
          requested_at: releasedAt,
          issued_at: new Date(kitLateMs > 0 ? planned + kitLateMs : planned - random.int(5, 50) * 60_000),
          tool_call_id: null,
        });
        for (const { material_id } of needs)
          month.requisition_line.push({
            requisition_id: requisition,
            lot_id: lotOf(material_id, ran.start),
            material_id,
            substitutes: null,
            quantity,
          });
      }
      if (!isDone) break;
      ready = ran.end;
    }
    const last = jobs.at(-1);
    if (!last) continue;
    // What the month did not finish is broken off: the plant begins with orders of its own.
    const isDone = jobs.length === steps.get(product)!.length && last.dispatch_status === "Completed";
    const doneAt = last.actual_end as Date;
    const spare = random.chance(0.1) ? -random.int(2, 30) : random.int(2, 60);
    const due = new Date(doneAt.getTime() + spare * hourMs);
    const sale = `SO-${firstNumber + Math.floor(index / 3)}`;
    if (month.sales_order.at(-1)?.id !== sale)
      month.sales_order.push({ ...random.pick(customers), id: sale, promised_time: due });
    month.work_order.push({
      id,
      sales_order_id: sale,
      product_id: product,
      work_master_id: `WM-${product}`,
      quantity,
      priority: random.int(1, 7),
      release_time: new Date(release),
      due_time: due,
      status: isDone ? "Completed" : "Cancelled",
    });
    month.job_order.push(...jobs);
    const object = { id, type: "work_order" };
    month.events.push(
      isDone
        ? {
            id: contentHash("order-completed", id),
            type: "order.completed",
            time: doneAt,
            source: "mes",
            objects: [{ ...object, qualifier: "order" }],
          }
        : {
            id: contentHash("order-cancelled", id),
            type: "plant.disrupted",
            time: doneAt,
            source: "scheduler",
            objects: [{ ...object, qualifier: "cancelled" }],
            attributes: {
              kind: "cancel",
              workOrderId: id,
              cause: { zh: `取消 ${id}`, en: `${id} cancelled` },
            },
          },
    );
  }
  for (const line of lines.values()) {
    line.states.push({ time: end - 1_000, code: 2202, reason: "" });
    month.events.push(...stateEvents(line).filter(({ time }) => time < until));
    let meter = 0;
    for (const [hour, kwh] of energyOf(line, from.getTime(), end)) {
      meter += kwh;
      month.energy_reading.push({ line: line.id, hour: new Date(hour), kwh, meter });
    }
  }
  month.events.sort((a, b) => a.time.getTime() - b.time.getTime());
  return month;
};
