import {
  condition,
  continueAsNew,
  defineSignal,
  executeChild,
  ParentClosePolicy,
  patched,
  proxyActivities,
  setHandler,
  WorkflowIdReusePolicy,
  workflowInfo,
} from "@temporalio/workflow";
import type { PlaybookActivities } from "../agents/runtime/activities.ts";
import { dispatch } from "./dispatch.ts";
import { toldOf } from "./failure.ts";
import { idsBeside } from "./ids.ts";

/** Something that the run may have waited for has happened. */
export const wakePlaybook = defineSignal("wake");

const acts = proxyActivities<PlaybookActivities>({
  startToCloseTimeout: "5m",
  heartbeatTimeout: "10s",
  retry: { initialInterval: "500ms", maximumInterval: "10s" },
});

/**
 * One workflow a run. It asks what is next until nothing is; what that is, the data store and
 * the definition say, so that its history holds ids only.
 */
export async function playbook({ runId }: { readonly runId: string }): Promise<void> {
  const ids = idsBeside(workflowInfo().workflowId);
  let isWoken = false;
  setHandler(wakePlaybook, () => {
    isWoken = true;
  });
  const goThrough = async (): Promise<void> => {
    for (;;) {
      // One that looks every few seconds for the first plan would come to the server's end of histories within hours.
      if (workflowInfo().continueAsNewSuggested && patched("renewed"))
        await continueAsNew<typeof playbook>({ runId });
      isWoken = false;
      const next = await acts.advancePlaybook({ runId });
      if (next.kind === "finished") return;
      if (next.kind === "wait") await condition(() => isWoken, Math.max(1, next.ms));
      if (next.kind === "propose") {
        const { stepId, toolCallId, checks } = next;
        const outcome = await executeChild(dispatch, {
          workflowId: ids.dispatch(toolCallId),
          args: [{ toolCallId, checks }],
          // What waits for a person goes on waiting, whatever becomes of the run.
          parentClosePolicy: ParentClosePolicy.ABANDON,
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        });
        await acts.recordPlaybookAct({ runId, stepId, outcome });
      }
    }
  };
  // A run that cannot go on must not be taken for one that does: others would wait for its end.
  await goThrough().catch((error: unknown) => acts.failPlaybook({ runId, error: toldOf(error, runId) }));
}
