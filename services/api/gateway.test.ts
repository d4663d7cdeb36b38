import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { silentLogger } from "../core/log.ts";
import type { Db } from "../mes/database.ts";
import type { Commands } from "./commands.ts";
import { createGateway } from "./gateway.ts";
import type { Session, Sessions } from "./session.ts";

const viewer = { id: "li.wei", nameZh: "李伟", nameEn: "Li Wei", roles: ["dispatcher"] };
const oneSession: Session = { id: "S-1", viewer, expiresAt: new Date(Date.now() + 3_600_000) };

/** A gateway whose sessions are looked up so, and how to connect to it. */
const listening = async (session: () => Promise<Session | undefined>) => {
  const http = createServer();
  const gateway = createGateway(http, {
    db: {} as Db,
    commands: {} as Commands,
    sessions: { session } as unknown as Sessions,
    isBehindProxy: false,
    log: silentLogger,
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  onTestFinished(async () => void (await gateway.close()));
  const { port } = http.address() as AddressInfo;
  return { gateway, connect: () => io(`http://127.0.0.1:${port}`, { reconnection: false }) };
};

test("a session that ends while its socket joins ends that socket too", async () => {
  let isOver = false;
  // It ends, and that is told, between the answer and the socket's joining.
  const { gateway, connect } = await listening(async () => {
    if (isOver) return undefined;
    isOver = true;
    gateway.sessionEnded(oneSession.id);
    return oneSession;
  });
  const socket = connect();
  const closed = new Promise((done) => socket.once("disconnect", done));
  expect(await closed).toBe("io server disconnect");
});

test("a socket that cannot be let in for a fault of the house is told so", async () => {
  const { connect } = await listening(async () => ({ ...oneSession, expiresAt: undefined as never }));
  const socket = connect();
  const refused = new Promise<Error>((done) => socket.once("connect_error", done));
  expect(await refused).toMatchObject({ data: { code: "INTERNAL" } });
});
