import Fastify from "fastify";

export interface CannedModel {
  readonly url: string;
  /** Answers the next request. */
  answer(call: object, confidence?: number): void;
  /** Takes back what was to be answered and was not asked for: the words had done for themselves. */
  forget(): void;
  /** Answers the next request with words as they are. */
  write(text: string): void;
  /** While away, every request is refused. */
  away: boolean;
  close(): Promise<void>;
}

/**
 * A model server whose answers are given beforehand, or by a rule for what it is asked; it fails a request for which there is
 * none.
 */
export const startCannedModel = async (
  rule: (asked: string) => object | undefined = () => undefined,
): Promise<CannedModel> => {
  const answers: { text: string; confidence: number }[] = [];
  const app = Fastify();
  const model = { away: false };
  app.get("/v1/models", async (_request, reply) =>
    model.away
      ? reply.status(503).send({})
      : { data: [{ id: "canned", role: "decoder", prompt_style: "closed-set" }] },
  );
  app.post("/v1/chat/completions", async (request, reply) => {
    const ruled = rule(JSON.stringify(request.body));
    const given = ruled ? { text: JSON.stringify(ruled), confidence: 0.99 } : answers.shift();
    const next = model.away ? undefined : given;
    if (!next)
      return reply.status(503).send({ error: { message: model.away ? "away" : "no answer is left" } });
    const logprob = Math.log(next.confidence);
    const content = [
      {
        token: next.text,
        logprob,
        top_logprobs: [
          { token: "a", logprob },
          { token: "b", logprob: -3 },
        ],
      },
    ];
    const chunk = {
      choices: [{ index: 0, delta: { content: next.text }, logprobs: { content }, finish_reason: "stop" }],
    };
    reply.header("content-type", "text/event-stream");
    return reply.send(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/v1`,
    answer: (call, confidence = 0.99) => answers.push({ text: JSON.stringify(call), confidence }),
    forget: () => {
      answers.length = 0;
    },
    write: (text) => answers.push({ text, confidence: 0.99 }),
    get away() {
      return model.away;
    },
    set away(value: boolean) {
      model.away = value;
    },
    close: () => app.close(),
  };
};
