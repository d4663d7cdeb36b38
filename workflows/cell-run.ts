import { continueAsNew, proxyActivities, workflowInfo } from "@temporalio/workflow";
import type { CellActivities } from "../agents/runtime/activities.ts";

export interface CellRunInput {
  /** Number of the run; everything else of it is in the data store. */
  readonly run: string;
}

/** Where what drives cells is done: by its own workers, since it lasts as long as a run does. */
export const cellTaskQueue = (taskQueue: string): string => `${taskQueue}-cells`;

/** One workflow a run: sees it through, however long a person lets it wait. */
export async function cellRun(input: CellRunInput): Promise<void> {
  // A driver that is killed is missed by its heartbeat, and another goes on from what is stored.
  const acts = proxyActivities<CellActivities>({
    taskQueue: cellTaskQueue(workflowInfo().taskQueue),
    startToCloseTimeout: "15m",
    heartbeatTimeout: "10s",
    retry: { initialInterval: "500ms", maximumInterval: "10s" },
  });
  for (;;) {
    const { over } = await acts.driveCell(input);
    if (over) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof cellRun>(input);
  }
}
