import { createHash, timingSafeEqual } from "node:crypto";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { z } from "zod";
import { MillwrightError } from "../core/errors.ts";
import { newId } from "../core/ids.ts";
import type { Logger } from "../core/log.ts";
import { completeChat, streamChat } from "./chat.ts";
import { completeText, streamText } from "./completions.ts";
import type { Decoder } from "./engine.ts";
import { createMetrics } from "./metrics.ts";
import { bodyLimit, invalidBody, toErrorAnswer } from "./openai-error.ts";
import { createPromptRenderer, type PromptRenderer } from "./prompt.ts";
import type { DecoderModel, Registry } from "./registry.ts";
import { chatRequest, completionRequest, embeddingRequest } from "./requests.ts";
import { openEventStream, whenGone } from "./sse.ts";

export interface ServerDeps {
  readonly registry: Registry;
  readonly log: Logger;
  /** Without a key everyone who reaches the port may ask. */
  readonly apiKey?: string;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
}

const digest = (text: string) => createHash("sha256").update(text).digest();

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidBody(parsed.error);
  return parsed.data;
};

/** Requests that may wait for the engine; more are told to come back. */
const mostWaiting = 64;

/** @throws MillwrightError RATE_LIMITED */
const refuseWhenFull = (engine: Decoder) => {
  if ((engine.figures()["waiting_requests"] ?? 0) >= mostWaiting)
    throw new MillwrightError("RATE_LIMITED", { seconds: 2 });
};

/** The OpenAI-compatible HTTP server over the engines of a registry. It listens when the caller says so. */
export const createLlmServer = ({ registry, log, apiKey, clock = Date.now }: ServerDeps): FastifyInstance => {
  const app = fastify({ bodyLimit, genReqId: newId, forceCloseConnections: true });
  const metrics = createMetrics();
  const renderers = new WeakMap<DecoderModel, PromptRenderer>();
  const rendererOf = (model: DecoderModel) => {
    const known = renderers.get(model) ?? createPromptRenderer(model.engine!, model.promptStyle);
    renderers.set(model, known);
    return known;
  };

  app.addHook("onRequest", async (request) => {
    if (!apiKey || request.url === "/health") return;
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!timingSafeEqual(digest(given), digest(apiKey))) throw new MillwrightError("UNAUTHENTICATED");
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "unknown";
    metrics.request({ route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
  });
  app.setNotFoundHandler((request) => {
    throw new MillwrightError("NOT_FOUND", { kind: "route", id: `${request.method} ${request.url}` });
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = toErrorAnswer(error, request.id);
    if (status >= 500 && status !== 503) log.error({ err: error, reference: request.id }, "request failed");
    if (status === 503 || status === 429) reply.header("retry-after", "2");
    return reply.status(status).send(body);
  });

  /** An error after the stream began can only be told inside it. */
  const streaming = async (
    request: FastifyRequest,
    reply: FastifyReply,
    run: (open: () => ReturnType<typeof openEventStream>) => Promise<void>,
  ) => {
    let stream: ReturnType<typeof openEventStream> | undefined;
    try {
      await run(() => {
        stream = openEventStream(reply);
        return stream;
      });
    } catch (error) {
      if (!stream) throw error;
      const { body } = toErrorAnswer(error, request.id);
      log.error({ err: error, reference: request.id }, "stream failed");
      await stream.send(body);
      stream.end();
    }
    return reply;
  };

  app.get("/health", async (_request, reply) => {
    const failure = registry.failure();
    const status = failure ? "failed" : registry.ready() ? "ok" : "loading";
    return reply.status(status === "ok" ? 200 : 503).send({
      status,
      progress: registry.progress(),
      models: registry.models.map(({ id, role, state }) => ({ id, role, phase: state.phase })),
      ...(failure ? { error: failure.toShape() } : {}),
    });
  });

  app.get("/metrics", async (_request, reply) => {
    const engines = registry.models.flatMap((model) =>
      model.role === "decoder" && model.engine ? [{ id: model.id, figures: model.engine.figures() }] : [],
    );
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(metrics.render(engines));
  });

  const describe = (model: Registry["models"][number]) => ({
    id: model.id,
    object: "model",
    created: 0,
    owned_by: "millwright",
    role: model.role,
    prompt_style: model.promptStyle,
    ...(model.engine ? { context_length: model.engine.contextLength } : {}),
  });
  app.get("/v1/models", async () => ({ object: "list", data: registry.models.map(describe) }));
  app.get("/v1/models/:id", async (request) => {
    const { id } = request.params as { id: string };
    const model = registry.models.find((candidate) => candidate.id === id);
    if (!model) throw new MillwrightError("NOT_FOUND", { kind: "model", id });
    return describe(model);
  });

  app.post("/v1/chat/completions", async (request, reply) => {
    const body = parse(chatRequest, request.body);
    const { model, engine } = registry.decoder(body.model);
    refuseWhenFull(engine);
    const job = {
      request: body,
      model,
      renderer: rendererOf(model),
      metrics,
      signal: whenGone(reply),
      clock,
    };
    if (!body.stream) return completeChat(job);
    return streaming(request, reply, (open) => streamChat(job, open));
  });

  app.post("/v1/completions", async (request, reply) => {
    const body = parse(completionRequest, request.body);
    const { model, engine } = registry.decoder(body.model);
    refuseWhenFull(engine);
    const job = { request: body, model, metrics, signal: whenGone(reply), clock };
    if (!body.stream) return completeText(job);
    return streaming(request, reply, (open) => streamText(job, open));
  });

  app.post("/v1/embeddings", async (request, reply) => {
    const body = parse(embeddingRequest, request.body);
    const { model, engine } = registry.encoder(body.model);
    const inputs = typeof body.input === "string" ? [body.input] : body.input;
    const embeddings = await engine.embed(inputs, whenGone(reply));
    const tokens = embeddings.reduce((sum, embedding) => sum + embedding.tokens, 0);
    const encode = ({ buffer, byteOffset, byteLength }: Float32Array) =>
      Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");
    return {
      object: "list",
      model: model.id,
      data: embeddings.map(({ vector }, index) => ({
        object: "embedding",
        index,
        embedding: body.encoding_format === "base64" ? encode(vector) : [...vector],
      })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
  });

  return app;
};
