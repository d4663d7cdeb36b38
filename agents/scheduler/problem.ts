import type { Problem } from "../../optimizer/index.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { isDown } from "../../services/mes/queries/equipment.ts";
import { assumedRepairSeconds } from "../../services/mes/queries/line-stops.ts";
import { type Window, weekly, withoutClosed } from "../../services/mes/working-time.ts";
import { horizonOf, type Load, throughAfter } from "./horizon.ts";
import { readSecondary, type Secondary } from "./secondary.ts";
import { readSupply, type Supply } from "./supply.ts";

const secondMs = 1_000;
const weekSeconds = 7 * 86_400;

/** Hours of lateness weigh more the more urgent the order is: priority 1 weighs 9, priority 9 weighs 1. */
export const weightOf = (priority: number): number => 10 - priority;

type Need = Problem["orders"][number]["operations"][number]["needs"][number];
type Wanted = Pick<Need, "material" | "quantity" | "alternates" | "vendors" | "uniform">;

/** Positions of one material as one need: only vendors that all of them approve, and alike if one asks for it. */
const together = (same: readonly Wanted[]): Need => {
  const lists = same.flatMap(({ vendors }) => (vendors ? [vendors] : []));
  const vendors = lists[0]?.filter((vendor) => lists.every((list) => list.includes(vendor)));
  const alike = new Set(same.map(({ uniform }) => uniform));
  const uniform = alike.has("bin") ? "bin" : alike.has("vendor") ? "vendor" : undefined;
  return {
    material: same[0]!.material,
    quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
    alternates: [...new Set(same.flatMap(({ alternates }) => alternates))],
    ...(vendors && vendors.length > 0 ? { vendors } : {}),
    ...(uniform ? { uniform } : {}),
  };
};

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
export interface PlantState extends Pick<Supply, "free" | "receipts">, Pick<Secondary, "presenceOf"> {
  readonly now: Date;
  /** Open orders that are not on hold. */
  readonly orders: readonly Work[];
  readonly lines: readonly string[];
  /** Newest routing of each product that has one. */
  readonly masterOf: ReadonlyMap<string, string>;
  /** Seconds from `now`. */
  at(time: Date): number;
  /** The moment that lies so many seconds after `now`. */
  timeOf(seconds: number): Date;
  /** The planning problem; `changes` stand in for the orders of their ids, or come beside them. */
  problem(changes?: readonly Work[]): Problem;
  /** The problem of one order alone that is only asked about, so that no job of it runs. */
  asked(work: Work): Problem;
}

/** Reads what planning needs: open work, live lines, free stock, expected receipts. */
export const readPlantState = async (db: Db | Tx, now: Date): Promise<PlantState> => {
  const at = (time: Date) => Math.round((time.getTime() - now.getTime()) / secondMs);
  // What was done in years before binds nothing.
  const open = db
    .selectFrom("work_order")
    .select("id")
    .where("status", "not in", ["Completed", "Cancelled"])
    .where("held", "=", false);
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
    jobs,
    requisitions,
    masters,
    held,
    vendors,
    choices,
    supply,
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
    db.selectFrom("job_order").selectAll().where("work_order_id", "in", open).execute(),
    db
      .selectFrom("material_requisition")
      .select(["work_order_id", "segment"])
      .where("work_order_id", "in", open)
      .execute(),
    db.selectFrom("work_master").selectAll().orderBy("version").orderBy("id").execute(),
    db.selectFrom("segment_secondary").selectAll().orderBy("secondary_id").execute(),
    db.selectFrom("approved_vendor").selectAll().orderBy("vendor").execute(),
    db.selectFrom("line_choice").selectAll().where("work_order_id", "in", open).execute(),
    readSupply(db, now, at),
  ]);
  const segmentsOf = Map.groupBy(segments, (row) => row.work_master_id);
  const linesOf = Map.groupBy(equipment, (row) => `${row.work_master_id}/${row.segment}`);
  const itemsOf = Map.groupBy(items, (row) => `${row.work_master_id}/${row.segment}`);
  const alternatesOf = Map.groupBy(
    alternates,
    (row) => `${row.work_master_id}/${row.segment}/${row.position}`,
  );
  const vendorsOf = Map.groupBy(vendors, (row) => `${row.work_master_id}/${row.segment}/${row.position}`);
  const chosenLine = new Map(choices.map((row) => [`${row.work_order_id}/${row.segment}`, row.equipment_id]));
  const capacityOf = new Map(lines.map(({ id, capacity_units }) => [id, capacity_units]));
  /** Pieces, or loads of the smallest chamber that it may go into, that an order of a segment is made in. */
  const loadsOf = (
    quantity: number,
    segment: (typeof segments)[number],
    own: readonly { equipment_id: string }[],
  ) => {
    const size = segment.batch_family
      ? Math.min(...own.map(({ equipment_id }) => capacityOf.get(equipment_id) ?? 1))
      : segment.batch_size;
    return { size, loads: Math.ceil(quantity / size) };
  };
  const shiftsOf = (calendar: string | null) => shifts.filter((shift) => shift.calendar_id === calendar);
  const openShare = new Map(
    lines.map(({ id, calendar_id }) => {
      const open = weekly(shiftsOf(calendar_id), now, weekSeconds);
      return [id, open.reduce((sum, [from, to]) => sum + to - from, 0) / weekSeconds];
    }),
  );
  function* work(): Generator<Load> {
    for (const order of orders)
      for (const segment of segmentsOf.get(order.work_master_id) ?? []) {
        const own = linesOf.get(`${order.work_master_id}/${segment.segment}`) ?? [];
        const { loads } = loadsOf(order.quantity, segment, own);
        const seconds = loads * Math.max(...own.map((line) => line.run_seconds));
        if (own.length > 0) yield { lines: own.map(({ equipment_id }) => equipment_id), seconds };
      }
  }
  const latest = orders.reduce<Date | undefined>(
    (found, { due_time: due }) => (found && found >= due ? found : due),
    undefined,
  );
  const horizon = horizonOf(latest, throughAfter(work(), openShare), now);
  const secondary = await readSecondary(db, now, at, shifts, horizon);
  const units = new Map(secondary.list.map(({ id, capacity }) => [id, capacity]));
  const heldOf = Map.groupBy(
    held.filter(({ secondary_id }) => units.has(secondary_id)),
    (row) => `${row.work_master_id}/${row.segment}`,
  );
  const jobOf = new Map(jobs.map((job) => [`${job.work_order_id}/${job.segment}`, job]));
  const reserved = new Set(requisitions.map((row) => `${row.work_order_id}/${row.segment}`));
  const quantityOf = new Map(orders.map((order) => [order.id, order.quantity]));
  const families = new Set(
    segments.filter(({ batch_family }) => batch_family).map((row) => `${row.work_master_id}/${row.segment}`),
  );
  /** Chambers that orders may share. */
  const chambers = new Set(
    [...families].flatMap((key) => (linesOf.get(key) ?? []).map(({ equipment_id }) => equipment_id)),
  );
  const resources = lines.map((line) => {
    const own = shiftsOf(line.calendar_id);
    const closed: Window[] = exceptions
      .filter((row) => row.equipment_id === line.id)
      .map((row) => [Math.max(0, at(row.start_time)), at(row.end_time)]);
    if (isDown(line.state_code)) closed.push([0, assumedRepairSeconds]);
    return {
      id: line.id,
      calendar: withoutClosed(weekly(own, now, horizon), closed),
      setupGroup: line.process ?? "none",
      ...(chambers.has(line.id) ? { batch: { capacity: line.capacity_units } } : {}),
    };
  });

  const problemOf = (work: readonly Work[]): Problem => {
    /** Units of tools and people that running jobs hold. */
    const inUse = new Map<string, number>();
    /** When each line is through with what was released to it. */
    const busyUntil = new Map<string, number>();

    const problemOrders = work.flatMap((order): Problem["orders"] => {
      const operations = (segmentsOf.get(order.work_master_id) ?? []).flatMap(
        (segment): Problem["orders"][number]["operations"] => {
          const key = `${order.work_master_id}/${segment.segment}`;
          const job = jobOf.get(`${order.id}/${segment.segment}`);
          if (job && !activeStatuses.has(job.dispatch_status)) return [];
          const able = linesOf.get(key) ?? [];
          const chosen = able.filter(
            (line) => line.equipment_id === chosenLine.get(`${order.id}/${segment.segment}`),
          );
          // A line that was chosen and may not do it any more binds nobody.
          const own = chosen.length > 0 && !job ? chosen : able;
          // Who shares a chamber is as large as it is, or a load of the smallest one that it may go into.
          const { size: load, loads } = loadsOf(order.quantity, segment, own);
          const alternatives = own.map((line) => ({
            resource: line.equipment_id,
            duration: Math.max(1, Math.round(loads * line.run_seconds)),
          }));
          const base = {
            id: String(segment.segment),
            alternatives,
            family: segment.setup_family,
            lag: segment.lag_seconds,
            ...(segment.transfer_share === null ? {} : { transfer: segment.transfer_share }),
          };
          const beside = (heldOf.get(key) ?? []).map(({ secondary_id: resource, units: count }) => ({
            resource,
            units: Math.min(count, units.get(resource)!),
          }));
          if (job) {
            const whole =
              alternatives.find((alternative) => alternative.resource === job.equipment_id)?.duration ?? 1;
            const left = Math.max(
              1,
              Math.round((whole * Math.max(1, job.quantity - job.good - job.scrap)) / job.quantity),
            );
            const start = busyUntil.get(job.equipment_id) ?? 0;
            busyUntil.set(job.equipment_id, start + left);
            // A job that runs is a fact, whoever it lacks: it holds what there is for it, and no limit undoes it.
            const fits =
              start === 0 &&
              beside.every(
                ({ resource, units: count }) => (inUse.get(resource) ?? 0) + count <= units.get(resource)!,
              );
            for (const { resource, units: count } of fits ? beside : [])
              inUse.set(resource, (inUse.get(resource) ?? 0) + count);
            return [
              {
                ...base,
                needs: [],
                ...(fits && beside.length > 0 ? { secondary: beside } : {}),
                fixed: { resource: job.equipment_id, start, end: start + left },
              },
            ];
          }
          // What a requisition has taken already is needed no more.
          const covered = reserved.has(`${order.id}/${segment.segment}`)
            ? (quantityOf.get(order.id) ?? 0)
            : 0;
          const pieces = Math.max(0, order.quantity - covered);
          const lines = (pieces === 0 ? [] : (itemsOf.get(key) ?? [])).map(
            (item): Wanted => ({
              material: item.material_id,
              quantity: item.quantity_per * pieces,
              alternates: (alternatesOf.get(`${key}/${item.position}`) ?? []).map((row) => row.material_id),
              vendors: vendorsOf.get(`${key}/${item.position}`)?.map(({ vendor }) => vendor),
              uniform: item.uniform ?? undefined,
            }),
          );
          const { max_lag_seconds: maxLag, batch_family: family } = segment;
          return [
            {
              ...base,
              needs: [...Map.groupBy(lines, ({ material }) => material).values()].map(together),
              ...(beside.length > 0 ? { secondary: beside } : {}),
              ...(maxLag === null ? {} : { maxLag }),
              ...(family === null ? {} : { batch: { family, size: Math.min(order.quantity, load) } }),
            },
          ];
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
      materials: supply.materials(
        problemOrders.flatMap(({ operations }) => operations.flatMap(({ needs }) => needs)),
      ),
      ...(secondary.list.length > 0 ? { secondaryResources: [...secondary.list] } : {}),
      orders: problemOrders,
    };
  };

  const problem = (changes: readonly Work[] = []): Problem => {
    const changed = new Set(changes.map(({ id }) => id));
    return problemOf([...orders.filter(({ id }) => !changed.has(id)), ...changes]);
  };

  return {
    now,
    orders,
    lines: lines.map(({ id }) => id),
    masterOf: new Map(masters.map((master) => [master.product_id, master.id])),
    free: supply.free,
    receipts: supply.receipts,
    at,
    timeOf: (seconds) => new Date(now.getTime() + seconds * secondMs),
    presenceOf: secondary.presenceOf,
    problem,
    asked: (work) => problemOf([work]),
  };
};

/** The planning problem as the data store stands at `now`. */
export const readProblem = async (db: Db | Tx, now: Date): Promise<Problem> =>
  (await readPlantState(db, now)).problem();
