import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { silentLogger } from "../core/log.ts";
import type { Db } from "../mes/database.ts";
import type { Commands } from "./commands.ts";
import { createGateway } from "./gateway.ts";
import type { Session, Sessions } from "./session.ts";

test("a session that ends while its socket joins ends that socket too", async () => {
  const viewer = { id: "li.wei", nameZh: "李伟", nameEn: "Li Wei", roles: ["dispatcher"] };
  const session: Session = { id: "S-1", viewer, expiresAt: new Date(Date.now() + 3_600_000) };
  let isOver = false;
  const http = createServer();
  const gateway = createGateway(http, {
    db: {} as Db,
    commands: {} as Commands,
    sessions: {
      // It ends, and that is told, between the answer and the socket's joining.
      session: async () => {
        if (isOver) return undefined;
        isOver = true;
        gateway.sessionEnded(session.id);
        return session;
      },
    } as unknown as Sessions,
    isBehindProxy: false,
    log: silentLogger,
  });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  onTestFinished(async () => void (await gateway.close()));
  const { port } = http.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, { reconnection: false });
  const closed = new Promise((done) => socket.once("disconnect", done));
  expect(await closed).toBe("io server disconnect");
});
