import { type AnswerPart, createCallReader } from "./call-reader.ts";
import { type ChatJob, chatHeader, chatUsage, finishReason, prepareChat, runChat } from "./chat.ts";
import type { TextPiece, TextSummary } from "./generate.ts";
import { type ChatLogprob, toChatLogprob } from "./logprobs.ts";
import { mergeIterations } from "./merge.ts";
import type { EventStream } from "./sse.ts";
import { createCallSplitter, newCallId, type ToolPlan, toWireCall } from "./tools.ts";

type SendDelta = (delta: object, logprobs?: readonly ChatLogprob[]) => Promise<void>;

/** Turns the growing text of one answer into deltas; gives back whether it was a call. */
interface DeltaWriter {
  push(text: string, logprobs: readonly ChatLogprob[]): Promise<void>;
  end(): Promise<boolean>;
}

const plainWriter = (send: SendDelta): DeltaWriter => ({
  push: async (text, logprobs) => {
    if (text || logprobs.length > 0) await send({ content: text }, logprobs);
  },
  end: async () => false,
});

/** The answer has to be calls: their arguments go out as they come. */
const forcedWriter = (send: SendDelta): DeltaWriter => {
  const splitter = createCallSplitter();
  let called = false;
  return {
    push: async (text) => {
      for (const { index, name, arguments: more } of splitter.push(text)) {
        const call =
          name === undefined
            ? { function: { arguments: more } }
            : toWireCall({ id: newCallId(), name, arguments: more });
        called = true;
        await send({ tool_calls: [{ index, ...call }] });
      }
    },
    end: async () => called,
  };
};

/** The answer may have calls in it, which go out whole; text does as soon as it is certain to be none. */
const openWriter = (send: SendDelta, plan: ToolPlan): DeltaWriter => {
  const reader = createCallReader(plan);
  const logprobs: ChatLogprob[] = [];
  let calls = 0;
  const write = async (parts: readonly AnswerPart[]) => {
    for (const part of parts) {
      if ("text" in part) await send({ content: part.text }, logprobs.splice(0));
      else await send({ tool_calls: [{ index: calls++, ...toWireCall(part.call) }] });
    }
  };
  return {
    push: async (text, more) => {
      logprobs.push(...more);
      await write(reader.push(text));
    },
    end: async () => {
      await write(reader.end());
      if (calls === 0 && logprobs.length > 0) await send({ content: "" }, logprobs);
      return calls > 0;
    },
  };
};

/**
 * The answer as chunks. `open` is called when the first token is there, so that a request that is refused still
 * gets an ordinary error answer.
 */
export const streamChat = async (job: ChatJob, open: () => EventStream): Promise<void> => {
  const { plan, generations } = await prepareChat(job);
  const base = chatHeader(job, "chat.completion.chunk");
  const wantsUsage = job.request.stream_options?.include_usage === true;
  const wantsLogprobs = job.request.logprobs === true;
  const summaries: TextSummary[] = [];
  let stream: EventStream | undefined;

  const chunk = (
    index: number,
    delta: object,
    finish: string | null,
    logprobs: readonly ChatLogprob[] = [],
  ) =>
    stream!.send({
      ...base,
      choices: [
        {
          index,
          delta,
          logprobs: logprobs.length > 0 ? { content: logprobs, refusal: null } : null,
          finish_reason: finish,
        },
      ],
      ...(wantsUsage ? { usage: null } : {}),
    });
  const writers = generations.map((_, index) => {
    const send: SendDelta = (delta, logprobs) => chunk(index, delta, null, logprobs);
    if (plan.forced) return forcedWriter(send);
    return plan.tools.length > 0 ? openWriter(send, plan) : plainWriter(send);
  });
  const begin = async () => {
    if (stream) return;
    stream = open();
    for (const index of generations.keys())
      await chunk(index, { role: "assistant", content: plan.forced ? null : "" }, null);
  };

  const runs = generations.map((generation) => runChat(job, generation));
  for await (const step of mergeIterations<TextPiece, TextSummary>(runs)) {
    await begin();
    const writer = writers[step.index]!;
    if (!step.done) {
      const { text, token } = step.value;
      await writer.push(text, wantsLogprobs ? [toChatLogprob(token)] : []);
      continue;
    }
    summaries.push(step.value);
    if (step.value.rest) await writer.push(step.value.rest, []);
    await chunk(step.index, {}, finishReason(step.value, await writer.end()));
  }
  if (wantsUsage) await stream!.send({ ...base, choices: [], usage: chatUsage(summaries) });
  stream!.end();
};
