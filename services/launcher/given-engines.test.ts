import { type AddressInfo, createServer } from "node:net";
import Fastify from "fastify";
import { afterEach, expect, test } from "vitest";
import { loadConfig } from "../core/config.ts";
import { createLlmClient } from "../llm/client.ts";
import { tryGivenEngines } from "./given-engines.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Chat {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string };
  readonly [field: string]: unknown;
}

/** A server of chat completions as the specification has them, that refuses each field that it does not know, as strict ones do. */
const strictServer = async (knows: readonly string[], formats: readonly string[] = []) => {
  const app = Fastify();
  const asked: Chat[] = [];
  app.get("/v1/models", async () => ({
    object: "list",
    data: [{ id: "other", object: "model", owned_by: "x" }],
  }));
  app.post("/v1/chat/completions", async (request, reply) => {
    const body = request.body as Chat;
    const refuse = (message: string) =>
      reply.status(400).send({ error: { message, type: "invalid_request_error" } });
    for (const field of Object.keys(body))
      if (!["model", "messages", "max_tokens", "temperature", "seed", "stream", ...knows].includes(field))
        return refuse(`Unrecognized request argument supplied: ${field}`);
    const format = body.response_format?.type;
    if (format && !formats.includes(format)) return refuse(`response_format type ${format} is not supported`);
    asked.push(body);
    return {
      choices: [{ index: 0, message: { role: "assistant", content: '{"ok":true}' }, finish_reason: "stop" }],
    };
  });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  closers.push(() => app.close());
  return { url: `${address}/v1`, asked };
};
/** A port that nobody listens at. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};
const notesOf = async (url: string): Promise<string> => {
  const notes: string[] = [];
  await tryGivenEngines(
    loadConfig({ LLM_URL: url }),
    () => true,
    (note) => notes.push(note),
  );
  return notes.join("\n");
};
const schema = { type: "object", properties: { ok: { type: "boolean" } }, required: ["ok"] };
const messages = [{ role: "user", content: "Is it?" }] as const;

test.each([
  [
    "all of the specification but probabilities",
    ["response_format", "stream_options"],
    ["json_schema"],
    "json_schema",
  ],
  ["JSON objects without a schema", ["response_format"], ["json_object"], "json_object"],
  [
    "a field for formats, and no format",
    ["response_format", "logprobs", "top_logprobs"],
    ["text"],
    undefined,
  ],
  ["none of it", [], [], undefined],
])("a model server that knows %s gives the house its answers", async (_, knows, formats, format) => {
  const server = await strictServer(knows, formats);
  const client = createLlmClient({ url: server.url });
  for (let times = 0; times < 2; times += 1)
    expect((await client.chatJson({ messages, schema })).json).toEqual({ ok: true });
  const [first, second] = server.asked;
  expect(server.asked).toHaveLength(2);
  expect(first).toEqual(second);
  expect(first!.response_format?.type).toBe(format);
  const isTold = first!.messages[0]!.content.includes(JSON.stringify(schema));
  expect(isTold).toBe(format !== "json_schema");
});

test("what a model server lacks is told before the start, each with what that means", async () => {
  const notes = await notesOf((await strictServer([])).url);
  expect(notes).toContain("decodes under no JSON schema");
  expect(notes).toContain("tells no probabilities");
  expect(notes).toContain("documents are found by their words alone");
  const most = await notesOf((await strictServer(["response_format"], ["json_schema"])).url);
  expect(most).not.toContain("JSON schema");
});

test("a server that gives no JSON is told so, and one that does not know the address ends the start", async () => {
  const app = Fastify();
  app.get("/v1/models", async () => ({ data: [{ id: "chatty" }] }));
  app.post("/v1/chat/completions", async () => ({
    choices: [{ message: { content: "Sure! Here it is." } }],
  }));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  closers.push(() => app.close());
  expect(await notesOf(`${url}/v1`)).toContain("Sentences will fail as long as it does not");
  await expect(notesOf(`${url}/wrong`)).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});

test("a context that is too short for a model of another make, and why a server gives no answer, are told", async () => {
  const app = Fastify();
  app.get("/v1/models", async () => ({ data: [{ id: "short", meta: { n_ctx: 2_048 } }] }));
  app.post("/v1/chat/completions", async () => ({ choices: [{ message: { content: '{"ok":true}' } }] }));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  expect(await notesOf(`${url}/v1`)).toContain("The model short is served with a context of 2048 tokens");
  expect(await notesOf(`http://127.0.0.1:${await closedPort()}/v1`)).toContain("ECONNREFUSED");
});
