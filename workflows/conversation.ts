import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from "@temporalio/workflow";
import type { StewardActivities } from "../agents/runtime/activities.ts";
import { dispatch } from "./dispatch.ts";
import { idsBeside } from "./ids.ts";

export interface ConversationInput {
  readonly conversationId: string;
  /** Messages taken but not answered before the history was renewed. */
  readonly waiting?: readonly string[];
  /** The latest messages taken, so that a repeated one is recognised. */
  readonly taken?: readonly string[];
}

export interface Said {
  /** False when the message had been taken before. */
  readonly accepted: boolean;
}

export const say = defineUpdate<Said, [{ readonly messageId: string }]>("say");
export const stop = defineSignal<[{ readonly messageId: string }]>("stop");

/** A conversation that nobody continues ends; the next message starts it again. */
const idleTimeout = "8h";
const rememberedMessages = 200;

// The model may be away for long; a message is kept and answered when it is back.
const model = proxyActivities<StewardActivities>({
  startToCloseTimeout: "3m",
  heartbeatTimeout: "10s",
  scheduleToCloseTimeout: "24h",
  retry: { initialInterval: "1s", backoffCoefficient: 1.5, maximumInterval: "10s" },
});
const acts = proxyActivities<StewardActivities>({
  startToCloseTimeout: "30m",
  heartbeatTimeout: "10s",
  retry: { initialInterval: "500ms", maximumInterval: "10s" },
});

const answer = async (conversationId: string, messageId: string): Promise<void> => {
  const result = await model.interpret({ conversationId, messageId });
  if (result.outcome !== "call") return;
  const { toolCallId, confirm } = result;
  if (!confirm) {
    await acts.executeTool({ toolCallId });
    return;
  }
  // On its own from here on: the conversation goes on while the proposal waits for a person.
  await startChild(dispatch, {
    workflowId: idsBeside(workflowInfo().workflowId).dispatch(toolCallId),
    args: [{ toolCallId, checks: confirm.checks }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  });
};

/** One workflow a chat: takes messages, answers them one after the other, keeps ids only. */
export async function conversation(input: ConversationInput): Promise<void> {
  const { conversationId } = input;
  const waiting = [...(input.waiting ?? [])];
  const taken = new Set(input.taken ?? []);
  let current: { messageId: string; scope: CancellationScope } | undefined;

  setHandler(say, ({ messageId }) => {
    if (taken.has(messageId)) return { accepted: false };
    taken.add(messageId);
    waiting.push(messageId);
    return { accepted: true };
  });
  setHandler(stop, ({ messageId }) => {
    const index = waiting.indexOf(messageId);
    if (current?.messageId === messageId) current.scope.cancel();
    else if (index >= 0) waiting.splice(index, 1);
  });

  while (!workflowInfo().continueAsNewSuggested) {
    const woken = await condition(() => waiting.length > 0, idleTimeout);
    if (!woken) break;
    const messageId = waiting.shift()!;
    const scope = new CancellationScope();
    current = { messageId, scope };
    try {
      await scope.run(() => answer(conversationId, messageId));
    } catch (error) {
      // One message that cannot be answered must not end the conversation.
      await acts.endRun({ conversationId, messageId, reason: isCancellation(error) ? "stopped" : "failed" });
    } finally {
      current = undefined;
    }
  }
  await condition(allHandlersFinished);
  if (waiting.length > 0 || workflowInfo().continueAsNewSuggested)
    await continueAsNew<typeof conversation>({
      conversationId,
      waiting,
      taken: [...taken].slice(-rememberedMessages),
    });
}
