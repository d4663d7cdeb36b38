import type { Problem } from "../../../optimizer/index.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { weekly } from "../../../services/mes/working-time.ts";
import { horizonOf, type Load, throughAfter } from "./horizon.ts";
import { createObstacles, noRouting, tellObstacle, tellObstacles } from "./obstacles.ts";
import { type FloorRows, type MasterRows, readFloor, readMasters, readWork } from "./plant-rows.ts";
import { resourcesOf } from "./resources.ts";
import { readSecondary, type Secondary } from "./secondary.ts";
import { readSupply, type Supply } from "./supply.ts";
import { createLoads, createOperations } from "./work-operations.ts";

const secondMs = 1_000;
const weekSeconds = 7 * 86_400;

/** Hours of lateness weigh more the more urgent the order is: priority 1 weighs 9, priority 9 weighs 1. */
export const weightOf = (priority: number): number => 10 - priority;

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
  /** Why nothing could be made by a routing; undefined where it could. */
  obstacleTo(master: string): Bilingual | undefined;
  /** Seconds from `now`. */
  at(time: Date): number;
  /** The moment that lies so many seconds after `now`. */
  timeOf(seconds: number): Date;
  /** The planning problem; `changes` stand in for the orders of their ids, or come beside them. */
  problem(changes?: readonly Work[]): Problem;
  /** The problem of one order alone that is only asked about, so that no job of it runs. */
  asked(work: Work): Problem;
}

/** How far ahead calendars have to reach for the open orders. */
const horizonFor = (
  { lines, shifts }: FloorRows,
  masters: MasterRows,
  orders: readonly Work[],
  loadsOf: ReturnType<typeof createLoads>,
  now: Date,
): number => {
  const openShare = new Map(
    lines.map(({ id, calendar_id }) => {
      const own = shifts.filter((shift) => shift.calendar_id === calendar_id);
      const open = weekly(own, now, weekSeconds);
      return [id, open.reduce((sum, [from, to]) => sum + to - from, 0) / weekSeconds];
    }),
  );
  function* loads(): Generator<Load> {
    for (const order of orders)
      for (const segment of masters.segmentsOf(order.work_master_id)) {
        const own = masters.linesOf(segment);
        if (own.length === 0) continue;
        const { loads: count } = loadsOf(order.quantity, segment, own);
        const seconds = count * Math.max(...own.map((line) => line.run_seconds));
        yield { lines: own.map(({ equipment_id }) => equipment_id), seconds };
      }
  }
  const latest = orders.reduce<Date | undefined>(
    (found, { due_time: due }) => (found && found >= due ? found : due),
    undefined,
  );
  return horizonOf(latest, throughAfter(loads(), openShare), now);
};

/** Reads what planning needs: open work, live lines, free stock, expected receipts. */
export const readPlantState = async (db: Db | Tx, now: Date): Promise<PlantState> => {
  const at = (time: Date) => Math.round((time.getTime() - now.getTime()) / secondMs);
  const [work, floor, masters, supply] = await Promise.all([
    readWork(db),
    readFloor(db, now),
    readMasters(db),
    readSupply(db, now, at),
  ]);
  const { orders } = work;
  const loadsOf = createLoads(floor);
  const horizon = horizonFor(floor, masters, orders, loadsOf, now);
  const secondary = await readSecondary(db, { now, at, shifts: floor.shifts, horizonSeconds: horizon });
  const { units } = secondary;
  const resources = resourcesOf(floor, masters, { now, at, horizon });
  const obstaclesIn = createObstacles({ masters, units, resources });
  const groups = new Set(resources.map(({ setupGroup }) => setupGroup));
  // What the plant's tables say of no line, or of a family that follows itself, is no set-up.
  const setups = floor.setups
    .filter((row) => groups.has(row.process) && row.from_family !== row.to_family)
    .map((row) => ({
      group: row.process,
      from: row.from_family,
      to: row.to_family,
      seconds: row.seconds,
    }));

  const problemOf = (wanted: readonly Work[]): Problem => {
    const operationsOf = createOperations({
      work,
      masters,
      loadsOf,
      units,
      resources,
      obstaclesIn,
      at,
    });
    const planned = wanted
      .map((order) => {
        const { restsUntil, ...left } = operationsOf(order);
        return {
          id: order.id,
          quantity: order.quantity,
          weight: weightOf(order.priority),
          release: Math.max(0, at(order.release_time), restsUntil),
          due: at(order.due_time),
          ...left,
        };
      })
      .filter(({ operations }) => operations.length > 0);
    return {
      resources,
      setups,
      materials: supply.materials(
        planned.flatMap(({ operations }) => operations.flatMap(({ needs }) => needs)),
      ),
      ...(secondary.list.length > 0 ? { secondaryResources: [...secondary.list] } : {}),
      orders: planned,
    };
  };

  return {
    now,
    orders,
    lines: floor.lines.map(({ id }) => id),
    masterOf: masters.masterOf,
    obstacleTo: (master) => {
      const segments = masters.segmentsOf(master);
      if (segments.length === 0) return noRouting;
      const found = segments.flatMap(obstaclesIn);
      return found.length > 0 ? tellObstacles(found.map(tellObstacle)) : undefined;
    },
    free: supply.free,
    receipts: supply.receipts,
    at,
    timeOf: (seconds) => new Date(now.getTime() + seconds * secondMs),
    presenceOf: secondary.presenceOf,
    problem: (changes = []) => {
      const changed = new Set(changes.map(({ id }) => id));
      return problemOf([...orders.filter(({ id }) => !changed.has(id)), ...changes]);
    },
    asked: (asked) => problemOf([asked]),
  };
};

/** The planning problem as the data store stands at `now`. */
export const readProblem = async (db: Db | Tx, now: Date): Promise<Problem> =>
  (await readPlantState(db, now)).problem();
