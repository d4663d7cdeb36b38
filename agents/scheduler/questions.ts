import { type Binding, type Cause, comparePlans, explain, promise } from "../../optimizer/index.ts";
import { type Times, tellBinding, tellCause, tellFact } from "../../optimizer/tell.ts";
import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { planOfVersion, planOperations } from "../../services/mes/queries/plans.ts";
import { changeOf, type PlanChange } from "./change.ts";
import { asOrder, type OrderInquiry } from "./inquiry.ts";
import { openSnapshot } from "./snapshot.ts";

/** What a sentence about the plan is made of, as it is said. */
export type Facts = Readonly<Record<string, string | number>>;

export interface PromiseAnswer {
  readonly planVersion: number;
  /** Undefined when no known receipt brings its material or no calendar has room. */
  readonly end?: Date;
  readonly lateSeconds?: number;
  readonly heldBackBy: Bilingual;
  /** What that sentence is made of. */
  readonly holding: Facts;
  readonly sooner: readonly {
    readonly gainSeconds: number;
    readonly how: Bilingual;
    readonly facts: Facts;
  }[];
  readonly operations: readonly {
    readonly segment: number;
    readonly equipmentId: string;
    readonly start: Date;
    readonly end: Date;
  }[];
}

const moments = new Set(["time", "by", "from", "to"]);
const spans = new Set(["wait", "gain", "seconds"]);

const factsOf = (item: Binding | Cause, times: Times): Facts =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]: [string, string | number | readonly string[]]) => {
      if (typeof value === "string") return [name, value];
      if (typeof value !== "number") return [name, value.join(", ")];
      if (moments.has(name)) return [name, times.at(value).en];
      if (spans.has(name)) return [name, times.span(value).en];
      return [name, name === "hours" ? value.toFixed(1) : value];
    }),
  );

/** When an order could be done while everybody in the plan keeps place and material, and why not sooner. */
export const promiseOrder = async (db: Db, now: Date, inquiry: OrderInquiry): Promise<PromiseAnswer> => {
  const snapshot = await openSnapshot(db);
  const { problem, order } = await asOrder(db, snapshot, now, inquiry);
  const { times, timeOf, version } = snapshot;
  const answer = promise(problem, snapshot.plan, order, { notBefore: Math.max(0, snapshot.at(now)) });
  const { end, binding, causes, operations } = answer;
  return {
    planVersion: version,
    ...(end === undefined ? {} : { end: timeOf(end), lateSeconds: Math.max(0, end - order.due) }),
    heldBackBy: tellBinding(binding, times),
    holding: factsOf(binding, times),
    sooner: causes.map((cause) => ({
      gainSeconds: cause.gain,
      how: tellCause(cause, times),
      facts: factsOf(cause, times),
    })),
    operations: operations.map((operation) => ({
      segment: Number(operation.operationId),
      equipmentId: operation.resource,
      start: timeOf(operation.start),
      end: timeOf(operation.end),
    })),
  };
};

/** Why a planned order ends when it does, or what an order lacks that is not planned. */
export const explainOrder = async (db: Db, workOrderId: string): Promise<Bilingual[]> => {
  const { problem, plan, times } = await openSnapshot(db);
  return explain(problem, plan, workOrderId).map((fact) => tellFact(fact, times));
};

/** Whether an order of the plan in force uses the material, or may. */
export const isPlannedMaterial = async (db: Db, materialId: string): Promise<boolean> =>
  (await openSnapshot(db)).problem.materials.some(({ id }) => id === materialId);

/** What two stored plans differ in. */
export const diffVersions = async (db: Db, before: number, after: number): Promise<PlanChange> => {
  const read = async (version: number) => {
    const row = await planOfVersion(db, version);
    const operations = (await planOperations(db, version, {})).map((operation) => ({
      orderId: operation.work_order_id,
      operationId: String(operation.segment),
      resource: operation.equipment_id,
      start: Math.round(operation.start_time.getTime() / 1_000),
      end: Math.round(operation.end_time.getTime() / 1_000),
      setup: operation.setup_seconds,
      materialTime: 0,
    }));
    const { weightedLateness = 0, setupHours = 0, energyCost = 0, openedHours = 0 } = row.kpis;
    const terms = {
      tardiness: weightedLateness,
      setup: setupHours,
      energy: energyCost,
      flow: 0,
      promise: 0,
      change: 0,
      opened: openedHours,
    };
    return { row, plan: { operations, objective: row.objective, terms } };
  };
  const [old, young] = [await read(before), await read(after)];
  const diff = comparePlans(old.plan, young.plan);
  return {
    ...changeOf(diff, (seconds) => new Date(seconds * 1_000)),
    lateBefore: old.row.late_orders,
    lateAfter: young.row.late_orders,
  };
};
