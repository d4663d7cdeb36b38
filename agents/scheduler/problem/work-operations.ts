import { createCalendar } from "../../../optimizer/calendar.ts";
import type { Problem } from "../../../optimizer/index.ts";
import { isMade } from "../../../services/mes/queries/orders.ts";
import type { OrderJob } from "../../../services/mes/queries/segment-jobs.ts";
import type { ObstaclesIn } from "./obstacles.ts";
import type { FloorRows, MasterRows, Segment, WorkRows } from "./plant-rows.ts";
import { commonVendors } from "./vendors.ts";

type Order = Problem["orders"][number];
type Operation = Order["operations"][number];
type Need = Operation["needs"][number];
type Wanted = Pick<Need, "material" | "quantity" | "alternates" | "vendors" | "uniform">;

/** Positions of one material as one need: only vendors that all of them approve, of which there are some; and alike if one asks for it. */
const together = (same: readonly Wanted[]): Need => {
  const vendors = commonVendors(same.map((one) => one.vendors));
  const alike = new Set(same.map(({ uniform }) => uniform));
  const uniform = alike.has("bin") ? "bin" : alike.has("vendor") ? "vendor" : undefined;
  return {
    material: same[0]!.material,
    quantity: same.reduce((sum, { quantity }) => sum + quantity, 0),
    alternates: [...new Set(same.flatMap(({ alternates }) => alternates))],
    ...(vendors ? { vendors: [...vendors] } : {}),
    ...(uniform ? { uniform } : {}),
  };
};

/** Gives the pieces, or loads of the smallest chamber that it may go into, that an order of a segment is made in. */
export const createLoads = ({ lines }: FloorRows) => {
  const capacityOf = new Map(lines.map(({ id, capacity_units }) => [id, capacity_units]));
  return (quantity: number, segment: Segment, own: readonly { readonly equipment_id: string }[]) => {
    const size = segment.batch_family
      ? Math.min(...own.map(({ equipment_id }) => capacityOf.get(equipment_id) ?? 1))
      : segment.batch_size;
    return { size, loads: Math.ceil(quantity / size) };
  };
};

interface OperationsDeps {
  readonly work: Pick<WorkRows, "jobsOf" | "chosenLine" | "coveredPieces">;
  readonly masters: Pick<MasterRows, "segmentsOf" | "linesOf" | "heldOf" | "itemsOf">;
  readonly loadsOf: ReturnType<typeof createLoads>;
  /** Most units that there are of each tool and skill at once; what is not in it binds nothing. */
  readonly units: ReadonlyMap<string, number>;
  /** What stands in the way of a segment that is still to be planned. */
  readonly obstaclesIn: ObstaclesIn;
  /** Lines with the times at which they work. */
  readonly resources: Problem["resources"];
  /** Seconds from now. */
  readonly at: (time: Date) => number;
}

/** What is left of an order. */
interface LeftOfOrder extends Pick<Order, "operations" | "blocked"> {
  /** Until when what was made of it last has to rest, such as to cool down: nothing is begun before. */
  readonly restsUntil: number;
}

/**
 * Gives the operations of orders, one order after the other: jobs that were released stand fast, each behind those before it at its
 * line, and hold the tools and people that they run with; what was made last goes on within its pot life; what a job that was broken off has left is to be planned again. Of an order with
 * something in its way only what was released goes on: when the rest could be done nobody knows.
 */
export const createOperations = ({
  work,
  masters,
  loadsOf,
  units,
  obstaclesIn,
  resources,
  at,
}: OperationsDeps) => {
  /** Units of tools and people that running jobs hold. */
  const inUse = new Map<string, number>();
  /** When each line is through with what was released to it. */
  const busyUntil = new Map<string, number>();

  const calendars = new Map(resources.map((resource) => [resource.id, createCalendar(resource)]));
  /** From when a line is free for so many seconds of work until they are done, in its shifts and without its stops. */
  const placeAt = (line: string, free: number, seconds: number) => {
    const calendar = calendars.get(line);
    const start = free === 0 ? 0 : (calendar?.opens(free) ?? free);
    const end = calendar?.finish(start, seconds) ?? start + seconds;
    // A line whose calendar ends before: nobody knows when it goes on.
    return Number.isFinite(end) ? { start, end } : { start: free, end: free + seconds };
  };

  /** A job that was released: what is left of it, from when its line is free for it. */
  const released = (
    job: OrderJob,
    alternatives: Operation["alternatives"],
    beside: NonNullable<Operation["secondary"]>,
  ): Pick<Operation, "needs" | "fixed" | "secondary"> => {
    const whole = alternatives.find(({ resource }) => resource === job.equipment_id)?.duration ?? 1;
    const pieces = Math.max(1, job.quantity - job.good - job.scrap);
    const left = Math.max(1, Math.round((whole * pieces) / job.quantity));
    const { start, end } = placeAt(job.equipment_id, busyUntil.get(job.equipment_id) ?? 0, left);
    busyUntil.set(job.equipment_id, end);
    // A job that runs is a fact, whoever it lacks: it holds what there is for it, and no limit undoes it.
    const fits =
      start === 0 &&
      beside.every(
        ({ resource, units: count }) => (inUse.get(resource) ?? 0) + count <= units.get(resource)!,
      );
    for (const { resource, units: count } of fits ? beside : [])
      inUse.set(resource, (inUse.get(resource) ?? 0) + count);
    return {
      needs: [],
      ...(fits && beside.length > 0 ? { secondary: beside } : {}),
      fixed: { resource: job.equipment_id, start, end },
    };
  };

  /** @param left Pieces of the order that are to be made. */
  const needsOf = (order: string, segment: Segment, left: number): Need[] => {
    const pieces = Math.max(0, left - work.coveredPieces(order, segment));
    const wanted = (pieces === 0 ? [] : masters.itemsOf(segment)).map(
      ({ material_id: material, quantity_per: each, alternates, vendors, uniform }): Wanted => ({
        material,
        quantity: each * pieces,
        alternates,
        vendors,
        uniform: uniform ?? undefined,
      }),
    );
    return [...Map.groupBy(wanted, ({ material }) => material).values()].map(together);
  };

  return (order: {
    readonly id: string;
    readonly work_master_id: string;
    readonly quantity: number;
  }): LeftOfOrder => {
    let isBlocked = false;
    let restsUntil = 0;
    /** When what comes next has to start, by the pot life of what was made; undefined where something open stands before it. */
    let startsBy: number | undefined;
    let isOpen = false;
    const operations = masters.segmentsOf(order.work_master_id).flatMap((segment): Operation[] => {
      const { job, left } = work.jobsOf(order, segment);
      const { max_lag_seconds: maxLag, batch_family: family } = segment;
      if (job && isMade({ status: job.dispatch_status })) {
        const ended = job.actual_end ? at(job.actual_end) : undefined;
        restsUntil = Math.max(0, ended === undefined ? 0 : ended + segment.lag_seconds);
        startsBy = ended === undefined || maxLag === null || isOpen ? undefined : ended + maxLag;
        return [];
      }
      const latestStart = startsBy;
      startsBy = undefined;
      isOpen = true;
      const pieces = job?.quantity ?? left;
      const able = masters.linesOf(segment);
      const chosen = able.filter((line) => line.equipment_id === work.chosenLine(order.id, segment));
      // A line that was chosen and may not do it any more binds nobody.
      const own = chosen.length > 0 && !job ? chosen : able;
      // Who shares a chamber is as large as it is, or a load of the smallest one that it may go into.
      const { size, loads } = loadsOf(pieces, segment, own);
      const alternatives = own.map((line) => ({
        resource: line.equipment_id,
        duration: Math.max(1, Math.round(loads * line.run_seconds)),
      }));
      const base = {
        id: String(segment.segment),
        alternatives,
        family: segment.setup_family,
        lag: segment.lag_seconds,
        ...(maxLag === null ? {} : { maxLag }),
        ...(segment.transfer_share === null ? {} : { transfer: segment.transfer_share }),
      };
      const beside = masters
        .heldOf(segment)
        .filter(({ secondary_id }) => units.has(secondary_id))
        .map(({ secondary_id: resource, units: count }) => ({ resource, units: count }));
      if (job) {
        const there = beside
          .map(({ resource, units: count }) => ({ resource, units: Math.min(count, units.get(resource)!) }))
          .filter(({ units: count }) => count > 0);
        return [{ ...base, ...released(job, alternatives, there) }];
      }
      const isFetched = work.coveredPieces(order.id, segment) >= left;
      if (obstaclesIn(segment).some(({ kind }) => kind !== "vendors" || !isFetched)) {
        isBlocked = true;
        return [];
      }
      return [
        {
          ...base,
          needs: needsOf(order.id, segment, left),
          ...(beside.length > 0 ? { secondary: beside } : {}),
          ...(latestStart === undefined ? {} : { latestStart }),
          ...(family === null ? {} : { batch: { family, size: Math.min(pieces, size) } }),
        },
      ];
    });
    return isBlocked
      ? { operations: operations.filter(({ fixed }) => fixed), blocked: true, restsUntil }
      : { operations, restsUntil };
  };
};
