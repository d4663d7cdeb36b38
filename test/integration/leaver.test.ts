import { generateKeyPairSync } from "node:crypto";
import { sql } from "kysely";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { sealAudit, verifyAudit } from "../../services/mes/audit/chain.ts";
import { pseudonymise, tracesOf } from "../../services/mes/audit/pseudonymise.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { addMessage } from "../../services/mes/queries/conversations.ts";
import { startTestHouse } from "../support/house.ts";
import { followEvents, postTo, signInTo } from "../support/http.ts";
import { createTestPlant } from "../support/plant.ts";
import { waitFor } from "../support/wait.ts";

const key = generateKeyPairSync("ed25519").privateKey;
/** A plant in which Li Wei has acted, written and been written about. */
const plantOfLiWei = async () => {
  const plant = await createTestPlant();
  onTestFinished(() => plant.close());
  const { db } = plant;
  // In the demonstration two people have his name.
  await sql`update person set name_zh = '钱多', name_en = 'Qian Duo' where name_zh = '李伟' or name_en = 'Li Wei'`.execute(
    db,
  );
  await db.transaction().execute((tx) =>
    addMessage(tx, {
      id: "m1",
      conversationId: "c1",
      userId: "li.wei",
      actor: "李伟",
      text: "请告诉李伟和 Li Wei，另外 li.weiss 不是我",
    }),
  );
  const act = (id: string) =>
    appendEvents(db, [
      {
        id,
        type: "order.held",
        time: new Date(1_795_000_000_000),
        source: "test",
        objects: [
          { id: "WO-1042", type: "work_order", qualifier: "order" },
          { id: "li.wei", type: "person", qualifier: "approver" },
        ],
        attributes: { reason: "asked by Li Wei (李伟), not by li.weiss", note: 'with "quotes" and \\ signs' },
      },
    ]);
  await act("before");
  await sealAudit(db, key);
  await act("unsealed");
  return { db, act };
};
/** Everything in the data store that is a text, but what is told to stay. */
const textsOf = async (db: Awaited<ReturnType<typeof plantOfLiWei>>["db"]) => {
  const { rows: tables } = await sql<{ name: string }>`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'knowledge_%'`.execute(
    db,
  );
  const all = await Promise.all(
    tables.map(({ name }) => sql<{ t: string }>`select x::text as t from ${sql.table(name)} x`.execute(db)),
  );
  return all.flatMap(({ rows }) => rows.map(({ t }) => t));
};

test("who has left is named nowhere, what he did stays, and the chain verifies", async () => {
  const { db } = await plantOfLiWei();
  const before = await verifyAudit(db, key);
  expect(Object.keys(await tracesOf(db, "li.wei"))).toEqual(
    expect.arrayContaining(["chat_message", "chat_event", "conversation", "event"]),
  );
  const { pseudonym, traces } = await pseudonymise(db, key, { id: "li.wei", actorId: "zhao.lei" });
  expect(pseudonym).toMatch(/^LEFT-[\dA-F]{8}$/);
  expect(traces["event"]).toBeGreaterThan(1);
  const left = (await textsOf(db)).filter((text) => /(?<![\w.])li\.wei(?![\w])|李伟|Li Wei/.test(text));
  expect(left).toEqual([]);
  const { text } = await db
    .selectFrom("chat_message")
    .select("text")
    .where("id", "=", "m1")
    .executeTakeFirstOrThrow();
  expect(text).toMatch(/^请告诉离职人员 [\dA-F]{8}和 Former employee [\dA-F]{8}，另外 li\.weiss 不是我$/);
  const event = await db.selectFrom("event").selectAll().where("id", "=", "before").executeTakeFirstOrThrow();
  expect(event.objects).toContainEqual({ id: pseudonym, type: "person", qualifier: "approver" });
  expect(event.attributes["note"]).toBe('with "quotes" and \\ signs');
  const after = await verifyAudit(db, key);
  expect(after.broken).toBeUndefined();
  expect(after.head).not.toBe(before.head);
  expect(after.redacted).toBeGreaterThan(0);
  expect(await tracesOf(db, pseudonym)).toHaveProperty("event");
  await sealAudit(db, key);
  expect((await verifyAudit(db, key)).broken).toBeUndefined();
});

test("a second one who leaves does not loosen the chain, and what anybody changes without the key is told", async () => {
  const { db, act } = await plantOfLiWei();
  await act("again");
  await sealAudit(db, key);
  await pseudonymise(db, key, { id: "li.wei" });
  await pseudonymise(db, key, { id: "wang.fang" });
  expect((await verifyAudit(db, key)).broken).toBeUndefined();
  const broken = async (change: string, undo: string) => {
    await sql.raw(change).execute(db);
    const found = (await verifyAudit(db, key)).broken?.problem;
    await sql.raw(undo).execute(db);
    expect((await verifyAudit(db, key)).broken).toBeUndefined();
    return found;
  };
  await sql`create table kept as select * from audit_redaction`.execute(db);
  const back = "delete from audit_redaction; insert into audit_redaction select * from kept";
  expect(await broken("delete from audit_redaction where number = 1", back)).toMatch(
    /^(?:redaction|row) changed$/,
  );
  expect(
    await broken(
      "delete from audit_redaction where number = (select max(number) from audit_redaction)",
      back,
    ),
  ).toMatch(/row changed|undefined/);
  expect(await broken("update audit_redaction set new_leaves = old_leaves where number = 1", back)).toBe(
    "redaction changed",
  );
  expect(
    await broken(
      "update event set source = 'forged' where id = 'before'",
      "update event set source = 'test' where id = 'before'",
    ),
  ).toBe("row changed");
});

test("a name that two people share is left in texts, and only the id gives way", async () => {
  const { db } = await plantOfLiWei();
  await sql`insert into person (id, name_zh, name_en, role) values ('li.wei2', '李伟', 'Li Wei', 'operator')`.execute(
    db,
  );
  await pseudonymise(db, key, { id: "li.wei" });
  const { text } = await db
    .selectFrom("chat_message")
    .select("text")
    .where("id", "=", "m1")
    .executeTakeFirstOrThrow();
  expect(text).toContain("李伟");
  const kept = await sql<{ name_zh: string }>`select name_zh from person where id = 'li.wei2'`.execute(db);
  expect(kept.rows).toEqual([{ name_zh: "李伟" }]);
});

test("nobody is made anonymous who is not there, who asks himself, or who is the last manager", async () => {
  const { db } = await plantOfLiWei();
  const code = (id: string, actorId?: string) =>
    pseudonymise(db, key, { id, actorId }).then(
      () => "done",
      (error: { code: string }) => error.code,
    );
  expect(await code("nobody")).toBe("NOT_FOUND");
  expect(await code("li.wei", "li.wei")).toBe("INVALID_INPUT");
  expect(await code("zhao.lei", "li.wei")).toBe("INVALID_INPUT");
  expect(await tracesOf(db, "li.wei")).toHaveProperty("event");
});

test("a manager has it done by GraphQL with the id said twice; the session of who has left ends", async () => {
  const house = await startTestHouse();
  onTestFinished(() => house.close());
  await house.startWorker();
  const manager = await signInTo(house.api.url, "zhao.lei");
  const leaver = await signInTo(house.api.url, "li.wei");
  // biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
  const ask = (query: string, token = manager): Promise<any> =>
    postTo(house.api.url, "/graphql", { query }, { authorization: `Bearer ${token}` });
  const wish = (confirm: string) =>
    `mutation { pseudonymisePerson(id: "li.wei", confirm: "${confirm}", idempotencyKey: "${confirm}") { id status } }`;
  expect((await ask(wish("li.wei"), leaver)).errors[0].extensions.code).toBe("FORBIDDEN");
  expect((await ask(wish("li.weo"))).errors[0].extensions.code).toBe("INVALID_INPUT");
  const socket = io(house.api.url, {
    extraHeaders: { authorization: `Bearer ${leaver}` },
    reconnection: false,
  });
  const closed = new Promise((done) => socket.once("disconnect", done));
  await new Promise((done, failed) =>
    socket.once("connect", () => done(undefined)).once("connect_error", failed),
  );
  const stream = await followEvents(house.api.url, "test.bell", { authorization: `Bearer ${leaver}` });
  const { data } = await ask(wish("li.wei"));
  const task = await waitFor(house.plant.url, async () => {
    const { leaverTask } = (
      await ask(`{ leaverTask(id: "${data.pseudonymisePerson.id}") { status pseudonym problem { en } } }`)
    ).data;
    return ["Done", "Failed"].includes(leaverTask.status) ? leaverTask : undefined;
  });
  expect(task).toMatchObject({ status: "Done", problem: null });
  expect(await closed).toBe("io server disconnect");
  await stream.ended();
  expect((await ask("{ viewer { id } }", leaver)).errors[0].extensions.code).toBe("UNAUTHENTICATED");
  const told = (await ask("{ audit(kind: people, first: 1) { edges { node { type who { id } } } } }")).data
    .audit.edges[0].node;
  expect(told).toEqual({ type: "person.pseudonymised", who: { id: "zhao.lei" } });
});
