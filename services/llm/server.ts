import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import { type Admission, createAdmission } from "./admission.ts";
import { completeChat } from "./chat.ts";
import { streamChat } from "./chat-stream.ts";
import { answersOf, completeText, streamText } from "./completions.ts";
import { embedTexts } from "./embeddings.ts";
import { createMetrics } from "./metrics.ts";
import { bodyLimit, invalidBody, toErrorAnswer } from "./openai-error.ts";
import { createPromptRenderer, type PromptRenderer } from "./prompt.ts";
import type { DecoderModel, Model, Registry } from "./registry.ts";
import { chatRequest, completionRequest, embeddingRequest } from "./requests.ts";
import { type EventStream, openEventStream, whenGone } from "./sse.ts";

export interface ServerDeps {
  readonly registry: Registry;
  readonly log: Logger;
  /** Without a key everyone who reaches the port may ask. */
  readonly apiKey?: string;
  /** Answers of one model that are worked on at once, and that may wait beside these; more are told to come back. */
  readonly sequences?: number;
  readonly queue?: number;
  /** Milliseconds after which an answer ends with what it has, unless the request says otherwise. */
  readonly deadlineMs?: number;
  /** Milliseconds after which a client that does not read its stream is let go: its answer holds a place. */
  readonly stallMs?: number;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
}

export interface LlmServer {
  /** Listens when the caller says so. */
  readonly app: FastifyInstance;
  /**
   * Takes no more requests, lets those that run finish for up to so many milliseconds, ends the others, and closes.
   * Called again, it ends the others at once.
   */
  stop(graceMs: number): Promise<void>;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidBody(parsed.error);
  return parsed.data;
};

/** Whether an error is the server's own fault, and nobody was told to expect it. */
const isOurs = (status: number): boolean => status >= 500 && status !== 503;

/** Milliseconds between two looks at whether all have finished. */
const pollMs = 20;

/** Milliseconds that clients have for reading the end of their answers when the server stops. */
const lastWordMs = 1000;

/** Milliseconds in which a client has to have sent its request. */
const requestTimeout = 60_000;

/** Routes that tell how the server does: monitors have no key. */
const open = new Set(["/health"]);

const describe = (model: Model, created: number) => ({
  id: model.id,
  object: "model",
  created,
  owned_by: "millwright",
  role: model.role,
  prompt_style: model.promptStyle,
  ...(model.engine ? { context_length: model.engine.contextLength } : {}),
});

/** The OpenAI-compatible HTTP server over the engines of a registry. */
export const createLlmServer = (deps: ServerDeps): LlmServer => {
  const {
    registry,
    log,
    apiKey,
    sequences = 4,
    queue = 64,
    deadlineMs,
    stallMs = 60_000,
    clock = Date.now,
  } = deps;
  const app = fastify({ bodyLimit, genReqId: newId, forceCloseConnections: "idle", requestTimeout });
  // All that is asked here is JSON.
  app.removeContentTypeParser("text/plain");
  const metrics = createMetrics();
  const created = Math.floor(clock() / 1000);
  const stopping = new AbortController();
  let accepting = true;

  const renderers = new WeakMap<DecoderModel, PromptRenderer>();
  const rendererOf = (model: DecoderModel) => {
    const known = renderers.get(model) ?? createPromptRenderer(model.engine!, model.promptStyle);
    renderers.set(model, known);
    return known;
  };
  const admissions = new Map<Model, Admission>();
  const admissionOf = (model: Model) => {
    const known = admissions.get(model) ?? createAdmission(sequences, queue);
    admissions.set(model, known);
    return known;
  };
  const busy = () => [...admissions.values()].reduce((sum, admission) => sum + admission.inFlight(), 0);

  /** Runs what a request asks for when there is room for it. Of several answers none goes on when one of them failed. */
  const admitted = async <T>(
    model: Model,
    answers: number,
    reply: FastifyReply,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    if (!accepting) throw new MillwrightError("SERVER_STOPPING");
    const leave = admissionOf(model).enter(answers);
    const over = new AbortController();
    const gone = whenGone(reply);
    try {
      return await work(AbortSignal.any([gone, stopping.signal, over.signal]));
    } finally {
      if (gone.aborted) metrics.cancelled();
      over.abort();
      leave();
    }
  };

  app.addHook("onRequest", async (request) => {
    if (!apiKey || open.has(request.url)) return;
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!timingSafeEqual(digest(given), digest(apiKey))) throw new MillwrightError("API_KEY_REFUSED");
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.request({ route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
  app.setNotFoundHandler((request) => {
    throw new MillwrightError("NOT_FOUND", { kind: "route", id: `${request.method} ${request.url}` });
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfter } = toErrorAnswer(error, request.id);
    if (isOurs(status)) log.error({ err: error, reference: request.id }, "request failed");
    if (status === 429) metrics.refused();
    if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
    return reply.status(status).send(body);
  });

  /** An error after the stream began can only be told inside it. */
  const streaming = async (
    request: FastifyRequest,
    reply: FastifyReply,
    run: (open: () => EventStream) => Promise<void>,
  ) => {
    let stream: EventStream | undefined;
    try {
      await run(() => {
        stream = openEventStream(reply, stallMs);
        return stream;
      });
    } catch (error) {
      if (!stream) throw error;
      const { status, body } = toErrorAnswer(error, request.id);
      if (isOurs(status)) log.error({ err: error, reference: request.id }, "stream failed");
      await stream.send(body);
      stream.end();
    }
    return reply;
  };

  app.get("/health", async (_request, reply) => {
    const failure = registry.failure();
    const status = failure ? "failed" : !accepting ? "stopping" : registry.ready() ? "ok" : "loading";
    return reply.status(status === "ok" ? 200 : 503).send({
      status,
      progress: registry.progress(),
      models: registry.models.map(({ id, role, state }) => ({
        id,
        role,
        phase: state.phase,
        ...(state.phase === "loading" ? { progress: state.progress } : {}),
        ...(state.phase === "failed" ? { error: state.error.toShape() } : {}),
      })),
      ...(failure ? { error: failure.toShape() } : {}),
    });
  });

  app.get("/metrics", async (_request, reply) => {
    const engines = registry.models.flatMap((model) =>
      model.role === "decoder" && model.engine ? [{ id: model.id, figures: model.engine.figures() }] : [],
    );
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(metrics.render(engines));
  });

  app.get("/v1/models", async () => ({
    object: "list",
    data: registry.models.map((model) => describe(model, created)),
  }));
  app.get("/v1/models/:id", async (request) => {
    const { id } = request.params as { id: string };
    return describe(registry.model(id), created);
  });

  app.post("/v1/chat/completions", async (request, reply) => {
    const body = parse(chatRequest, request.body);
    body.deadline_ms ??= deadlineMs;
    const { model } = registry.decoder(body.model);
    const renderer = rendererOf(model);
    return admitted(model, body.n ?? 1, reply, async (signal) => {
      const job = { request: body, model, renderer, metrics, signal, clock };
      if (body.stream) return streaming(request, reply, (open) => streamChat(job, open));
      return completeChat(job);
    });
  });

  app.post("/v1/completions", async (request, reply) => {
    const body = parse(completionRequest, request.body);
    body.deadline_ms ??= deadlineMs;
    const { model } = registry.decoder(body.model);
    return admitted(model, answersOf(body), reply, async (signal) => {
      const job = { request: body, model, metrics, signal, clock };
      if (body.stream) return streaming(request, reply, (open) => streamText(job, open));
      return completeText(job);
    });
  });

  app.post("/v1/embeddings", async (request, reply) => {
    const body = parse(embeddingRequest, request.body);
    const { model } = registry.encoder(body.model);
    return admitted(model, 1, reply, (signal) => embedTexts(model, body, signal));
  });

  const stop = async (graceMs: number) => {
    const end = () => stopping.abort(new MillwrightError("SERVER_STOPPING"));
    if (!accepting) return end();
    accepting = false;
    const started = performance.now();
    while (busy() > 0 && performance.now() - started < graceMs && !stopping.signal.aborted)
      await setTimeout(pollMs);
    end();
    // Connections that are kept alive would hold the server open once their answers are through.
    const sweep = setInterval(() => app.server.closeIdleConnections(), pollMs);
    const closed = app.close();
    await Promise.race([closed, setTimeout(lastWordMs, undefined, { ref: false })]);
    app.server.closeAllConnections();
    await closed.finally(() => clearInterval(sweep));
  };
  return { app, stop };
};
