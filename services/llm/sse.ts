import type { FastifyReply } from "fastify";

/** Server-sent events on one reply. A client that reads slowly slows the writer down; one that stops is let go. */
export interface EventStream {
  send(data: unknown): Promise<void>;
  /** Ends the stream with the marker that OpenAI's clients wait for. */
  end(): void;
}

/** @param stallMs milliseconds after which a client that reads nothing is taken for gone */
export const openEventStream = (reply: FastifyReply, stallMs: number): EventStream => {
  reply.hijack();
  const { raw } = reply;
  const headers = reply.getHeaders();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache, no-transform",
    connection: "keep-alive",
    "x-accel-buffering": "no",
  });
  const write = async (text: string) => {
    if (raw.destroyed || raw.write(text)) return;
    await new Promise<void>((resolve) => {
      const stalled = setTimeout(() => raw.destroy(), stallMs);
      const done = () => {
        clearTimeout(stalled);
        raw.off("drain", done);
        raw.off("close", done);
        resolve();
      };
      raw.on("drain", done);
      raw.on("close", done);
    });
  };
  return {
    send: (data) => write(`data: ${JSON.stringify(data)}\n\n`),
    end: () => {
      raw.end("data: [DONE]\n\n");
    },
  };
};

/** Aborts when the client goes away before the answer is complete. */
export const whenGone = (reply: FastifyReply): AbortSignal => {
  const controller = new AbortController();
  reply.raw.on("close", () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
};
