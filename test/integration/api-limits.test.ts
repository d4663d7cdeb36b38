import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi } from "../../services/api/server.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let token: string;
beforeAll(async () => {
  house = await startTestHouse();
  token = await signInTo(house.api.url, "li.wei");
});
afterAll(() => house.close());

interface Answer {
  readonly data?: unknown;
  readonly error?: { readonly code: string; readonly details: object };
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
  }[];
}
const ask = (body: object, as = token): Promise<Answer> =>
  postTo(house.api.url, "/graphql", body, { authorization: `Bearer ${as}` });
const limitOf = async (body: object) => {
  const { errors } = await ask(body);
  const { code, details } = errors?.[0]?.extensions ?? {};
  return [code, details?.["limit"], details?.["found"], details?.["allowed"]];
};

test("size, batches, depth of variables and cost each end in a sentence that says so", async () => {
  expect(await limitOf({ query: `{ viewer { id } } #${"x".repeat(20_000)}` })).toEqual([
    "QUERY_LIMIT",
    "characters",
    20_019,
    20_000,
  ]);
  expect((await limitOf({ query: `{ viewer { ${"id ".repeat(4_000)} } }` })).slice(0, 2)).toEqual([
    "QUERY_LIMIT",
    "tokens",
  ]);
  const batch: Answer = await ask(Array.from({ length: 3 }, () => ({ query: "{ viewer { id } }" })));
  expect(batch.error?.details).toMatchObject({ limit: "operations", found: 3, allowed: 1 });
  let deep: unknown = 1;
  for (let level = 0; level < 30; level += 1) deep = [deep];
  expect(await limitOf({ query: "{ viewer { id } }", variables: { deep } })).toContain("variablesDepth");
});

test("a page of pages costs what it may bring, also by a variable", async () => {
  const query = `query($n: Int) { ${Array.from(
    { length: 20 },
    (_, at) =>
      `a${at}: workOrders(first: $n) { edges { node { id productId quantity priority status dueTime } } }`,
  ).join(" ")} }`;
  expect((await ask({ query, variables: { n: 1 } })).errors).toBeUndefined();
  const [code, limit] = await limitOf({
    query: query.replaceAll("dueTime", Array.from({ length: 35 }, () => "dueTime").join(" ")),
    variables: { n: 500 },
  });
  expect([code, limit]).toEqual(["QUERY_LIMIT", "cost"]);
});

const openStream = async (as: string, url = house.api.url) => {
  const stop = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    signal: stop.signal,
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${as}`,
    },
    body: JSON.stringify({ query: "subscription { events { id } }" }),
  });
  return { response, stop: () => stop.abort() };
};

test("a session has so many streams, and they end with it", async () => {
  const mine = await signInTo(house.api.url, "zhang.min");
  const streams = await Promise.all(Array.from({ length: 10 }, () => openStream(mine)));
  const over = await (await openStream(mine)).response.text();
  expect(over).toContain("QUERY_LIMIT");
  expect(over).toContain('"limit":"subscriptions"');
  // Another session of the same person has its own.
  const other = await openStream(await signInTo(house.api.url, "zhang.min"));
  expect(other.response.status).toBe(200);
  await postTo(house.api.url, "/auth/sign-out", {}, { authorization: `Bearer ${mine}` });
  await Promise.all(streams.map(({ response }) => response.text().catch(() => "")));
  other.stop();
});

test("an API that ends does not wait for those who read a stream", async () => {
  const api = await startApi(house.apiOptions);
  const { response } = await openStream(await signInTo(api.url, "li.wei"), api.url);
  await api.close();
  await expect(response.text()).rejects.toThrow();
});

const connected = async (as: string): Promise<Socket> => {
  const socket = io(house.api.url, {
    extraHeaders: { authorization: `Bearer ${as}` },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
};

test("a session may send so many messages in a second, by all of its sockets together", async () => {
  const mine = await signInTo(house.api.url, "chen.hao");
  const [a, b] = [await connected(mine), await connected(mine)];
  const send = (socket: Socket) =>
    socket.emitWithAck("conversation.list", {}) as Promise<{ ok: boolean; error?: { code: string } }>;
  const answers = await Promise.all(Array.from({ length: 60 }, (_, at) => send(at % 2 ? a : b)));
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(40);
  expect(new Set(refused.map(({ error }) => error?.code))).toEqual(new Set(["RATE_LIMITED"]));
  const gone = new Promise((resolve) => a.once("disconnect", resolve));
  for (let at = 0; at < 200; at += 1) a.emit("what.ever", {});
  expect(await gone).toBe("io server disconnect");
  b.close();
});

test("a page of another site may do nothing here, by form, script or socket", async () => {
  const foreign = {
    "sec-fetch-site": "same-site",
    origin: "http://127.0.0.1:1",
    cookie: `millwright_session=${token}`,
  };
  const answer: Answer = await postTo(house.api.url, "/graphql", { query: "{ viewer { id } }" }, foreign);
  expect(answer.error?.code).toBe("FOREIGN_PAGE");
  const own: Answer = await postTo(
    house.api.url,
    "/graphql",
    { query: "{ viewer { id } }" },
    {
      origin: house.api.url,
      cookie: `millwright_session=${token}`,
    },
  );
  expect(own.data).toEqual({ viewer: { id: "li.wei" } });
  const read = await fetch(`${house.api.url}/graphql?query={viewer{id}}`, {
    headers: { origin: "http://elsewhere" },
  });
  expect(read.headers.get("access-control-allow-origin")).toBeNull();
  const socket = io(house.api.url, {
    extraHeaders: { cookie: `millwright_session=${token}`, origin: "http://elsewhere" },
    transports: ["websocket"],
    reconnection: false,
  });
  await new Promise((resolve) => socket.once("connect_error", resolve));
  socket.close();
});

const signIn = (user: string, password: string, cookie = "") =>
  fetch(`${house.api.url}/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({ user, password }),
  });

test("whoever tries passwords keeps nobody out who has signed in at their place before", async () => {
  const device = (await signIn("zhao.lei", "millwright")).headers
    .getSetCookie()
    .find((one) => one.startsWith("millwright_device="))!
    .split(";")[0]!;
  const tries = await Promise.all(Array.from({ length: 40 }, () => signIn("zhao.lei", "guess")));
  const statuses = tries.map(({ status }) => status);
  // All at the same time are counted one by one.
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect((await signIn("zhao.lei", "millwright")).status).toBe(429);
  expect((await signIn("zhao.lei", "millwright", device)).status).toBe(200);
  // The text opens nothing itself, and no other account.
  expect((await signIn("zhao.lei", "guess", device)).status).toBe(401);
  const asSession: Answer = await postTo(
    house.api.url,
    "/graphql",
    { query: "{ viewer { id } }" },
    {
      cookie: device.replace("millwright_device", "millwright_session"),
    },
  );
  expect(asSession.errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
});
