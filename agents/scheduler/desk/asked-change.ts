import type { Db } from "../../../services/mes/database.ts";
import { type PlanProposal, proposalOfRequest } from "../../../services/mes/queries/proposals.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { storeProposal } from "../proposals/propose.ts";
import { rememberGolden } from "./golden.ts";
import { type Repair, repairPlan } from "./repair.ts";

/** A change of the plan that somebody asks for in a sentence. */
export interface AskedChange<Kind extends Happening = Happening> {
  readonly toolCallId: string;
  readonly actorId: string;
  readonly happening: Kind;
  /** Plant time. */
  readonly now: Date;
  /** Time to look for a better plan than the first one. */
  readonly budgetMs: number;
  /** As of `repairPlan`. */
  readonly steady?: boolean;
}

/** Stores a repaired plan as the proposal of a call. */
export const storeAsked = async (
  db: Db,
  { toolCallId, happening, actorId, now }: AskedChange,
  repair: Repair,
): Promise<PlanProposal> => {
  const proposal = await db
    .transaction()
    .execute((tx) =>
      storeProposal(tx, { requestId: toolCallId, toolCallId, happening, actorId, now, repair }),
    );
  rememberGolden(db, proposal.number, repair.after.problem);
  return proposal;
};

/**
 * Looks for the plan after a change, and stores it as the proposal of a call; the same call proposes once.
 *
 * @throws MillwrightError as `repairPlan` does.
 */
export const proposeAsked = async (db: Db, request: AskedChange): Promise<PlanProposal> => {
  const known = await proposalOfRequest(db, request.toolCallId);
  if (known) return known;
  const { happening, now, budgetMs, steady } = request;
  return storeAsked(db, request, await repairPlan(db, now, happening, { budgetMs, steady }));
};
