import type { PlanOperation } from "./types.ts";

/** An operation by what it has in every version of the plan; its id is of one version. */
export type Chosen = Pick<PlanOperation, "workOrderId" | "segment">;

/** The chosen operation as the plan has it now: another version may have come, or the line has begun, since it was chosen. */
export const chosenIn = <Operation extends Chosen>(
  operations: readonly Operation[] | undefined,
  chosen: Chosen | undefined,
): Operation | undefined =>
  operations?.find(
    ({ workOrderId, segment }) => workOrderId === chosen?.workOrderId && segment === chosen.segment,
  );
