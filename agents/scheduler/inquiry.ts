import { type Order as PlannedOrder, type Problem, ProblemError } from "../../optimizer/index.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import type { OrderChange } from "../../services/mes/commands/change-order.ts";
import type { Db } from "../../services/mes/database.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { readPlantState, type Work } from "./problem.ts";
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

/** Turns inquiries into orders as the plan's problem would hold them; the plant is read once for all of them. */
export const openInquiries = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
): Promise<
  (inquiry: OrderInquiry, id?: string) => { readonly problem: Problem; readonly order: PlannedOrder }
> => {
  // Read as at the plan's time, so that both count their seconds from one moment.
  const state = await readPlantState(db, snapshot.plantTime);
  return ({ productId, quantity, dueTime, priority }, id = askedId) => {
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
    const found = joined(snapshot, state.asked(work), id);
    if (!found) throw new MillwrightError("NOT_FOUND", { kind: "routing", id: productId });
    return found;
  };
};

/** The order as the plan's problem would hold it, and the problem with the materials that it brings in. */
export const asOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  now: Date,
  inquiry: OrderInquiry,
  id = askedId,
): Promise<{ problem: Problem; order: PlannedOrder }> =>
  (await openInquiries(db, snapshot, now))(inquiry, id);

/**
 * An open order of the data store as the plan's problem would hold it now.
 *
 * @throws MillwrightError NOT_FOUND when it is on hold or has nothing left to plan.
 */
export const storedOrder = async (
  db: Db,
  snapshot: OpenSnapshot,
  id: string,
): Promise<{ problem: Problem; order: PlannedOrder }> => {
  const state = await readPlantState(db, snapshot.plantTime);
  const found = joined(snapshot, state.problem(), id);
  if (!found) throw new MillwrightError("NOT_FOUND", { kind: "open work order", id });
  return found;
};

/**
 * An order of which nothing is released, as the plan's problem would hold it in another quantity or with another date.
 *
 * @throws MillwrightError UNKNOWN_ORDER, NOT_FOUND when it has no routing.
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
  if (!found) throw new MillwrightError("NOT_FOUND", { kind: "routing", id: stored.productId });
  return found;
};
