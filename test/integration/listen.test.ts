import { connect, createServer, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { listen } from "../../services/mes/listen.ts";

/** A way to the database that can be shut: then whoever comes is sent away. One that is cut leads nowhere, and nobody is told. */
const gate = { shut: false, tries: 0, inside: 0, most: 0 };
const sockets = new Set<Socket>();
const tries = 12;
const triedOften = Promise.withResolvers<void>();

const sendAway = (socket: Socket) => {
  gate.inside += 1;
  gate.most = Math.max(gate.most, gate.inside);
  socket.on("close", () => {
    gate.inside -= 1;
    gate.tries += 1;
    if (gate.tries === tries) triedOften.resolve();
  });
  socket.once("data", () => socket.destroy());
};
const lead = (socket: Socket) => {
  const { hostname, port } = new URL(inject("postgresUrl"));
  const database = connect(Number(port), hostname);
  database.on("error", () => {});
  for (const one of [socket, database]) sockets.add(one);
  socket.pipe(database).pipe(socket);
};
const server = createServer((socket) => {
  socket.on("error", () => {});
  (gate.shut ? sendAway : lead)(socket);
});

beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => server.close());
const byThatWay = (): string => {
  const url = new URL(inject("postgresUrl"));
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as { port: number }).port);
  return url.href;
};

test("while the database is away it is tried by one at a time, and once it is back the gap is told", async () => {
  const gap = Promise.withResolvers<void>();
  let gaps = 0;
  const onGap = () => {
    gaps += 1;
    gap.resolve();
  };
  const listener = await listen(byThatWay(), ["mw_test"], () => {}, onGap, {
    reconnectMs: 2,
    heartbeatMs: 60_000,
  });
  gate.shut = true;
  for (const socket of sockets) socket.destroy();
  await triedOften.promise;
  expect(gate.most).toBe(1);
  expect(gaps).toBe(0);
  gate.shut = false;
  await gap.promise;
  expect(gaps).toBe(1);
  await listener.close();
});

test("a connection that leads nowhere without a word is missed, and what is notified afterwards arrives", async () => {
  const [gap, told] = [Promise.withResolvers<void>(), Promise.withResolvers<string>()];
  const listener = await listen(
    byThatWay(),
    ["mw_test"],
    (_channel, payload) => told.resolve(payload),
    gap.resolve,
    { reconnectMs: 2, heartbeatMs: 200 },
  );
  for (const socket of sockets) socket.unpipe().resume();
  await gap.promise;
  const speaker = new pg.Client({ connectionString: inject("postgresUrl") });
  await speaker.connect();
  await speaker.query("notify mw_test, 'back'");
  await speaker.end();
  expect(await told.promise).toBe("back");
  await listener.close();
});
