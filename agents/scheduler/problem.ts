import type { Problem } from "../../optimizer/index.ts";
import type { Db, Tx } from "../../services/mes/database.ts";

const secondMs = 1_000;
const daySeconds = 86_400;
const horizonDays = 60;
/** The plant's time zone is a fixed one: shifts begin at the same minute every day of the year. */
const zoneOffsetSeconds = 8 * 3_600;
/** What a breakdown is expected to take when nobody has said. */
export const assumedRepairSeconds = 2 * 3_600;
const down = 5300;

type Window = [number, number];

/** Working windows of a weekly calendar from now on, in seconds; one that never stops gives a single window. */
const weekly = (
  shifts: readonly { weekday: number; start_minute: number; end_minute: number }[],
  now: Date,
): Window[] => {
  const nowSeconds = now.getTime() / secondMs;
  const midnight = Math.floor((nowSeconds + zoneOffsetSeconds) / daySeconds) * daySeconds - zoneOffsetSeconds;
  const windows: Window[] = [];
  for (let day = -1; day < horizonDays; day += 1) {
    const start = midnight + day * daySeconds;
    const weekday = new Date((start + zoneOffsetSeconds) * secondMs).getUTCDay();
    for (const shift of shifts
      .filter((candidate) => candidate.weekday === weekday)
      .sort((a, b) => a.start_minute - b.start_minute)) {
      const from = Math.round(start + shift.start_minute * 60 - nowSeconds);
      const to = Math.round(start + shift.end_minute * 60 - nowSeconds);
      if (to <= 0) continue;
      const last = windows.at(-1);
      if (last && last[1] >= from) last[1] = to;
      else windows.push([Math.max(0, from), to]);
    }
  }
  return windows;
};

/** Takes closed times out of working windows. */
export const withoutClosed = (windows: readonly Window[], closed: readonly Window[]): Window[] =>
  closed.reduce<Window[]>(
    (open, [from, to]) =>
      open.flatMap(([start, end]): Window[] => {
        if (to <= start || from >= end) return [[start, end]];
        const rest: Window[] = [];
        if (from > start) rest.push([start, from]);
        if (to < end) rest.push([to, end]);
        return rest;
      }),
    [...windows],
  );

/** Hours of lateness weigh more the more urgent the order is: priority 1 weighs 9, priority 9 weighs 1. */
const weightOf = (priority: number): number => 10 - priority;

const activeStatuses = new Set(["Waiting", "Pending", "Dispatched", "Ready", "Running", "Suspended", "Held"]);

/** Work as planning sees it: an order of the data store, or one that somebody asks about. */
export interface Work {
  readonly id: string;
  readonly product_id: string;
  readonly work_master_id: string;
  readonly quantity: number;
  readonly priority: number;
  readonly release_time: Date;
  readonly due_time: Date;
}

/** What planning knows of the plant at one moment. */
export interface PlantState {
  readonly now: Date;
  /** Open orders that are not on hold. */
  readonly orders: readonly Work[];
  readonly lines: readonly string[];
  /** Newest routing of each product that has one. */
  readonly masterOf: ReadonlyMap<string, string>;
  /** Free pieces in released lots. */
  readonly free: ReadonlyMap<string, number>;
  readonly receipts: readonly {
    readonly id: string;
    readonly material_id: string;
    readonly quantity: number;
    readonly expected_time: Date;
    readonly supplier: string;
  }[];
  /** Seconds from `now`. */
  at(time: Date): number;
  /** The moment that lies so many seconds after `now`. */
  timeOf(seconds: number): Date;
  /** Skill that a segment of a routing needs. */
  skillOf(workMasterId: string, segment: number): string | null;
  /** The planning problem; `changes` stand in for the orders of their ids, or come beside them. */
  problem(changes?: readonly Work[]): Problem;
}

/** Reads what planning needs: open work, live lines, free stock, expected receipts. */
export const readPlantState = async (db: Db | Tx, now: Date): Promise<PlantState> => {
  const at = (time: Date) => Math.round((time.getTime() - now.getTime()) / secondMs);
  const [
    lines,
    shifts,
    exceptions,
    orders,
    segments,
    equipment,
    items,
    alternates,
    setups,
    lots,
    receipts,
    jobs,
    requisitions,
    masters,
  ] = await Promise.all([
    db.selectFrom("equipment").selectAll().where("level", "=", "WorkCenter").orderBy("sort").execute(),
    db.selectFrom("calendar_shift").selectAll().execute(),
    db
      .selectFrom("calendar_exception")
      .selectAll()
      .where("end_time", ">", now)
      .orderBy("start_time")
      .execute(),
    db
      .selectFrom("work_order")
      .selectAll()
      .where("status", "not in", ["Completed", "Cancelled"])
      .where("held", "=", false)
      .orderBy("id")
      .execute(),
    db.selectFrom("work_master_segment").selectAll().orderBy("segment").execute(),
    db.selectFrom("segment_equipment").selectAll().orderBy("equipment_id").execute(),
    db.selectFrom("bom_item").selectAll().orderBy("position").execute(),
    db.selectFrom("bom_alternate").selectAll().orderBy("rank").execute(),
    db.selectFrom("setup_time").selectAll().execute(),
    db
      .selectFrom("material_lot")
      .select(["id", "material_id", "quantity", "reserved", "expires_at"])
      .orderBy("id")
      .where("status", "=", "Released")
      .execute(),
    db.selectFrom("expected_receipt").selectAll().where("expected_time", ">", now).execute(),
    db.selectFrom("job_order").selectAll().execute(),
    db.selectFrom("material_requisition").select(["work_order_id", "segment"]).execute(),
    db.selectFrom("work_master").selectAll().orderBy("version").orderBy("id").execute(),
  ]);
  const free = new Map<string, number>();
  for (const lot of lots)
    if (!lot.expires_at || lot.expires_at > now)
      free.set(lot.material_id, (free.get(lot.material_id) ?? 0) + lot.quantity - lot.reserved);
  const freeLots = lots.filter(
    (lot) => lot.quantity > lot.reserved && (!lot.expires_at || lot.expires_at > now),
  );
  // Lots that keep for ever are one stock; of the others each has its own day.
  const lotsOf = Map.groupBy(
    freeLots.filter((lot) => lot.expires_at),
    (lot) => lot.material_id,
  );
  const receiptsOf = Map.groupBy(receipts, (row) => row.material_id);
  const segmentsOf = Map.groupBy(segments, (row) => row.work_master_id);
  const linesOf = Map.groupBy(equipment, (row) => `${row.work_master_id}/${row.segment}`);
  const itemsOf = Map.groupBy(items, (row) => `${row.work_master_id}/${row.segment}`);
  const alternatesOf = Map.groupBy(
    alternates,
    (row) => `${row.work_master_id}/${row.segment}/${row.position}`,
  );
  const jobOf = new Map(jobs.map((job) => [`${job.work_order_id}/${job.segment}`, job]));
  const reserved = new Set(requisitions.map((row) => `${row.work_order_id}/${row.segment}`));
  const quantityOf = new Map(orders.map((order) => [order.id, order.quantity]));
  const resources = lines.map((line) => {
    const own = shifts.filter((shift) => shift.calendar_id === line.calendar_id);
    const closed: Window[] = exceptions
      .filter((row) => row.equipment_id === line.id)
      .map((row) => [Math.max(0, at(row.start_time)), at(row.end_time)]);
    if (line.state_code === down) closed.push([0, assumedRepairSeconds]);
    return {
      id: line.id,
      calendar: withoutClosed(weekly(own, now), closed),
      setupGroup: line.process ?? "none",
    };
  });

  const problem = (changes: readonly Work[] = []): Problem => {
    const used = new Set<string>();
    /** When each line is through with what was released to it. */
    const busyUntil = new Map<string, number>();

    const changed = new Set(changes.map(({ id }) => id));
    const work: readonly Work[] = [...orders.filter(({ id }) => !changed.has(id)), ...changes];
    const problemOrders = work.flatMap((order): Problem["orders"] => {
      const operations = (segmentsOf.get(order.work_master_id) ?? []).flatMap(
        (segment): Problem["orders"][number]["operations"] => {
          const key = `${order.work_master_id}/${segment.segment}`;
          const job = jobOf.get(`${order.id}/${segment.segment}`);
          if (job && !activeStatuses.has(job.dispatch_status)) return [];
          const batches = Math.ceil(order.quantity / segment.batch_size);
          const alternatives = (linesOf.get(key) ?? []).map((line) => ({
            resource: line.equipment_id,
            duration: Math.max(1, Math.round(batches * line.run_seconds)),
          }));
          const base = { id: String(segment.segment), alternatives, family: segment.setup_family, lag: 0 };
          if (job) {
            const whole =
              alternatives.find((alternative) => alternative.resource === job.equipment_id)?.duration ?? 1;
            const left = Math.max(
              1,
              Math.round((whole * Math.max(1, job.quantity - job.good - job.scrap)) / job.quantity),
            );
            const start = busyUntil.get(job.equipment_id) ?? 0;
            busyUntil.set(job.equipment_id, start + left);
            return [{ ...base, needs: [], fixed: { resource: job.equipment_id, start, end: start + left } }];
          }
          // What a requisition has taken already is needed no more.
          const covered = reserved.has(`${order.id}/${segment.segment}`)
            ? (quantityOf.get(order.id) ?? 0)
            : 0;
          const pieces = Math.max(0, order.quantity - covered);
          const lines = (pieces === 0 ? [] : (itemsOf.get(key) ?? [])).map((item) => ({
            material: item.material_id,
            quantity: item.quantity_per * pieces,
            alternates: (alternatesOf.get(`${key}/${item.position}`) ?? []).map((row) => row.material_id),
          }));
          const needs = [...Map.groupBy(lines, ({ material }) => material)].map(([material, same]) => ({
            material,
            quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
            alternates: [...new Set(same.flatMap(({ alternates: list }) => list))],
          }));
          for (const need of needs) for (const name of [need.material, ...need.alternates]) used.add(name);
          return [{ ...base, needs }];
        },
      );
      if (operations.length === 0) return [];
      return [
        {
          id: order.id,
          weight: weightOf(order.priority),
          release: Math.max(0, at(order.release_time)),
          due: at(order.due_time),
          operations,
        },
      ];
    });

    return {
      resources,
      setups: setups.map((row) => ({
        group: row.process,
        from: row.from_family,
        to: row.to_family,
        seconds: row.seconds,
      })),
      materials: [...used].sort().map((id) => {
        const keeping = (lotsOf.get(id) ?? []).map((lot) => ({
          id: lot.id,
          quantity: lot.quantity - lot.reserved,
          expires: Math.max(0, at(lot.expires_at!)),
        }));
        return {
          id,
          stock: (free.get(id) ?? 0) - keeping.reduce((sum, { quantity }) => sum + quantity, 0),
          ...(keeping.length > 0 ? { lots: keeping } : {}),
          receipts: (receiptsOf.get(id) ?? []).map((row) => ({
            id: row.id,
            time: at(row.expected_time),
            quantity: row.quantity,
            reliability: row.reliability,
          })),
        };
      }),
      orders: problemOrders,
    };
  };

  const skills = new Map(segments.map((row) => [`${row.work_master_id}/${row.segment}`, row.skill]));
  return {
    now,
    orders,
    lines: lines.map(({ id }) => id),
    masterOf: new Map(masters.map((master) => [master.product_id, master.id])),
    free,
    receipts,
    at,
    timeOf: (seconds) => new Date(now.getTime() + seconds * secondMs),
    skillOf: (workMasterId, segment) => skills.get(`${workMasterId}/${segment}`) ?? null,
    problem,
  };
};

/** The planning problem as the data store stands at `now`. */
export const readProblem = async (db: Db | Tx, now: Date): Promise<Problem> =>
  (await readPlantState(db, now)).problem();
