import { type Order as PlannedOrder, type Problem, ProblemError } from "../../../optimizer/index.ts";
import { type Bilingual, MillwrightError } from "../../../services/core/errors.ts";
import type { OrderChange } from "../../../services/mes/commands/change-order.ts";
import type { Db } from "../../../services/mes/database.ts";
import { orderById } from "../../../services/mes/queries/orders.ts";
import { noRouting } from "../problem/obstacles.ts";
import { readPlantState, type Work } from "../problem/problem.ts";
import type { OpenSnapshot } from "./snapshot.ts";

/** An order that somebody asks about. */
export interface OrderInquiry {
  readonly productId: string;
  readonly quantity: number;
  readonly dueTime: Date;
  /** 1 is the most urgent, 9 the least. */
  readonly priority: number;
}

/** Asked orders have no number yet. */
const askedId = "?";

/** A wrong question as an error of the catalogue. @param inner What a path begins with that means nothing to who asked. */
export const checkInput = (check: () => void, inner: RegExp | string = ""): void => {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [issue] = error.issues;
    throw new MillwrightError("INVALID_INPUT", {
      path: issue?.path.replace(inner, "") ?? "",
      problem: issue?.problem ?? "",
    });
  }
};

/** An order of a problem that was read now, with the plan's problem and what the order brings into it. */
const joined = (
  { problem }: OpenSnapshot,
  asked: Problem,
  id: string,
): { problem: Problem; order: PlannedOrder } | undefined => {
  const known = new Set(problem.materials.map((material) => material.id));
  const order = asked.orders.find((candidate) => candidate.id === id);
  const materials = asked.materials.filter((material) => !known.has(material.id));
  const beside = problem.secondaryResources ?? [];
  const held = new Set(beside.map((resource) => resource.id));
  const more = (asked.secondaryResources ?? []).filter((resource) => !held.has(resource.id));
  if (!order) return undefined;
  return {
    order,
    problem: {
      ...problem,
      materials: [...problem.materials, ...materials],
      ...(beside.length + more.length > 0 ? { secondaryResources: [...beside, ...more] } : {}),
    },
  };
};

/** An order that is asked about, in the problem that it goes into; or why nobody knows when it could be done. */
export type Asked =
  | { readonly problem: Problem; readonly order: PlannedOrder; readonly workMasterId: string }
  | { readonly obstacle: Bilingual };

/** Turns inquiries into orders as the plan's problem would hold them; the plant is read once for all of them. */
export const openInquiries = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
): Promise<(inquiry: OrderInquiry, id?: string) => Asked> => {
  // Read as at the plan's time, so that both count their seconds from one moment.
  const [state, products] = await Promise.all([
    readPlantState(db, snapshot.plantTime),
    db.selectFrom("material").select("id").where("kind", "=", "Product").execute(),
  ]);
  const known = new Set(products.map((product) => product.id));
  return ({ productId, quantity, dueTime, priority }, id = askedId) => {
    const master = state.masterOf.get(productId);
    if (!master && !known.has(productId))
      throw new MillwrightError("NOT_FOUND", { kind: "product", id: productId });
    if (!master) return { obstacle: noRouting };
    const obstacle = state.obstacleTo(master);
    if (obstacle) return { obstacle };
    const work: Work = {
      id,
      product_id: productId,
      work_master_id: master,
      quantity,
      priority,
      release_time: now,
      due_time: dueTime,
    };
    return { ...joined(snapshot, state.asked(work), id)!, workMasterId: master };
  };
};

/**
 * The order as the plan's problem would hold it, and the problem with the materials that it brings in.
 *
 * @throws MillwrightError NOT_FOUND, PRODUCT_BLOCKED when nobody could make it.
 */
export const asOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
  inquiry: OrderInquiry,
  id = askedId,
): Promise<{ problem: Problem; order: PlannedOrder }> => {
  const asked = (await openInquiries(db, snapshot, now))(inquiry, id);
  if ("obstacle" in asked)
    throw new MillwrightError("PRODUCT_BLOCKED", { id: inquiry.productId, reason: asked.obstacle });
  return asked;
};

/**
 * An open order of the data store as the plan's problem would hold it now.
 *
 * @throws MillwrightError NOT_FOUND when it is on hold or has nothing left to plan, PRODUCT_BLOCKED when nobody could make it.
 */
export const storedOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  id: string,
): Promise<{ problem: Problem; order: PlannedOrder }> => {
  const state = await readPlantState(db, snapshot.plantTime);
  const found = joined(snapshot, state.problem(), id);
  if (found) return found;
  const stored = state.orders.find((order) => order.id === id);
  const reason = stored && state.obstacleTo(stored.work_master_id);
  if (reason) throw new MillwrightError("PRODUCT_BLOCKED", { id: stored.product_id, reason });
  throw new MillwrightError("NOT_FOUND", { kind: "open work order", id });
};

/**
 * An order of which nothing is released, as the plan's problem would hold it in another quantity or with another date.
 *
 * @throws MillwrightError UNKNOWN_ORDER, PRODUCT_BLOCKED when nobody could make it.
 */
export const changedOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  id: string,
  change: OrderChange,
): Promise<{ problem: Problem; order: PlannedOrder }> => {
  const [state, stored] = await Promise.all([readPlantState(db, snapshot.plantTime), orderById(db, id)]);
  const work: Work = {
    id,
    product_id: stored.productId,
    work_master_id: stored.workMasterId,
    quantity: change.quantity ?? stored.quantity,
    priority: stored.priority,
    release_time: stored.releaseTime,
    due_time: change.dueTime ?? stored.dueTime,
  };
  const found = joined(snapshot, state.asked(work), id);
  if (!found)
    throw new MillwrightError("PRODUCT_BLOCKED", {
      id: stored.productId,
      reason: state.obstacleTo(stored.workMasterId) ?? noRouting,
    });
  return found;
};
