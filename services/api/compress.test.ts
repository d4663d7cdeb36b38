import { brotliDecompressSync, gunzipSync } from "node:zlib";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { compressAnswers } from "./compress.ts";

const long = { text: "night shift ".repeat(1_000) };
const app = Fastify();
await compressAnswers(app);
app.get("/long", async () => long);
app.get("/short", async () => ({ text: "day" }));
app.get("/events", async (_request, reply) => reply.type("text/event-stream").send(JSON.stringify(long)));
app.get("/stream", async (_request, reply) =>
  reply.type("application/json").send(new Response(JSON.stringify(long)).body),
);

const get = (url: string, accept?: string) =>
  app.inject({ url, headers: accept === undefined ? {} : { "accept-encoding": accept } });

test("long texts are sent as their reader takes them", async () => {
  for (const url of ["/long", "/stream"]) {
    const brotli = await get(url, "gzip, deflate, br");
    expect(brotli.headers["content-encoding"]).toBe("br");
    expect(brotli.headers["vary"]).toBe("accept-encoding");
    expect(JSON.parse(brotliDecompressSync(brotli.rawPayload).toString())).toEqual(long);
    const gzip = await get(url, "br;q=0, gzip");
    expect(gzip.headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(gunzipSync(gzip.rawPayload).toString())).toEqual(long);
    const plain = await get(url);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.json()).toEqual(long);
  }
});

test("short answers and streams of events stay as they are", async () => {
  for (const url of ["/short", "/events"])
    expect((await get(url, "br, gzip")).headers["content-encoding"]).toBeUndefined();
});
