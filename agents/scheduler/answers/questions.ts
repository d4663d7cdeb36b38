import {
  type Binding,
  type Cause,
  comparePlans,
  explain,
  type Load,
  loadsOf,
  promise,
} from "../../../optimizer/index.ts";
import { type Times, tellBinding, tellCause, tellFact } from "../../../optimizer/tell.ts";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { planOperations } from "../../../services/mes/queries/planned-operations.ts";
import { planOfVersion } from "../../../services/mes/queries/plans.ts";
import { type OrderInquiry, openInquiries } from "../desk/inquiry.ts";
import { type OpenSnapshot, openSnapshot } from "../desk/snapshot.ts";
import { changeOf, type PlanChange } from "../proposals/change.ts";
import { approvedFor, tellWithheld, withheldPieces } from "./withheld.ts";

/** What a sentence about the plan is made of, as it is said. */
export type Facts = Readonly<Record<string, string | number>>;

export interface PromiseAnswer {
  readonly planVersion: number;
  /** Undefined when nobody could make it, no known receipt brings its material or no calendar has room. */
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

/** Answers inquiries about new orders one after the other, of one plan and one reading of the plant. */
const openPromises = async (db: Db, snapshot: OpenSnapshot, now: Date) => {
  const orderOf = await openInquiries(db, snapshot, now);
  const notBefore = Math.max(0, snapshot.at(now));
  return (inquiry: OrderInquiry) => {
    const asked = orderOf(inquiry);
    if ("obstacle" in asked) return asked;
    const { problem, order, workMasterId } = asked;
    return { order, workMasterId, answer: promise(problem, snapshot.plan, order, { notBefore }) };
  };
};

type Promised = ReturnType<Awaited<ReturnType<typeof openPromises>>>;

const answerOf = ({ times, timeOf, version }: OpenSnapshot, promised: Promised): PromiseAnswer => {
  if ("obstacle" in promised)
    return {
      planVersion: version,
      heldBackBy: promised.obstacle,
      holding: { kind: "obstacle", obstacle: promised.obstacle.en },
      sooner: [],
      operations: [],
    };
  const { order, answer } = promised;
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

/** The answer, where material is missing with the pieces of it that are there and may not be used. */
const answerWithWithheld = async (
  db: Db,
  snapshot: OpenSnapshot,
  promised: Promised,
): Promise<PromiseAnswer> => {
  const answer = answerOf(snapshot, promised);
  const { heldBackBy, holding } = answer;
  if ("obstacle" in promised || holding["kind"] !== "missing") return answer;
  const material = String(holding["material"]);
  const approved = await approvedFor(db, { workMasterId: promised.workMasterId, material });
  const withheld = await withheldPieces(db, material, approved);
  const more = tellWithheld(withheld);
  return {
    ...answer,
    heldBackBy: { zh: heldBackBy.zh + more.zh, en: heldBackBy.en + more.en },
    holding: { ...holding, withheld },
  };
};

/** When an order could be done while everybody in the plan keeps place and material, and why not sooner. */
export const promiseOrder = async (db: Db, now: Date, inquiry: OrderInquiry): Promise<PromiseAnswer> => {
  const snapshot = await openSnapshot(db);
  return answerWithWithheld(db, snapshot, (await openPromises(db, snapshot, now))(inquiry));
};

/** A part of an order that could be done in time. */
export interface PartInTime {
  readonly quantity: number;
  readonly end: Date;
}

/** Steps of halving; each one is a promise. A part is found to the piece up to so many pieces, beyond to a 128th. */
const halvings = 7;

/**
 * As `promiseOrder`; and where the order would end after it is due, how many of its pieces would not: a number that was
 * promised itself, found by halving, so about the most there are as long as more pieces never end sooner. No part when not
 * even one piece would be done by then.
 */
export const promiseInTime = async (
  db: Db,
  now: Date,
  inquiry: OrderInquiry,
): Promise<{ readonly answer: PromiseAnswer; readonly part?: PartInTime }> => {
  const snapshot = await openSnapshot(db);
  const ask = await openPromises(db, snapshot, now);
  const whole = ask(inquiry);
  const answer = await answerWithWithheld(db, snapshot, whole);
  if ("obstacle" in whole || (answer.end && answer.end <= inquiry.dueTime)) return { answer };
  let part: PartInTime | undefined;
  let late = inquiry.quantity;
  const step = Math.max(1, Math.floor(inquiry.quantity / 2 ** halvings));
  while (late - (part?.quantity ?? 0) > (part ? step : 1)) {
    const quantity = Math.floor(((part?.quantity ?? 0) + late) / 2);
    const asked = ask({ ...inquiry, quantity });
    const end = "answer" in asked ? asked.answer.end : undefined;
    const time = end === undefined ? undefined : snapshot.timeOf(end);
    if (time && time <= inquiry.dueTime) part = { quantity, end: time };
    else late = quantity;
  }
  return { answer, ...(part ? { part } : {}) };
};

/** Why a planned order ends when it does, or what an order lacks that is not planned. */
export const explainOrder = async (db: Db, workOrderId: string): Promise<Bilingual[]> => {
  const { problem, plan, times } = await openSnapshot(db);
  return explain(problem, plan, workOrderId).map((fact) => tellFact(fact, times));
};

/**
 * How full lines are by the plan in force between two moments, the tightest first.
 *
 * @throws MillwrightError PLAN_MISSING.
 */
export const lineLoads = async (
  db: Db,
  from: Date,
  until: Date,
): Promise<{ readonly version: number; readonly loads: readonly Load[] }> => {
  const { problem, plan, version, at } = await openSnapshot(db);
  return { version, loads: loadsOf(problem, plan, Math.max(0, at(from)), at(until)) };
};

/** Whether an order of the plan in force uses the material, or may. */
export const isPlannedMaterial = async (db: Db, materialId: string): Promise<boolean> =>
  (await openSnapshot(db)).problem.materials.some(({ id }) => id === materialId);

/** What two stored plans differ in. */
export const diffVersions = async (db: Db, before: number, after: number): Promise<PlanChange> => {
  const read = async (version: number) => {
    const row = await planOfVersion(db, version);
    if (row.thinned_at) throw new MillwrightError("PLAN_THINNED", { version });
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
    return { row, plan: { operations, unplanned: row.unplanned, objective: row.objective, terms } };
  };
  const [old, young] = [await read(before), await read(after)];
  const diff = comparePlans(old.plan, young.plan);
  return {
    ...changeOf(diff, (seconds) => new Date(seconds * 1_000)),
    lateBefore: old.row.late_orders,
    lateAfter: young.row.late_orders,
  };
};
