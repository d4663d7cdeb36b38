import {
  comparePlans,
  type Disruption,
  disrupt,
  explain,
  type PlanDiff,
  type Order as PlannedOrder,
  type Problem,
  ProblemError,
  promise,
} from "../../optimizer/index.ts";
import { tellBinding, tellCause, tellFact } from "../../optimizer/tell.ts";
import { repairInThread } from "../../optimizer/thread.ts";
import { type Bilingual, MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { planOfVersion, planOperations } from "../../services/mes/queries/plans.ts";
import { readPlantState, type Work } from "./problem.ts";
import { type OpenSnapshot, openSnapshot } from "./snapshot.ts";

/** An order that somebody asks about. */
export interface OrderInquiry {
  readonly productId: string;
  readonly quantity: number;
  readonly dueTime: Date;
  /** 1 is the most urgent, 9 the least. */
  readonly priority: number;
}

export interface PromiseAnswer {
  readonly planVersion: number;
  /** Undefined when no known receipt brings its material or no calendar has room. */
  readonly end?: Date;
  readonly lateSeconds?: number;
  readonly heldBackBy: Bilingual;
  readonly sooner: readonly { readonly gainSeconds: number; readonly how: Bilingual }[];
  readonly operations: readonly {
    readonly segment: number;
    readonly equipmentId: string;
    readonly start: Date;
    readonly end: Date;
  }[];
}

/** Something that may happen to the plan in force. */
export type PlantDisruption =
  | { readonly kind: "down"; readonly equipmentId: string; readonly from: Date; readonly to: Date }
  | { readonly kind: "late"; readonly receiptId: string; readonly time: Date }
  | { readonly kind: "scrap"; readonly materialId: string; readonly quantity: number }
  | { readonly kind: "cancel"; readonly workOrderId: string }
  | ({ readonly kind: "rush" } & OrderInquiry);

export interface OrderShift {
  readonly workOrderId: string;
  readonly kind: PlanDiff["orders"][number]["kind"];
  readonly shiftSeconds: number;
  readonly endBefore?: Date;
  readonly endAfter?: Date;
}

export interface PlanChange {
  readonly same: number;
  /** Operations that have another line or another time. */
  readonly moved: number;
  readonly objective: number;
  readonly lateBefore: number;
  readonly lateAfter: number;
  readonly orders: readonly OrderShift[];
}

export interface WhatIfAnswer extends PlanChange {
  readonly planVersion: number;
  /** Of the moved ones, those that no disruption hit. */
  readonly movedUnaffected: number;
  readonly unplanned: readonly string[];
}

/** Asked orders have no number yet. */
const askedId = "?";
/** Time to look for a better repair than the first one. */
const repairMs = 1_500;

/** A wrong question as an error of the catalogue. */
const checkInput = (check: () => void): void => {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [issue] = error.issues;
    throw new MillwrightError("INVALID_INPUT", { path: issue?.path ?? "", problem: issue?.problem ?? "" });
  }
};

/** The order as the plan's problem would hold it, and the problem with the materials that it brings in. */
const asOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
  { productId, quantity, dueTime, priority }: OrderInquiry,
  id = askedId,
): Promise<{ problem: Problem; order: PlannedOrder }> => {
  // Read as at the plan's time, so that both count their seconds from one moment.
  const state = await readPlantState(db, snapshot.plantTime);
  const master = state.masterOf.get(productId);
  if (!master) throw new MillwrightError("NOT_FOUND", { kind: "product", id: productId });
  const work: Work = {
    id,
    product_id: productId,
    work_master_id: master,
    quantity,
    priority,
    release_time: now,
    due_time: dueTime,
  };
  const asked = state.problem([work]);
  const known = new Set(snapshot.problem.materials.map((material) => material.id));
  const order = asked.orders.find((candidate) => candidate.id === id);
  if (!order) throw new MillwrightError("NOT_FOUND", { kind: "routing", id: productId });
  const materials = asked.materials.filter((material) => !known.has(material.id));
  return {
    order,
    problem: { ...snapshot.problem, materials: [...snapshot.problem.materials, ...materials] },
  };
};

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
    sooner: causes.map((cause) => ({ gainSeconds: cause.gain, how: tellCause(cause, times) })),
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

const shiftOf = (
  { orderId, kind, shift, endBefore, endAfter }: PlanDiff["orders"][number],
  timeOf: (seconds: number) => Date,
): OrderShift => ({
  workOrderId: orderId,
  kind,
  shiftSeconds: shift,
  ...(endBefore === undefined ? {} : { endBefore: timeOf(endBefore) }),
  ...(endAfter === undefined ? {} : { endAfter: timeOf(endAfter) }),
});

const changeOf = (
  diff: PlanDiff,
  timeOf: (seconds: number) => Date,
): Pick<PlanChange, "same" | "moved" | "objective" | "orders"> => ({
  same: diff.same,
  moved: diff.operations.filter(({ kind }) => kind !== "new" && kind !== "gone").length,
  objective: diff.objective,
  orders: diff.orders
    .map((order) => shiftOf(order, timeOf))
    .sort((a, b) => Math.abs(b.shiftSeconds) - Math.abs(a.shiftSeconds)),
});

const lateIn = (problem: Problem, operations: readonly { orderId: string; end: number }[]): number => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  return problem.orders.filter(({ id, due }) => (ends.get(id) ?? 0) > due).length;
};

const toDisruption = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
  change: PlantDisruption,
): Promise<{ disruption: Disruption; problem?: Problem }> => {
  const { at } = snapshot;
  const from0 = (time: Date) => Math.max(0, at(time));
  switch (change.kind) {
    case "down":
      return {
        disruption: {
          kind: "down",
          resource: change.equipmentId,
          from: from0(change.from),
          to: from0(change.to),
        },
      };
    case "late": {
      const receipt = await db
        .selectFrom("expected_receipt")
        .select(["material_id", "expected_time"])
        .where("id", "=", change.receiptId)
        .executeTakeFirst();
      if (!receipt) throw new MillwrightError("NOT_FOUND", { kind: "receipt", id: change.receiptId });
      const { material_id: material, expected_time: expected } = receipt;
      return {
        disruption: { kind: "late", material, from: from0(expected), to: from0(change.time) },
      };
    }
    case "scrap":
      return { disruption: { kind: "scrap", material: change.materialId, quantity: change.quantity } };
    case "cancel":
      return { disruption: { kind: "cancel", order: change.workOrderId } };
    case "rush": {
      const { problem, order } = await asOrder(db, snapshot, now, change, "RUSH");
      return { disruption: { kind: "rush", order }, problem };
    }
  }
};

/** What the plan in force would become after something happens; nothing is stored. */
export const whatIf = async (db: Db, now: Date, change: PlantDisruption): Promise<WhatIfAnswer> => {
  const snapshot = await openSnapshot(db);
  const { disruption, problem = snapshot.problem } = await toDisruption(db, snapshot, now, change);
  checkInput(() => disrupt(problem, [disruption]));
  const repaired = await repairInThread(problem, snapshot.plan, [disruption], {
    budgetMs: repairMs,
    frozenUntil: Math.max(0, snapshot.at(now)),
  });
  return {
    planVersion: snapshot.version,
    ...changeOf(comparePlans(snapshot.plan, repaired.plan), snapshot.timeOf),
    movedUnaffected: repaired.movedUnaffected,
    lateBefore: lateIn(snapshot.problem, snapshot.plan.operations),
    lateAfter: lateIn(repaired.problem, repaired.plan.operations),
    unplanned: repaired.plan.unplanned,
  };
};

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
    const { weightedLateness = 0, setupHours = 0, energyCost = 0 } = row.kpis;
    const terms = {
      tardiness: weightedLateness,
      setup: setupHours,
      energy: energyCost,
      flow: 0,
      promise: 0,
      change: 0,
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
