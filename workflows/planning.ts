import { proxyActivities } from "@temporalio/workflow";
import type { PlanningActivities, PlanningRequest } from "../agents/runtime/activities.ts";

const acts = proxyActivities<PlanningActivities>({
  startToCloseTimeout: "30m",
  heartbeatTimeout: "30s",
  retry: { initialInterval: "1s", maximumInterval: "30s", maximumAttempts: 5 },
});

/** One planning run: `planning/<requestId>`. */
export const planningId = (requestId: string): string => `planning/${requestId}`;

export async function planning(input: PlanningRequest): Promise<number> {
  const { version } = await acts.makePlan(input);
  return version;
}
