import { generateKeyPairSync, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { dayMs, plantZone } from "../../services/core/zone.ts";
import { sealAudit, verifyAudit } from "../../services/mes/audit/chain.ts";
import { savePlan } from "../../services/mes/commands/save-plan.ts";
import { type Retention, tidy } from "../../services/mes/retention/keep-tidy.ts";
import { anyPlan } from "../support/any-plan.ts";
import { putJob } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

const now = new Date("2026-11-27T02:00:00Z");
const old = new Date(now.getTime() - 200 * dayMs);
const forEver: Retention = { plans: 0, chat: 0, messages: 0, measurements: 0 };
const { privateKey } = generateKeyPairSync("ed25519");

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const order = "WO-1042";
const count = async (table: string, where = "true"): Promise<number> => {
  const { rows } = await sql<{
    count: string;
  }>`select count(*) from ${sql.raw(table)} where ${sql.raw(where)}`.execute(plant.db);
  return Number(rows[0]?.count);
};
const removals = () =>
  plant.db
    .selectFrom("event")
    .select(["attributes", "objects"])
    .where("type", "=", "records.removed")
    .orderBy("seq")
    .execute();

/** A plan of one operation of each of two orders, in force from a moment of the plant on. */
const planned = async (plantTime: string, createdAt: Date): Promise<number> => {
  const time = plantZone().momentOf(plantTime.slice(0, 10), plantTime.slice(11));
  const version = await plant.db.transaction().execute((tx) =>
    savePlan(tx, {
      ...anyPlan,
      requestId: randomUUID(),
      plantTime: time,
      operations: [order, "WO-1043"].map((id) => ({
        work_order_id: id,
        segment: 10,
        equipment_id: "SMT-1",
        start_time: time,
        end_time: new Date(time.getTime() + 3_600_000),
      })),
    }),
  );
  await plant.db.updateTable("plan").set({ created_at: createdAt }).where("version", "=", version).execute();
  return version;
};
const operationsOf = async () => {
  const rows = await plant.db
    .selectFrom("plan as p")
    .leftJoin("plan_operation as o", "o.version", "p.version")
    .select(["p.version"])
    .select((fields) => fields.fn.count<string>("o.segment").as("operations"))
    .groupBy("p.version")
    .orderBy("p.version")
    .execute();
  return rows.map(({ operations }) => Number(operations));
};

test("of replaced plans the last of each day stays whole, with those that are waited for, and what figures rest on", async () => {
  // Three on one day of the plant, of which a job was released under the second, two on the next, one long after.
  await planned("2026-05-01T08:00", old);
  await planned("2026-05-01T09:00", old);
  await planned("2026-05-01T23:30", old);
  const waitedFor = await planned("2026-05-02T08:00", old);
  await planned("2026-05-02T09:00", old);
  await planned("2026-05-02T10:00", old);
  await planned("2026-11-26T08:00", now);
  await putJob(plant.db, { id: "JO-1042-10", order, line: "SMT-1", segment: 10, quantity: 10 }, now, {
    planned_start: new Date("2026-05-01T02:00:00Z"),
    actual_start: new Date("2026-05-01T05:00:00Z"),
  });
  await plant.db
    .insertInto("conversation")
    .values({ id: "c-plans", user_id: "li.wei", title: null, mentioned_order: null, mentioned_line: null })
    .execute();
  await say("c-plans", "m-plans", now, { call: "t-plans", approval: { plan: waitedFor, status: "Pending" } });
  const adherence = () =>
    askFigure(plant.db, {
      metric: "plan_adherence",
      filter: {},
      from: new Date("2026-04-30T16:00:00Z"),
      to: new Date("2026-05-02T16:00:00Z"),
    } as Parameters<typeof askFigure>[1]);
  const before = await adherence();
  await sealAudit(plant.db, privateKey);

  expect(await tidy(plant.db, forEver, now)).toEqual({ plans: 0, chat: 0, messages: 0, measurements: 0 });
  expect(await operationsOf()).toEqual([2, 2, 2, 2, 2, 2, 2]);
  expect(await tidy(plant.db, { ...forEver, plans: 90 }, now)).toMatchObject({ plans: 5 });
  expect(await operationsOf()).toEqual([0, 1, 2, 2, 0, 2, 2]);
  expect(await count("plan", "thinned_at is not null")).toBe(3);
  expect(before.value).toBeDefined();
  expect(await adherence()).toEqual(before);
  // What it did is in the audit, and the audit is whole.
  expect((await removals()).map(({ objects }) => objects[0]?.id)).toEqual(["plans", "plans", "plans"]);
  await sealAudit(plant.db, privateKey);
  expect((await verifyAudit(plant.db, privateKey)).broken).toBeUndefined();
  expect(await tidy(plant.db, { ...forEver, plans: 90 }, now)).toMatchObject({ plans: 0 });
});

interface Said {
  readonly call?: string;
  readonly approval?: { readonly plan: number; readonly status: "Pending" | "Approved" };
}

/** A sentence with its turn, its run and perhaps what was asked for and decided. */
const say = async (
  conversation: string,
  id: string,
  at: Date,
  { call, approval }: Said = {},
): Promise<void> => {
  const { db } = plant;
  await sql`insert into chat_message (id, conversation_id, user_id, text, created_at) values (${id}, ${conversation}, 'li.wei', 'text', ${at})`.execute(
    db,
  );
  await sql`insert into chat_event (conversation_id, seq, key, type, time, data)
    select ${conversation}, coalesce(max(seq), 0) + 1, ${id}, 'said', ${at}, '{}' from chat_event where conversation_id = ${conversation}`.execute(
    db,
  );
  await sql`insert into agent_run (id, conversation_id, message_id, language, prompt, answer)
    values (${`r-${id}`}, ${conversation}, ${id}, 'zh', '[{"role":"user"}]', 'answer')`.execute(db);
  if (!call) return;
  await sql`insert into tool_call (id, run_id, conversation_id, tool, args, args_hash, user_id, status)
    values (${call}, ${`r-${id}`}, ${conversation}, 'release_order', '{}', 'x', 'li.wei', 'Executed')`.execute(
    db,
  );
  await sql`insert into agent_step (id, tool_call_id, role, status, summary, evidence)
    values (${`s-${call}`}, ${call}, 'dispatcher', 'ok', '{}', '[]')`.execute(db);
  if (approval)
    await sql`insert into approval (id, tool_call_id, tool, args, args_hash, plan_version, role, expires_at, status)
      values (${`a-${call}`}, ${call}, 'release_order', '{}', 'x', ${approval.plan}, 'dispatcher', ${at}, ${approval.status})`.execute(
      db,
    );
};

test("of silent conversations only what was wished, checked and decided stays", async () => {
  const { db } = plant;
  for (const id of ["c-silent", "c-acted", "c-spoken"])
    await sql`insert into conversation (id, user_id, created_at) values (${id}, 'li.wei', ${old})`.execute(
      db,
    );
  await say("c-silent", "m1", old);
  await say("c-silent", "m2", old, { call: "t-read" });
  await say("c-acted", "m3", old);
  await say("c-acted", "m4", old, { call: "t-act", approval: { plan: 1, status: "Approved" } });
  await say("c-spoken", "m5", old);
  await say("c-spoken", "m6", now);

  const rows = await tidy(db, { ...forEver, chat: 90 }, now);
  // Turns 4, step 1, call 1, runs 3, messages 3, conversation 1.
  expect(rows.chat).toBe(13);
  expect(await count("conversation", "id in ('c-silent', 'c-acted', 'c-spoken')")).toBe(2);
  expect(
    await db.selectFrom("chat_message").select("id").orderBy("id").where("id", "like", "m_").execute(),
  ).toEqual(["m4", "m5", "m6"].map((id) => ({ id })));
  expect(await count("chat_event", "conversation_id = 'c-acted'")).toBe(0);
  expect(await count("chat_event", "conversation_id = 'c-spoken'")).toBe(2);
  expect(await count("approval", "id = 'a-t-act'")).toBe(1);
  expect(await count("agent_step", "id = 's-t-act'")).toBe(1);
  expect(
    await db.selectFrom("agent_run").select(["prompt", "answer"]).where("id", "=", "r-m4").execute(),
  ).toEqual([{ prompt: null, answer: null }]);
  expect(await count("agent_run", "id = 'r-m5' and prompt is not null")).toBe(1);
  expect(await tidy(db, { ...forEver, chat: 90 }, now)).toMatchObject({ chat: 0 });
});

test("settled messages go in batches, what waits stays, and several processes remove each row once", async () => {
  const { db } = plant;
  await sql`insert into outbox (id, topic, payload, created_at, sent_at)
    select 'o' || n, 't', '', ${old}, case when n > 10 then ${old}::timestamptz end from generate_series(1, 5010) n`.execute(
    db,
  );
  await sql`insert into outbox (id, topic, payload, sent_at) values ('new', 't', '', ${now})`.execute(db);
  await sql`insert into set_aside_message (topic, payload, message_key, status, settled_at)
    values ('t', '', 'k1', 'Taken', ${old}), ('t', '', 'k2', 'Open', null), ('t', '', 'k3', 'Dismissed', ${now})`.execute(
    db,
  );
  await sql`insert into idempotency_key (key, user_id, request_hash, response, created_at)
    values ('old', 'u', 'h', '{}', ${old}), ('new', 'u', 'h', '{}', ${now})`.execute(db);
  const already = (await removals()).length;

  const several = await Promise.all(
    Array.from({ length: 3 }, () => tidy(db, { ...forEver, messages: 90 }, now)),
  );
  expect(several.reduce((sum, { messages }) => sum + messages, 0)).toBe(5_002);
  expect(await count("outbox")).toBe(11);
  expect(await count("set_aside_message")).toBe(2);
  expect(await count("idempotency_key")).toBe(1);
  const told = (await removals()).slice(already);
  expect(told.length).toBe(3);
  expect(told[0]?.attributes).toMatchObject({
    rows: { outbox: 2_000, set_aside_message: 1, idempotency_key: 1 },
  });
});

test("a look that is ended in the middle leaves whole batches", async () => {
  const { db } = plant;
  await sql`insert into outbox (id, topic, payload, sent_at) select 'p' || n, 't', '', ${old} from generate_series(1, 3000) n`.execute(
    db,
  );
  const closing = new AbortController();
  const looking = tidy(db, { ...forEver, messages: 90 }, now, closing.signal);
  closing.abort();
  const { messages } = await looking;
  expect([0, 2_000]).toContain(messages);
  expect(await tidy(db, { ...forEver, messages: 90 }, now)).toMatchObject({ messages: 3_000 - messages });
});

test("what refers to rows that are removed, or names the call that made it, is found by an index", async () => {
  // A key is found where an index begins with its columns; a partial one that leaves out nulls alone finds it too.
  const { rows } = await sql<{ name: string }>`
    with looked_up as (
      select conrelid as relation, conkey as columns, confrelid::regclass::text as refers from pg_constraint
      where contype = 'f' and confrelid in (
        'conversation'::regclass, 'chat_message'::regclass, 'agent_run'::regclass, 'tool_call'::regclass,
        'playbook_run'::regclass, 'material_requisition'::regclass)
      union all
      select a.attrelid, array[a.attnum], 'tool_call' from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attname = 'tool_call_id' and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    )
    select distinct l.relation::regclass::text || ' ' || l.refers as name from looked_up l
    where not exists (
      select 1 from pg_index i where i.indrelid = l.relation
        and (i.indkey::smallint[])[0:cardinality(l.columns) - 1] @> l.columns
        and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) like '%IS NOT NULL%')
    ) order by 1`.execute(plant.db);
  expect(rows).toEqual([]);
});
