import { once } from "node:events";
import { type AddressInfo, createServer, Socket } from "node:net";
import { expect, test, vi } from "vitest";
import { openDatabase } from "./database.ts";

test("a connection whose other end is silently gone is found out: the pool asks for it", async () => {
  const server = createServer((socket) => socket.once("data", () => socket.destroy())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const asked = vi.spyOn(Socket.prototype, "setKeepAlive");
  const { port } = server.address() as AddressInfo;
  const { pool, close } = openDatabase(`postgres://nobody@127.0.0.1:${port}/none`);
  await expect(pool.query("select 1")).rejects.toThrow();
  expect(asked).toHaveBeenCalledWith(true, 10_000);
  await close();
  server.close();
});
