import { MillwrightError } from "../../../services/core/errors.ts";
import { recordHappening } from "../../../services/mes/commands/happening.ts";
import { lockVersions, savePlan } from "../../../services/mes/commands/save-plan.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { latestPlanVersion, planOfVersion } from "../../../services/mes/queries/plans.ts";
import {
  noContent,
  type PlanProposal,
  proposalId,
  proposalOfCall,
} from "../../../services/mes/queries/proposals.ts";
import { analysisOf } from "../desk/analysis.ts";
import { giveGolden } from "../desk/golden.ts";
import { toNewPlan } from "../desk/new-plan.ts";
import { unpackSnapshot } from "../desk/snapshot.ts";
import type { PlanChange } from "./change.ts";

/** @throws MillwrightError APPROVAL_PLAN_CHANGED when another plan is in force than the one that it changes. */
export const requireBase = async (
  db: Db | Tx,
  { base_version: expected, number }: PlanProposal,
): Promise<void> => {
  const actual = await latestPlanVersion(db);
  if (actual !== expected)
    throw new MillwrightError("APPROVAL_PLAN_CHANGED", { expected, actual, proposal: proposalId(number) });
};

export interface Adoption {
  readonly toolCallId: string;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/** What a proposal puts in force, as the data store keeps it; made before anybody has to wait for the transaction. */
const prepared = async (db: Db, { number, base_version, version }: PlanProposal) => {
  if (version !== null) return undefined;
  const { content, golden_parts: found } = await db
    .selectFrom("plan_proposal")
    .select(["content", "golden_parts"])
    .where("number", "=", number)
    .executeTakeFirstOrThrow();
  if (content.length === 0) return undefined;
  const { problem, plan } = unpackSnapshot(content);
  const { plant_time: plantTime, seed } = await planOfVersion(db, base_version);
  const stored = {
    ...toNewPlan(problem, plan, plantTime),
    ...analysisOf(problem, plan, plantTime),
    plantTime,
    seed,
    goldenParts: found ?? [],
    snapshot: content,
  };
  return { stored, problem, complete: found !== null };
};

/**
 * Puts an approved proposal in force, and makes what has happened a fact of the data store, in one transaction. Adopted
 * already, it gives the version that it has become.
 *
 * @throws MillwrightError APPROVAL_PLAN_CHANGED, INVALID_TRANSITION, and what `recordHappening` throws.
 */
export const adoptProposal = async (db: Db, { toolCallId, actorId, now }: Adoption): Promise<number> => {
  const proposed = await proposalOfCall(db, toolCallId);
  const ready = await prepared(db, proposed);
  const adopted = await db.transaction().execute(async (tx) => {
    await lockVersions(tx);
    const proposal = await proposalOfCall(tx, toolCallId);
    if (proposal.version !== null) return proposal.version;
    await requireBase(tx, proposal);
    const id = proposalId(proposal.number);
    if (proposal.status !== "Proposed" || !ready)
      throw new MillwrightError("INVALID_TRANSITION", {
        kind: "plan proposal",
        id,
        from: proposal.status,
        to: "Adopted",
      });
    const { stored } = ready;
    const { happening, cause } = proposal;
    await recordHappening(tx, { happening, id, cause, actorId, now });
    const { moved, same } = proposal.change as PlanChange;
    const rerouted = proposal.moves.filter(({ kind }) => kind === "moved").length;
    const version = await savePlan(tx, {
      ...stored,
      requestId: id,
      reason: { kind: "repair", happening },
      cause,
      adoptedTime: now,
      kpis: { ...stored.kpis, keptOperations: same, movedOperations: moved, reroutedOperations: rerouted },
    });
    await tx
      .updateTable("plan_proposal")
      .set({ status: "Adopted", version, content: noContent })
      .where("number", "=", proposal.number)
      .execute();
    return version;
  });
  if (ready && !ready.complete) giveGolden(db, proposed.number, adopted, ready.problem);
  return adopted;
};
