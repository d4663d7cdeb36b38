import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import type { Commands } from "../../services/api/commands.ts";
import { createGateway } from "../../services/api/gateway.ts";
import type { Sessions, Viewer } from "../../services/api/session.ts";
import { newId } from "../../services/core/ids.ts";
import { silentLogger } from "../../services/core/log.ts";
import { addMessage } from "../../services/mes/queries/conversations.ts";
import { createTestPlant } from "../support/plant.ts";

test("who could not begin a conversation hears nothing of the one that somebody else begins under its id", async () => {
  const { db, close } = await createTestPlant();
  onTestFinished(() => close());
  const store = (viewer: Viewer, message: { conversationId: string; messageId: string; text: string }) =>
    db.transaction().execute((tx) =>
      addMessage(tx, {
        id: message.messageId,
        conversationId: message.conversationId,
        userId: viewer.id,
        actor: viewer.nameZh,
        text: message.text,
      }),
    );
  const people = await db.selectFrom("app_user").select(["id", "name_zh", "name_en"]).limit(2).execute();
  const [owner, other] = people.map(
    ({ id, name_zh, name_en }): Viewer => ({ id, nameZh: name_zh, nameEn: name_en, roles: [] }),
  ) as [Viewer, Viewer];
  const sessions = {
    session: async (token: string) => ({
      id: token,
      viewer: [owner, other].find(({ id }) => id === token),
      expiresAt: new Date(Date.now() + 3_600_000),
    }),
  } as unknown as Sessions;
  const http = createServer();
  const commands = { sendMessage: store } as unknown as Commands;
  const gateway = createGateway(http, { db, sessions, commands, isBehindProxy: false, log: silentLogger });
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  onTestFinished(async () => void (await gateway.close()));
  const { port } = http.address() as AddressInfo;
  const connect = ({ id }: Viewer) => {
    const socket = io(`http://127.0.0.1:${port}`, { extraHeaders: { authorization: `Bearer ${id}` } });
    onTestFinished(() => void socket.close());
    const heard: unknown[] = [];
    socket.on("chat", (event: unknown) => heard.push(event));
    return { socket, heard };
  };
  const send = (socket: Socket, message: object) =>
    socket.timeout(5_000).emitWithAck("message.send", message);

  const [first, second] = [connect(owner), connect(other)];
  const [known, conversationId] = [newId(), newId()];
  await store(other, { conversationId: newId(), messageId: known, text: "WO-1042?" });
  expect(await send(second.socket, { conversationId, messageId: known, text: "Mine?" })).toMatchObject({
    ok: false,
    error: { code: "IDEMPOTENCY_KEY_REUSED" },
  });
  expect(
    await send(first.socket, { conversationId, messageId: newId(), text: "Release WO-1107" }),
  ).toMatchObject({ ok: true });
  gateway.chatGrew(conversationId);
  await expect.poll(() => first.heard).toMatchObject([{ conversationId, text: "Release WO-1107" }]);
  // What was sent to its room before an answer has come before it.
  await second.socket.timeout(5_000).emitWithAck("conversation.list", {});
  expect(second.heard).toEqual([]);
});
