import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendEvents } from "../../services/mes/events.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { runUsers } from "../../services/mes/users/command.ts";
import { startTestHouse } from "../support/house.ts";
import { followEvents, postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.close());

const signIn = (user: string) => signInTo(house.api.url, user);
const withToken = (token: string) => ({ cookie: `millwright_session=${token}` });
const signOut = (token: string) =>
  fetch(`${house.api.url}/auth/sign-out`, { method: "POST", headers: withToken(token) });
const codeFor = async (token: string): Promise<string | undefined> => {
  const answer: { errors?: { extensions: { code: string } }[] } = await postTo(
    house.api.url,
    "/graphql",
    { query: "{ viewer { id } }" },
    withToken(token),
  );
  return answer.errors?.[0]?.extensions.code;
};
const connect = async (token: string): Promise<Socket> => {
  const socket = io(house.api.url, { extraHeaders: withToken(token), reconnection: false });
  await new Promise((done, failed) =>
    socket.once("connect", () => done(undefined)).once("connect_error", failed),
  );
  return socket;
};

test("who signs out ends the session, not the cookie alone, and no other session", async () => {
  const [one, other] = [await signIn("li.wei"), await signIn("li.wei")];
  expect([await codeFor(one), await codeFor(other)]).toEqual([undefined, undefined]);
  expect((await signOut(one)).status).toBe(200);
  expect([await codeFor(one), await codeFor(other)]).toEqual(["UNAUTHENTICATED", undefined]);
  await expect(connect(one)).rejects.toThrow();
  expect((await signOut("forged")).status).toBe(200);
});

test("what is open in a session that ends is closed", async () => {
  const token = await signIn("zhang.min");
  const socket = await connect(token);
  const closed = new Promise((done) => socket.once("disconnect", done));
  await signOut(token);
  expect(await closed).toBe("io server disconnect");
});

test("a browser is told to expect a sign of life every few seconds", async () => {
  const opened = await fetch(`${house.api.url}/socket.io/?EIO=4&transport=polling`);
  const { pingInterval, pingTimeout } = JSON.parse((await opened.text()).slice(1));
  expect(pingInterval + pingTimeout).toBeLessThanOrEqual(15_000);
});

test("roles that are taken away are gone from the next request on, in what is open too", async () => {
  const token = await signIn("zhao.lei");
  const socket = await connect(token);
  expect(await socket.emitWithAck("conversation.list", {})).toMatchObject({ ok: true });
  const closed = new Promise((done) => socket.once("disconnect", done));
  await house.plant.db.deleteFrom("app_user").where("id", "=", "zhao.lei").execute();
  socket.emit("conversation.list", {}, () => {});
  expect(await closed).toBe("io server disconnect");
});

const output = { answer: () => {}, note: () => {} };
const command = async (args: readonly string[], secret = "") =>
  expect(
    await runUsers([...args, "--database-url", house.plant.url], { ...output, secret: async () => secret }),
  ).toBe(0);
const follow = (headers: Record<string, string>) => followEvents(house.api.url, "test.bell", headers);
const ring = (id: string) =>
  appendEvents(house.plant.db, [{ id, type: "test.bell", time: demoEpoch(), source: "test", objects: [] }]);
const closedBy = (socket: Socket) => new Promise((done) => socket.once("disconnect", done));

test("a password that is set anew ends what was signed in with the one before, and nobody else's", async () => {
  const [old, other] = [await signIn("chen.hao"), await signIn("li.wei")];
  const [socket, others] = [await connect(old), await connect(other)];
  const [stream, othersStream] = [await follow(withToken(old)), await follow(withToken(other))];
  const closed = closedBy(socket);
  const person = ["--id", "chen.hao", "--name", "Chen Hao", "--roles", "repair"];
  await command(person, "another password altogether\n");
  expect(await closed).toBe("io server disconnect");
  await stream.ended();
  expect(await codeFor(old)).toBe("UNAUTHENTICATED");
  expect([await codeFor(other), others.connected]).toEqual([undefined, true]);
  const fresh = await signInTo(house.api.url, "chen.hao", "another password altogether");
  expect(await codeFor(fresh)).toBeUndefined();
  others.close();
  await command(["--id", "new.here", "--name", "New", "--roles", "repair"], "yet another password\n");
  await ring("after-the-password");
  await othersStream.told("after-the-password");
  await signOut(other);
  await othersStream.ended();
});

test("what a machine holds open is closed when its key is revoked", async () => {
  const told: string[] = [];
  const machine = ["--key", "--id", "mes-bridge", "--name", "bridge", "--roles", "integrator"];
  await runUsers([...machine, "--database-url", house.plant.url], {
    ...output,
    answer: (line) => told.push(line),
    secret: async () => "",
  });
  const [key = ""] = /mwk_\S+/.exec(told.join(" ")) ?? [];
  const socket = io(house.api.url, {
    extraHeaders: { authorization: `Bearer ${key}` },
    reconnection: false,
  });
  await new Promise((done, failed) =>
    socket.once("connect", () => done(undefined)).once("connect_error", failed),
  );
  const closed = closedBy(socket);
  const stream = await follow({ authorization: `Bearer ${key}` });
  await command(["--revoke", "--id", "mes-bridge"]);
  expect(await closed).toBe("io server disconnect");
  await stream.ended();
});
