import { proxyActivities } from "@temporalio/workflow";
import type { PlanningActivities, PlanningRequest } from "../agents/runtime/activities.ts";

const acts = proxyActivities<PlanningActivities>({
  startToCloseTimeout: "30m",
  heartbeatTimeout: "30s",
  retry: { initialInterval: "1s", maximumInterval: "30s", maximumAttempts: 5 },
});

/** One workflow a planning run. */
export async function planning(input: PlanningRequest): Promise<number> {
  const { version } = await acts.makePlan(input);
  return version;
}
