import type { Insertable } from "kysely";
import { hourMs, plantZone } from "../../../core/zone.ts";
import { jobOrderId, requisitionId } from "../../commands/segment-ids.ts";
import type { Db } from "../../database.ts";
import type { NewEvent } from "../../events.ts";
import type { Database } from "../../schema.ts";
import { createRandom } from "../random.ts";
import { cancelledEvent, completedEvent, jobEvents, releaseEvent, stateEvents } from "./events.ts";
import { linesAt, routings } from "./floor.ts";
import { badLot, habitsOf } from "./habits.ts";
import { energyOf, runJob } from "./line-day.ts";
import { createLots } from "./lots.ts";

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
    linesAt(db, from, until, () => random.int(1, 40) * 3_600),
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
  const { lotOf, isBad } = createLots(month.material_lot, from.getTime(), end);
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
        releaseEvent({ id: job, order: id, line: line.id, segment, quantity }, releasedAt),
        ...jobEvents({ id: job, order: id, line: line.id, segment, quantity }, ran),
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
    month.events.push(isDone ? completedEvent(id, doneAt) : cancelledEvent(id, doneAt));
  }
  for (const line of lines.values()) {
    line.states.push({ time: end - 1_000, code: 2202, reason: "" });
    month.events.push(...stateEvents(line).filter(({ time }) => time < until));
    let meter = 0;
    for (const [hour, kwh] of energyOf(line, from.getTime(), end)) {
      meter += kwh;
      month.energy_reading.push({
        line: line.id,
        hour: new Date(hour),
        kwh,
        meter,
        read_at: new Date(hour),
      });
    }
  }
  month.events.sort((a, b) => a.time.getTime() - b.time.getTime());
  return month;
};
