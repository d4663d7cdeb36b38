import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../services/core/ids.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { addMessage, appendChatEvent } from "../../services/mes/queries/conversations.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { startTestHouse } from "../support/house.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let token: string;
beforeAll(async () => {
  house = await startTestHouse();
  token = await signIn({ user: "li.wei", password: "millwright" });
});
afterAll(() => house.close());

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${house.api.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
const signIn = async (credentials: object): Promise<string> => {
  const response = await post("/auth/sign-in", JSON.stringify(credentials));
  return ((await response.json()) as { token: string }).token;
};
interface Answer {
  readonly data?: Record<string, never>;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly bilingual: { zh: string } };
  }[];
}
const ask = async (query: string, variables: object = {}, as = token): Promise<Answer> => {
  const response = await post("/graphql", JSON.stringify({ query, variables }), {
    authorization: `Bearer ${as}`,
  });
  return (await response.json()) as Answer;
};

test("a plan is asked for once by its key, and for nothing else", async () => {
  const planner = await signIn({ user: "zhang.min", password: "millwright" });
  const askPlan = (reason: string) =>
    ask('mutation($r: String!) { requestPlan(reason: $r, idempotencyKey: "shift") }', { r: reason }, planner);
  const first = await askPlan("a rush order");
  expect(first.data?.["requestPlan"]).toMatchObject({ requestId: expect.any(String) });
  expect(await askPlan("a rush order")).toEqual(first);
  const { errors } = await askPlan("a line is down");
  expect(errors?.[0]?.extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
});

test("nobody reads without signing in, and a wrong password tells nothing", async () => {
  expect((await ask("{ lines { id } }", {}, "forged")).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  const wrong = await post("/auth/sign-in", JSON.stringify({ user: "li.wei", password: "guess" }));
  const unknown = await post("/auth/sign-in", JSON.stringify({ user: "nobody", password: "guess" }));
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  const told = await wrong.json();
  expect(told).toEqual(await unknown.json());
  expect(told).toMatchObject({
    error: { code: "CREDENTIALS_REFUSED", message: { zh: expect.stringContaining("密码") } },
  });
});

test("a sign-in and a key that say nothing are refused with what they must be", async () => {
  const senseless = await post("/auth/sign-in", JSON.stringify({ user: 5 }));
  expect(senseless.status).toBe(400);
  expect(JSON.stringify(await senseless.json())).toContain("user and password");
  const planner = await signIn({ user: "zhang.min", password: "millwright" });
  const { errors } = await ask('mutation { requestPlan(reason: "none", idempotencyKey: " ") }', {}, planner);
  expect(errors?.[0]?.message).toContain("idempotencyKey: must be a text of 1 to 200 characters");
});

test("pages of orders join without gap or repetition", async () => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await ask(
      "query($after: String) { workOrders(first: 70, after: $after) { totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }",
      { after },
    );
    const page = (
      data as unknown as {
        workOrders: {
          edges: { node: { id: string } }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }
    ).workOrders;
    seen.push(...page.edges.map(({ node }) => node.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toHaveLength(300);
  expect(new Set(seen).size).toBe(300);
});

test("a mutation with the same key acts once; with other content the key is refused", async () => {
  const mutation =
    "mutation($id: ID!, $line: ID!, $key: String!) { releaseWorkOrder(workOrderId: $id, equipmentId: $line, idempotencyKey: $key) }";
  const input = { id: "WO-1042", line: "SMT-1", key: "k-1" };
  const [first, again] = [await ask(mutation, input), await ask(mutation, input)];
  expect(first.data).toMatchObject({
    releaseWorkOrder: { jobOrderId: "JO-1042-10", requisitionId: "REQ-1042-10" },
  });
  expect(again.data).toEqual(first.data);
  expect((await ask(mutation, { ...input, line: "SMT-2" })).errors?.[0]?.extensions.code).toBe(
    "IDEMPOTENCY_KEY_REUSED",
  );
  const second = await ask(mutation, { ...input, key: "k-2" });
  expect(second.errors?.[0]).toMatchObject({
    message:
      "WO-1042 segment 10 is already released to SMT-1 as JO-1042-10; nothing is left to do, or cancel that job first.",
    extensions: { code: "ORDER_ALREADY_RELEASED" },
  });
});

test("a role that is missing and an order that is missing are said in both languages", async () => {
  const engineer = await signIn({ demo: "wang.fang" });
  const hold = 'mutation { setWorkOrderHold(workOrderId: "WO-1001", held: true, idempotencyKey: "h") }';
  expect((await ask(hold, {}, engineer)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  const missing = await ask('{ workOrder(id: "WO-9") { id } }');
  expect(missing.errors?.[0]?.extensions.bilingual.zh).toContain("没有工单 WO-9");
});

test("a subscription brings the events of its types", async () => {
  const response = await fetch(`${house.api.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: 'subscription { events(types: ["test.bell"]) { type objects } }' }),
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = reader.read();
  const event = (id: string, type: string) => ({
    id,
    type,
    time: demoEpoch(),
    source: "test",
    objects: [{ id: "X", type: "x", qualifier: "q" }],
  });
  // The subscription stands once its response has begun; what is published from then on arrives.
  await appendEvents(house.plant.db, [event("e1", "other"), event("e2", "test.bell")]);
  let text = (await first).value ?? "";
  while (!text.includes("test.bell")) text += (await reader.read()).value ?? "";
  expect(text).not.toContain('"other"');
  await reader.cancel();
});

test("GraphiQL is there and needs nothing from another network", async () => {
  const page = await fetch(`${house.api.url}/graphql`, { headers: { accept: "text/html" } });
  const html = await page.text();
  expect(html).toContain("GraphiQL");
  expect(html.match(/(?:src|href)=["']?(https?:)?\/\/[^"'> ]+/g) ?? []).toEqual([]);
});

test("a body that is too large, and one that is no JSON, get their sentence", async () => {
  const large = await post("/auth/sign-in", JSON.stringify({ user: "x".repeat(1_100_000), password: "y" }));
  expect(large.status).toBe(413);
  expect(((await large.json()) as { error: { code: string } }).error.code).toBe("PAYLOAD_TOO_LARGE");
  const broken = await post("/auth/sign-in", "{");
  expect(broken.status).toBe(400);
  expect(((await broken.json()) as { error: { message: { zh: string } } }).error.message.zh).toContain(
    "输入有误",
  );
});

test("a conversation is its owner's alone", async () => {
  const chat = await house.chat("li.wei", "private");
  house.model.answer({ tool: "cannot_do" });
  const worker = await house.startWorker();
  await chat.say("讲个笑话");
  await chat.until((event) => event.type === "RUN_FINISHED", "the end");
  await expect(house.chat("wang.fang", "private")).rejects.toMatchObject({ code: "FORBIDDEN" });
  chat.close();
  await worker.kill("SIGTERM");
});

test("what no list, calendar or text can hold is refused with what it must be", async () => {
  const refusal = async (query: string) => {
    const { errors, error } = (await ask(query)) as Answer & { readonly error?: { readonly code: string } };
    return errors?.[0]?.message ?? error?.code ?? "";
  };
  for (const after of ["zzz", "%%%", Buffer.from("2026-11-02|WO-1").toString("base64url")])
    expect(await refusal(`{ workOrders(after: "${after}") { totalCount } }`)).toBe(
      "Invalid input at after: must be a cursor of this list. Mend it and send it again.",
    );
  const promise = (due: string) =>
    refusal(`{ promise(order: { productId: "RRU-5301", quantity: 5, dueTime: "${due}" }) { end } }`);
  for (const due of ["5", "2026-02-30T08:00:00Z", "2026-11-20", "2026-11-20T08:00:00", "soon"])
    expect(await promise(due)).toContain(`such as 2026-11-20T08:00:00+08:00: ${due}`);
  expect(await promise("2028-02-29T08:00+08:00")).not.toContain("ISO 8601");
  for (const query of [
    '{ workOrders(search: "\\u0000") { totalCount } }',
    '{ workOrder(id: "WO\\u0000") { id } }',
  ])
    expect(await refusal(query)).toBe("INVALID_INPUT");
  expect(await refusal('{ workOrders(search: "%") { totalCount } }')).toBe("");
});

test("a message that no data store can keep is refused", async () => {
  const chat = await house.chat();
  await expect(chat.say("WO-1107\0")).rejects.toThrow("holds U+0000");
  chat.close();
});

test("a request that asks for too much at once is refused, by whatever names and fragments", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `a${index}: viewer { id }`).join(" ");
  expect((await ask(`{ ${many(20)} }`)).errors).toBeUndefined();
  const refused = "asks for 21 fields at the root; at most 20 are answered (limit rootFields)";
  expect((await ask(`{ ${many(21)} }`)).errors?.[0]?.message).toContain(refused);
  const { errors } = await ask(
    `{ ...f b: viewer { id } } fragment f on Query { ... on Query { ${many(20)} } }`,
  );
  expect(errors?.[0]?.message).toContain(refused);
});

test("a password cannot be found by trying", async () => {
  const attempt = (password: string) =>
    post("/auth/sign-in", JSON.stringify({ user: "wang.fang", password })).then(({ status }) => status);
  for (let tries = 0; tries < 10; tries += 1) expect(await attempt("guess")).toBe(401);
  expect(await attempt("guess")).toBe(429);
  expect(await attempt("millwright")).toBe(429);
  expect(await signIn({ user: "zhang.min", password: "millwright" })).toBeTruthy();
});

test("a conversation longer than a page opens with what waits at its end", async () => {
  const { db } = house.plant;
  await db.transaction().execute((tx) =>
    addMessage(tx, {
      id: newId(),
      conversationId: "long",
      userId: "li.wei",
      actor: "Li Wei",
      text: "WO-1",
    }),
  );
  const length = 2_500;
  await db.updateTable("conversation").set({ last_seq: length }).where("id", "=", "long").execute();
  await sql`
    insert into chat_event (conversation_id, seq, key, type, time, data)
    select 'long', seq, seq, case seq when ${length} then 'APPROVAL_REQUESTED' else 'TEXT_MESSAGE_CONTENT' end, now(), '{}'
    from generate_series(2, ${length}) as seq`.execute(db);
  const chat = await house.chat("li.wei", "long");
  expect(chat.events.map(({ seq }) => seq)).toEqual(Array.from({ length }, (_, at) => at + 1));
  expect(chat.events.at(-1)?.type).toBe("APPROVAL_REQUESTED");
  // And goes on with what is written from here on.
  await appendChatEvent(db, "long", "decided", "APPROVAL_DECIDED", {});
  await chat.until(({ seq }) => seq === length + 1, "the decision");
  chat.close();
});
