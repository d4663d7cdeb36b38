import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { listen } from "../../services/mes/listen.ts";

/** A way to the database that can be shut: then whoever comes is sent away. */
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

test("while the database is away it is tried by one at a time, and once it is back the gap is told", async () => {
  const url = new URL(inject("postgresUrl"));
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as { port: number }).port);
  const gap = Promise.withResolvers<void>();
  let gaps = 0;
  const onGap = () => {
    gaps += 1;
    gap.resolve();
  };
  const listener = await listen(url.href, ["mw_test"], () => {}, onGap, 2);
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
