import {
  ActivityCancellationType,
  ActivityFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  isCancellation,
  log,
  ParentClosePolicy,
  patched,
  proxyActivities,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from "@temporalio/workflow";
import type { StewardActivities } from "../agents/runtime/activities.ts";
import { dispatch } from "./dispatch.ts";
import { toldOf } from "./failure.ts";
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
const ofModel = {
  startToCloseTimeout: "3m",
  heartbeatTimeout: "10s",
  scheduleToCloseTimeout: "24h",
  retry: { initialInterval: "1s", backoffCoefficient: 1.5, maximumInterval: "10s" },
} as const;
const ofActs = {
  startToCloseTimeout: "30m",
  heartbeatTimeout: "10s",
  retry: { initialInterval: "500ms", maximumInterval: "10s" },
} as const;

/** Whoever stops is told so at once; of what goes on meanwhile nothing more is told. */
const atOnce = { cancellationType: ActivityCancellationType.TRY_CANCEL } as const;
const stoppable = {
  model: proxyActivities<StewardActivities>({ ...ofModel, ...atOnce }),
  acts: proxyActivities<StewardActivities>({ ...ofActs, ...atOnce }),
};
/** Conversations begun before a stop was heard at once; none lasts a day. */
const unstoppable = {
  model: proxyActivities<StewardActivities>(ofModel),
  acts: proxyActivities<StewardActivities>(ofActs),
};
const isStoppedAtOnce = () => patched("stopped-at-once");
const closing = proxyActivities<StewardActivities>(ofActs);

const answer = async (conversationId: string, messageId: string): Promise<void> => {
  const { model, acts } = isStoppedAtOnce() ? stoppable : unstoppable;
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

/** Tells how a message ended; one of which not even that can be told must not take those with it that wait behind it. */
const end = async (ended: Parameters<StewardActivities["endRun"]>[0]): Promise<void> => {
  try {
    await closing.endRun(ended);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    log.error("the end of a message could not be told", { messageId: ended.messageId, reason: ended.reason });
  }
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
  setHandler(stop, async ({ messageId }) => {
    const index = waiting.indexOf(messageId);
    if (current?.messageId === messageId) current.scope.cancel();
    else if (index >= 0) {
      waiting.splice(index, 1);
      if (isStoppedAtOnce()) await end({ conversationId, messageId, reason: "stopped" });
    }
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
      const ended = { conversationId, messageId };
      // One that fails by itself while it is stopped was stopped too.
      if (isCancellation(error) || scope.consideredCancelled) await end({ ...ended, reason: "stopped" });
      else await end({ ...ended, reason: "failed", error: toldOf(error, messageId) });
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
