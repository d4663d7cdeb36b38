import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { appendEvents } from "../../services/mes/events.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let token: string;
beforeAll(async () => {
  house = await startTestHouse({}, { patience: { headersMs: 300, requestMs: 600, checkMs: 50 } });
  token = await signInTo(house.api.url, "zhao.lei");
});
afterAll(() => house.close());

const dial = async (): Promise<Socket> => {
  const { hostname, port } = new URL(house.api.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
};
/** What a connection is answered until the other side ends it. */
const answered = async (socket: Socket): Promise<string> => {
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  await once(socket, "close");
  return text;
};
const isAlive = async () =>
  (await postTo(
    house.api.url,
    "/graphql",
    { query: "{ viewer { id } }" },
    { authorization: `Bearer ${token}` },
  )) as { data: object };

test("headers that do not come to their end are waited for so long and no longer", async () => {
  const socket = await dial();
  socket.write("POST /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  expect(await answered(socket)).toMatch(/^HTTP\/1\.1 408/);
});

test("a body that does not come to its end is broken off, while others are answered", async () => {
  const sockets = await Promise.all(Array.from({ length: 30 }, dial));
  const ends = sockets.map(answered);
  for (const socket of sockets)
    socket.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"query":`,
    );
  expect((await isAlive()).data).toEqual({ viewer: { id: "zhao.lei" } });
  for (const text of await Promise.all(ends)) expect(text).toMatch(/^HTTP\/1\.1 408/);
  expect((await isAlive()).data).toEqual({ viewer: { id: "zhao.lei" } });
});

test("a subscription that nobody reads holds up neither the stream of others nor the house's end", async () => {
  const body = JSON.stringify({ query: "subscription { events { id attributes } }" });
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const hung = await dial();
  hung.write(head);
  // The answer has begun; from here on nothing of it is taken.
  await once(hung, "data");
  hung.pause();
  const reader = await dial();
  reader.write(head);
  await once(reader, "data");
  const last = new Promise<void>((resolve) => {
    let text = "";
    reader.on("data", (chunk: Buffer) => {
      text = (text + chunk).slice(-200_000);
      if (text.includes('"hung-last"')) resolve();
    });
  });
  const filler = "x".repeat(2_000);
  const event = (id: string) => ({
    id,
    type: "test.filler",
    time: new Date(1_795_000_000_000),
    source: "test",
    objects: [],
    attributes: { filler },
  });
  await appendEvents(
    house.plant.db,
    Array.from({ length: 4_000 }, (_, index) => event(`hung-${index}`)),
  );
  await appendEvents(house.plant.db, [event("hung-last")]);
  await last;
  // What is not taken waits in the data store, not in the memory of the API.
  expect(hung.bytesRead).toBeLessThan(4_000_000);
  expect((await isAlive()).data).toEqual({ viewer: { id: "zhao.lei" } });
});
