import { sql } from "kysely";
import type { Db } from "../../../services/mes/database.ts";

/**
 * Figures by brute force, to hold the governed metrics against: all events in memory, every amount summed anew for every
 * part of every question. It shares no code with what it checks, and knows one plant only: eight hours ahead of UTC all
 * year, shifts of eight hours from midnight.
 */
export interface Asked {
  readonly from: number;
  readonly to: number;
  readonly lines?: readonly string[] | undefined;
  readonly kind?: string | undefined;
  readonly product?: string | undefined;
  readonly family?: string | undefined;
  readonly shift?: string | undefined;
  readonly reason?: string | undefined;
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const ahead = 8 * hour;
const dayStart = (time: number) => Math.floor((time + ahead) / day) * day - ahead;
const shiftHours: Readonly<Record<string, number>> = { night: 0, day: 8, evening: 16 };

type Window = readonly [number, number];
const shared = ([a, b]: Window, [c, d]: Window) => Math.max(0, Math.min(b, d) - Math.max(a, c));

/** The hours that a question is about. */
const windowsOf = ({ from, to, shift }: Asked): Window[] => {
  if (!shift) return [[from, to]];
  const windows: Window[] = [];
  for (let at = dayStart(from) - day; at < to; at += day) {
    const start = at + shiftHours[shift]! * hour;
    if (shared([start, start + 8 * hour], [from, to]) > 0)
      windows.push([Math.max(from, start), Math.min(to, start + 8 * hour)]);
  }
  return windows;
};

interface Row {
  readonly type: string;
  readonly time: number;
  readonly ids: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Everything of a plant that its figures come of. */
export const loadPlant = async (db: Db) => {
  const { rows } = await sql<{
    type: string;
    time: Date;
    objects: { id: string; type: string }[];
    attributes: Row["attributes"];
  }>`
    select type, time, objects, attributes from event order by time, seq`.execute(db);
  const events = rows.map(
    ({ type, time, objects, attributes }): Row => ({
      type,
      time: time.getTime(),
      ids: Object.fromEntries(objects.map((object) => [object.type, object.id])),
      attributes,
    }),
  );
  const [lines, shifts, stops, orders, jobs, energy, repairs] = await Promise.all([
    db.selectFrom("equipment").selectAll().where("level", "=", "WorkCenter").orderBy("sort").execute(),
    db.selectFrom("calendar_shift").selectAll().execute(),
    db.selectFrom("calendar_exception").selectAll().where("reason", "<>", "down").execute(),
    sql<{
      id: string;
      product_id: string;
      due_time: Date;
      promised_time: Date | null;
      status: string;
      last: number;
    }>`
      select o.id, o.product_id, o.due_time, o.status, s.promised_time,
        (select max(segment) from work_master_segment w where w.work_master_id = o.work_master_id) as last
      from work_order o left join sales_order s on s.id = o.sales_order_id`.execute(db),
    sql<{
      id: string;
      work_order_id: string;
      segment: number;
      equipment_id: string;
      planned_start: Date | null;
      actual_start: Date | null;
      seconds: number | null;
      dispatch_status: string;
      requisition: string | null;
      issued_at: Date | null;
    }>`
      select j.*, e.run_seconds / s.batch_size as seconds, r.id as requisition, r.issued_at
      from job_order j join work_order o on o.id = j.work_order_id
      left join work_master_segment s on s.work_master_id = o.work_master_id and s.segment = j.segment
      left join segment_equipment e on e.work_master_id = o.work_master_id and e.segment = j.segment and e.equipment_id = j.equipment_id
      left join material_requisition r on r.work_order_id = j.work_order_id and r.segment = j.segment
        and r.status <> 'Cancelled'`.execute(db),
    db.selectFrom("energy_reading").selectAll().execute(),
    sql<{
      time: Date;
      attempt: number;
      fixed: boolean | null;
      line: string;
      product_id: string;
      name: string;
    }>`
      select r.time, r.attempt, case when r.result in ('UnableToRepair', 'Scrap') then false else r.verified end as fixed, u.line, u.product_id, c.name_en as name from repair r join unit u on u.id = r.unit_id
      join repair_cause c on c.family = r.family and c.cause_id = r.cause_id`.execute(db),
  ]);
  return {
    events,
    lines,
    shifts,
    stops,
    orders: new Map(orders.rows.map((row) => [row.id, row])),
    jobs: new Map(jobs.rows.map((row) => [row.id, row])),
    energy,
    repairs: repairs.rows,
  };
};
export type NaivePlant = Awaited<ReturnType<typeof loadPlant>>;

const familyOf = (product: string) => product.split("-")[0]!;

/** The amounts of a question; the same letters as ISO 22400-2 where it has them. */
export const amountsOf = (plant: NaivePlant, asked: Asked) => {
  const windows = windowsOf(asked);
  const inside = (time: number) => windows.some(([from, to]) => time >= from && time < to);
  const overlap = (from: number, to: number) =>
    windows.reduce((sum, window) => sum + shared(window, [from, to]), 0);
  const wantsLine = (line: string | null | undefined) => {
    const kind = plant.lines.find(({ id }) => id === line)?.process;
    return (!asked.lines?.length || asked.lines.includes(line ?? "")) && (!asked.kind || kind === asked.kind);
  };
  const wantsProduct = (product: string | undefined) =>
    (!asked.product || product === asked.product) &&
    (!asked.family || familyOf(product ?? "") === asked.family);
  const sum = {
    gq: 0,
    sq: 0,
    planned: 0,
    finalGood: 0,
    finalScrap: 0,
    pbt: 0,
    apt: 0,
    ran: 0,
    untimed: 0,
    aust: 0,
    adet: 0,
    failures: 0,
    repaired: 0,
    repair: 0,
  };
  const made = new Map<string, { good: number; scrap: number }>();
  const started = new Map<string, number>();
  const ended = new Map<string, number>();
  const calledOff = new Map<string, number>();
  const states = new Map<string, Row[]>();
  for (const event of plant.events) {
    const { type, time, ids, attributes } = event;
    if (type === "equipment.state")
      states.set(ids["equipment"]!, [...(states.get(ids["equipment"]!) ?? []), event]);
    if (type === "order.completed") ended.set(ids["work_order"]!, time);
    if (type === "plant.disrupted" && attributes["kind"] === "cancel")
      calledOff.set(ids["work_order"]!, time);
    const job = ids["job_order"];
    if (!job || !type.startsWith("job.")) continue;
    if (!started.has(ids["work_order"]!)) started.set(ids["work_order"]!, time);
    const before = made.get(job);
    const now = {
      good: Math.max(before?.good ?? 0, Number(attributes["good"] ?? 0)),
      scrap: Math.max(before?.scrap ?? 0, Number(attributes["scrap"] ?? 0)),
    };
    made.set(job, now);
    const known = plant.jobs.get(job);
    const order = plant.orders.get(ids["work_order"]!);
    if (
      !before ||
      !known ||
      !inside(time) ||
      !wantsLine(ids["equipment"]) ||
      !wantsProduct(order?.product_id)
    )
      continue;
    const [good, scrap] = [now.good - before.good, now.scrap - before.scrap];
    sum.gq += good;
    sum.sq += scrap;
    if (known.seconds === null) sum.untimed += good + scrap;
    else sum.planned += (good + scrap) * known.seconds * 1_000;
    if (order && known.segment === order.last) {
      sum.finalGood += good;
      sum.finalScrap += scrap;
    }
  }
  for (const { id, calendar_id } of plant.lines) {
    if (!wantsLine(id)) continue;
    const busy: Window[] = [];
    for (let at = dayStart(asked.from) - day; at < asked.to; at += day)
      for (const { weekday, start_minute, end_minute, calendar_id: own } of plant.shifts)
        if (own === calendar_id && new Date(at + ahead).getUTCDay() === weekday)
          busy.push([at + start_minute * minute, at + end_minute * minute]);
    const closed = plant.stops
      .filter(({ equipment_id }) => equipment_id === id)
      .map(({ start_time, end_time }): Window => [start_time.getTime(), end_time.getTime()]);
    /** Planned busy time between two moments. */
    const open = (from: number, to: number) =>
      windows.reduce((all, [a, b]) => {
        const [start, end] = [Math.max(a, from), Math.min(b, to)];
        if (end <= start) return all;
        const calendar = busy.reduce((part, window) => part + shared(window, [start, end]), 0);
        const stopped = busy.reduce(
          (part, window) =>
            part +
            closed.reduce(
              (inner, stop) => inner + shared([Math.max(window[0], start), Math.min(window[1], end)], stop),
              0,
            ),
          0,
        );
        return all + calendar - stopped;
      }, 0);
    sum.pbt += open(asked.from, asked.to);
    const own = states.get(id) ?? [];
    for (const [index, { time, attributes }] of own.entries()) {
      const end = own[index + 1]?.time ?? Number.MAX_SAFE_INTEGER;
      if (end <= time) continue;
      if (end <= asked.from || time >= asked.to) continue;
      if (asked.reason && attributes["reason"] !== asked.reason) continue;
      const code = attributes["code"];
      if (code === 1100) {
        sum.apt += open(time, end);
        sum.ran += overlap(time, end);
      }
      if (code === 4500) sum.aust += open(time, end);
      if (code === 5300 || code === 2201) sum.adet += open(time, end);
    }
    // A breakdown lasts until the line tells another code; what it told for no time at all is none.
    const told = own.filter(
      ({ time, attributes }, index) =>
        attributes["code"] !== null && (own[index + 1]?.time ?? Number.MAX_SAFE_INTEGER) > time,
    );
    for (const [index, { time, attributes }] of told.entries()) {
      if (attributes["code"] !== 5300 || told[index - 1]?.attributes["code"] === 5300) continue;
      const after = told.slice(index).findIndex((one) => one.attributes["code"] !== 5300);
      const stop = told.slice(index, after < 0 ? undefined : index + after);
      const reasons = stop.map((one) => one.attributes["reason"]).filter(Boolean);
      if (asked.reason && reasons.at(-1) !== asked.reason) continue;
      if (inside(time)) sum.failures += 1;
      // Whatever comes next, be it that the connection was lost.
      const end = own[own.indexOf(stop.at(-1)!) + 1]?.time;
      if (end === undefined || !inside(end)) continue;
      sum.repaired += 1;
      sum.repair += end - time;
    }
  }
  const orders = { completed: 0, onTime: 0, begun: 0, lead: 0, promised: 0, deviation: 0, process: 0 };
  for (const [id, order] of plant.orders) {
    if (!wantsProduct(order.product_id)) continue;
    const [from, to] = [started.get(id), ended.get(id)];
    const isOff = order.status === "Cancelled";
    const until = isOff ? calledOff.get(id) : (to ?? Number.MAX_SAFE_INTEGER);
    if (from !== undefined && until !== undefined) orders.process += overlap(from, until);
    if (to === undefined || !inside(to)) continue;
    orders.completed += 1;
    if (to <= order.due_time.getTime()) orders.onTime += 1;
    if (from !== undefined) {
      orders.begun += 1;
      orders.lead += to - from;
    }
    if (!order.promised_time) continue;
    orders.promised += 1;
    orders.deviation += Math.abs(to - order.promised_time.getTime());
  }
  let [starts, kept, kits, ready] = [0, 0, 0, 0];
  const last = plant.events.at(-1)?.time ?? 0;
  for (const {
    work_order_id,
    equipment_id,
    planned_start,
    actual_start,
    dispatch_status,
    requisition,
    issued_at,
  } of plant.jobs.values()) {
    if (!planned_start || !inside(planned_start.getTime()) || !wantsLine(equipment_id)) continue;
    if (!wantsProduct(plant.orders.get(work_order_id)?.product_id)) continue;
    if (dispatch_status === "Cancelled") continue;
    const latest = planned_start.getTime() + 15 * minute;
    // What may still happen in time has been neither kept nor missed.
    const isOpen = latest > last;
    if (actual_start || !isOpen) starts += 1;
    if (actual_start && actual_start.getTime() <= latest) kept += 1;
    if (!requisition || (isOpen && !issued_at)) continue;
    kits += 1;
    if (issued_at && issued_at.getTime() <= latest) ready += 1;
  }
  const kwh = plant.energy
    .filter((reading) => wantsLine(reading.line) && inside(Math.max(asked.from, reading.hour.getTime())))
    .filter((reading) => reading.hour.getTime() >= Math.floor(asked.from / hour) * hour)
    .reduce((all, reading) => all + reading.kwh, 0);
  const repairs = plant.repairs.filter(
    (one) =>
      inside(one.time.getTime()) &&
      (!asked.lines?.length && !asked.kind ? true : wantsLine(one.line)) &&
      wantsProduct(one.product_id) &&
      (!asked.reason || one.name === asked.reason),
  );
  const kinds = new Set(plant.lines.filter(({ id }) => wantsLine(id)).map(({ process }) => process));
  const clock = windows.reduce((all, [from, to]) => all + to - from, 0);
  return {
    ...sum,
    ...orders,
    starts,
    kept,
    kits,
    ready,
    kwh,
    repairs: repairs.length,
    third: repairs.filter(({ attempt }) => attempt >= 3).length,
    firstJudged: repairs.filter(({ attempt, fixed }) => attempt === 1 && fixed !== null).length,
    firstFixed: repairs.filter(({ attempt, fixed }) => attempt === 1 && fixed).length,
    clock,
    /** Each unit once: of one kind of line what passed it, of several what came out at the end. */
    units: kinds.size > 1 ? sum.finalGood : sum.gq,
  };
};

type Amounts = ReturnType<typeof amountsOf>;
const part = (above: number, below: number, scale = 1) => (below > 0 ? (above / below) * scale : undefined);

/** The metrics, written down a second time. */
export const formulas: Readonly<Record<string, (a: Amounts) => number | undefined>> = {
  output: (a) => a.gq,
  scrap: (a) => a.sq,
  quality: (a) => part(a.gq, a.gq + a.sq, 100),
  fpy: (a) => part(a.finalGood, a.finalGood + a.finalScrap, 100),
  availability: (a) => part(a.apt, a.pbt, 100),
  effectiveness: (a) => (a.untimed > 0 ? undefined : part(a.planned, a.ran, 100)),
  utilisation: (a) => part(a.apt, a.apt + a.aust + a.adet, 100),
  oee: (a) =>
    a.pbt > 0 && a.ran > 0 && a.gq + a.sq > 0 && a.untimed === 0
      ? (a.apt / a.pbt) * (a.planned / a.ran) * (a.gq / (a.gq + a.sq)) * 100
      : undefined,
  downtime: (a) => a.adet / hour,
  setup_time: (a) => a.aust / hour,
  failures: (a) => a.failures,
  mtbf: (a) => part(a.ran / hour, a.failures),
  mttr: (a) => part(a.repair / minute, a.repaired),
  on_time: (a) => part(a.onTime, a.completed, 100),
  lead_time: (a) => part(a.lead / hour, a.begun),
  wip: (a) => part(a.process, a.clock),
  promise_deviation: (a) => part(a.deviation / hour, a.promised),
  plan_adherence: (a) => part(a.kept, a.starts, 100),
  kit_ready: (a) => part(a.ready, a.kits, 100),
  energy: (a) => a.kwh,
  energy_per_unit: (a) => part(a.kwh, a.units),
  repairs: (a) => a.repairs,
  third_repairs: (a) => part(a.third, a.repairs, 100),
  first_time_fix: (a) => part(a.firstFixed, a.firstJudged, 100),
};

const products = (plant: NaivePlant) => [
  ...new Set([...plant.orders.values()].map(({ product_id }) => product_id)),
];

/** The parts of a split, each as a narrower question. */
export const partsOf = (plant: NaivePlant, split: string, asked: Asked): (readonly [string, Asked])[] => {
  const steps = { hour, day, week: 7 * day }[split];
  if (steps) {
    const parts: (readonly [string, Asked])[] = [];
    let at = split === "hour" ? Math.floor(asked.from / hour) * hour : dayStart(asked.from);
    if (split === "week") while (new Date(at + ahead).getUTCDay() !== 1) at -= day;
    for (; at < asked.to; at += steps) {
      const name = new Date(at + ahead).toISOString();
      parts.push([
        split === "hour" ? name.slice(5, 16).replace("T", " ") : name.slice(5, 10),
        { ...asked, from: Math.max(asked.from, at), to: Math.min(asked.to, at + steps) },
      ]);
    }
    return parts;
  }
  switch (split) {
    case "line":
      return plant.lines
        .filter(
          ({ id, process }) =>
            (!asked.lines?.length || asked.lines.includes(id)) && (!asked.kind || asked.kind === process),
        )
        .map(({ id }) => [id, { ...asked, lines: [id] }]);
    case "kind":
      return ["SMT", "ASM", "BI", "FT"].map((kind) => [kind, { ...asked, kind }]);
    case "product":
      return products(plant).map((product) => [product, { ...asked, product }]);
    case "family":
      return [...new Set(products(plant).map(familyOf))].map((family) => [family, { ...asked, family }]);
    case "shift":
      return ["night", "day", "evening"].map((shift) => [shift, { ...asked, shift }]);
    default: {
      const told = plant.events.flatMap(({ attributes }) =>
        attributes["code"] === 5300 ? [String(attributes["reason"])] : [],
      );
      const reasons = [...new Set([...told, ...plant.repairs.map(({ name }) => name)])];
      return reasons.map((reason) => [reason, { ...asked, reason }]);
    }
  }
};
