import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { afterEach } from "vitest";
import { silentLogger } from "../../services/core/log.ts";
import type { OpenAiError } from "../../services/llm/openai-error.ts";
import { createRegistry, type Model, type PromptStyle } from "../../services/llm/registry.ts";
import { createLlmServer, type ServerDeps } from "../../services/llm/server.ts";
import { createFakeDecoder, createFakeEncoder, type FakeDecoderOptions } from "./fake-decoder.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type StartOptions = Partial<FakeDecoderOptions> &
  Partial<Pick<ServerDeps, "apiKey" | "sequences" | "queue" | "deadlineMs" | "stallMs">> & {
    readonly promptStyle?: PromptStyle;
  };

/** A model server over a decoder that answers as it is told; it ends with the test. */
export const start = async ({
  apiKey,
  sequences,
  queue,
  deadlineMs,
  stallMs,
  promptStyle = "general",
  ...options
}: StartOptions = {}) => {
  const fake = createFakeDecoder({ answer: () => ["Hel", "lo", " world"], ...options });
  const models: Model[] = [
    { role: "decoder", id: "mill", promptStyle, state: { phase: "ready" }, engine: fake.decoder },
    {
      role: "encoder",
      id: "mill-e",
      promptStyle: "general",
      state: { phase: "ready" },
      engine: createFakeEncoder(),
    },
  ];
  const { app, stop } = createLlmServer({
    registry: createRegistry(models),
    log: silentLogger,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(sequences === undefined ? {} : { sequences }),
    ...(queue === undefined ? {} : { queue }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(stallMs === undefined ? {} : { stallMs }),
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  closers.push(() => stop(0));
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: apiKey ?? "none", maxRetries: 0 });
  const post = (route: string, body: unknown) =>
    fetch(`${url}/v1/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  return { stop, url, openai, models, post, ...fake };
};

/** The error that a request is answered with. */
export const refusal = async (answer: Promise<Response>) => {
  const response = await answer;
  return { status: response.status, ...((await response.json()) as OpenAiError).error };
};

/** However busy the machine is. */
export const patient = { timeout: 20_000 };

/** The least request. */
export const hello = { model: "mill", messages: [{ role: "user" as const, content: "hi" }] };
