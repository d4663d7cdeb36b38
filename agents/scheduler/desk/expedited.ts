import type { Db } from "../../../services/mes/database.ts";
import { type PlanProposal, proposalOfRequest } from "../../../services/mes/queries/proposals.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import type { PlanChange } from "../proposals/change.ts";
import { type AskedChange, storeAsked } from "./asked-change.ts";
import { repairPlan } from "./repair.ts";

/** Seconds that an order must gain to be worth moving others. */
const leastGain = 60;

export const shiftOf = ({ orders }: PlanChange, id: string) =>
  orders.find(({ workOrderId }) => workOrderId === id);

export type ExpediteRequest = AskedChange<Extract<Happening, { kind: "expedite" }>>;

/** A stored proposal, or where the plan has the order's end when it cannot be sooner. */
export type Expedited = { readonly proposal: PlanProposal } | { readonly end: Date };

/**
 * Looks for a plan in which an order ends sooner, and stores it as the proposal of a call. The same call proposes once;
 * nothing is stored when the order gains nothing.
 *
 * @throws MillwrightError as `repairPlan` does.
 */
export const proposeExpedited = async (db: Db, request: ExpediteRequest): Promise<Expedited> => {
  const { toolCallId, happening, now, budgetMs } = request;
  const known = await proposalOfRequest(db, toolCallId);
  if (known) return { proposal: known };
  const repair = await repairPlan(db, now, happening, { budgetMs });
  const { workOrderId: id } = happening;
  const { before, change } = repair;
  if (-(shiftOf(change, id)?.shiftSeconds ?? 0) < leastGain) {
    const ends = before.plan.operations.flatMap(({ orderId, end }) => (orderId === id ? [end] : []));
    return { end: before.timeOf(Math.max(...ends)) };
  }
  return { proposal: await storeAsked(db, request, repair) };
};
