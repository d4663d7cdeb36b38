import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readProblem } from "../../agents/scheduler/problem/problem.ts";
import type { ChatEvent } from "../../services/launcher/chat-client.ts";
import { advisoryLocks } from "../../services/mes/locks.ts";
import { planReason } from "../../services/mes/migrations/007-plan-reason.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { postTo, signInTo } from "../support/http.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
const tokens = new Map<string, string>();

interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  postTo(house.api.url, path, body, headers);
const as = async <T>(user: string, query: string, variables: object = {}): Promise<Answer<T>> => {
  const known = tokens.get(user) ?? (await signInTo(house.api.url, user));
  tokens.set(user, known);
  return post("/graphql", { query, variables }, { authorization: `Bearer ${known}` });
};
const codeOf = (answer: Answer<unknown>) => answer.errors?.[0]?.extensions.code;

interface Proposal {
  readonly number: number;
  readonly status: string;
  readonly baseVersion: number;
  readonly version: number | null;
  readonly cause: { readonly zh: string; readonly en: string };
  readonly change: { readonly moved: number; readonly same: number };
  readonly moves: readonly {
    readonly workOrderId: string;
    readonly kind: string;
    readonly after: { readonly equipmentId: string; readonly start: string; readonly end: string } | null;
  }[];
  readonly evidence: readonly { readonly kind: string; readonly id: string }[];
  readonly approval: { readonly argsHash: string; readonly role: string; readonly status: string } | null;
}
const fields = `number status baseVersion version cause { zh en } change { moved same lateBefore lateAfter }
  moves { workOrderId kind after { equipmentId start end } } kpisBefore kpisAfter evidence approval { argsHash role status decidedBy }`;
const proposeQuery = `mutation($happens: Happening!, $key: String!, $conversation: String) {
  proposeRepair(happens: $happens, idempotencyKey: $key, conversationId: $conversation, language: en) { ${fields} } }`;
const decideQuery = `mutation($number: Int!, $hash: String!, $approve: Boolean!) {
  decidePlanProposal(number: $number, argsHash: $hash, approve: $approve) { ${fields} } }`;

const tryPropose = (user: string, happens: object, key: string = randomUUID(), conversation?: string) =>
  as<{ proposeRepair: Proposal }>(user, proposeQuery, { happens, key, conversation });
const propose = async (happens: object, key?: string): Promise<Proposal> => {
  const { data, errors } = await tryPropose("li.wei", happens, key);
  expect(errors).toBeUndefined();
  return data.proposeRepair;
};
const decide = (user: string, { number, approval }: Proposal, approve: boolean) =>
  as<{ decidePlanProposal: Proposal }>(user, decideQuery, { number, hash: approval!.argsHash, approve });
const read = async (number: number) =>
  (
    await as<{ planProposal: Proposal }>(
      "li.wei",
      `query($n: Int!) { planProposal(number: $n) { ${fields} } }`,
      { n: number },
    )
  ).data.planProposal;
const versionInForce = async () =>
  (await as<{ plan: { version: number } }>("li.wei", "{ plan { version } }")).data.plan.version;

const at = (hours: number) => new Date(demoEpoch().getTime() + hours * 3_600_000).toISOString();
const down = (equipmentId: string, from: number, to: number) => ({
  lineDown: { equipmentId, from: at(from), to: at(to) },
});

beforeAll(async () => {
  house = await startPlannedHouse();
  await house.startWorker();
});
afterAll(() => house.close());

test("a repair is proposed with its evidence, approved by a planner once, and then in force", async () => {
  const before = await versionInForce();
  const [happens, conversation] = [down("SMT-1", 6, 14), randomUUID()];
  const { data, errors } = await tryPropose("zhao.lei", happens, randomUUID(), conversation);
  expect(errors).toBeUndefined();
  const proposal = data.proposeRepair;
  expect(proposal).toMatchObject({ status: "Proposed", baseVersion: before, version: null });
  expect(proposal.cause).toEqual({
    zh: expect.stringContaining("SMT-1 停机"),
    en: expect.stringMatching(/^SMT-1 down/),
  });
  expect(proposal.change.moved).toBeGreaterThan(0);
  expect(proposal.moves.length).toBeGreaterThanOrEqual(proposal.change.moved);
  expect(proposal.evidence.map(({ kind }) => kind)).toContain("order");
  expect(proposal.approval).toMatchObject({ role: "planner", status: "Pending" });
  expect(await versionInForce()).toBe(before);
  // It is told where it was proposed, with the scheduler's check.
  const chat = await house.chat("zhao.lei", conversation);
  const asked = await chat.until((event: ChatEvent) => event.type === "APPROVAL_REQUESTED", "the proposal");
  expect(asked["argsHash"]).toBe(proposal.approval!.argsHash);

  expect(codeOf(await decide("wang.fang", proposal, true))).toBe("FORBIDDEN");
  const changed = { ...proposal, approval: { ...proposal.approval!, argsHash: "0" } };
  expect(codeOf(await decide("zhang.min", changed, true))).toBe("APPROVAL_ARGUMENTS_CHANGED");
  // Pressed twice at the same moment, and once more.
  const twice = await Promise.all([decide("zhang.min", proposal, true), decide("zhang.min", proposal, true)]);
  const [done] = twice.filter((answer) => !answer.errors);
  const refused = twice.filter(({ errors: wrong }) => wrong).map(codeOf);
  expect(refused).toHaveLength(1);
  expect(["APPROVAL_BEING_STORED", "APPROVAL_ALREADY_DECIDED"]).toContain(refused[0]);
  expect(done!.data.decidePlanProposal).toMatchObject({
    status: "Adopted",
    version: before + 1,
    approval: { status: "Approved", decidedBy: "zhang.min" },
  });
  expect(codeOf(await decide("zhang.min", proposal, true))).toBe("APPROVAL_ALREADY_DECIDED");
  expect(await versionInForce()).toBe(before + 1);
  const told = await as<{ plan: { reason: object } }>("li.wei", "{ plan { reason { zh en } } }");
  expect(told.data.plan.reason).toEqual(proposal.cause);
  await chat.until((event: ChatEvent) => event.type === "RUN_FINISHED", "the end");
  chat.close();

  const stored = await house.plant.db
    .selectFrom("plan_operation")
    .select("work_order_id")
    .where("version", "=", before + 1)
    .where("equipment_id", "=", "SMT-1")
    .where("start_time", ">=", new Date(at(6)))
    .where("start_time", "<", new Date(at(14)))
    .execute();
  expect(stored).toEqual([]);
  // The next plan from nothing knows of it too.
  const closed = await house.plant.db
    .selectFrom("calendar_exception")
    .selectAll()
    .where("equipment_id", "=", "SMT-1")
    .execute();
  expect(closed).toContainEqual(expect.objectContaining({ start_time: new Date(at(6)) }));
  const events = await house.plant.db
    .selectFrom("event")
    .select("type")
    .where("type", "in", ["plan.proposed", "approval.approved", "plant.disrupted"])
    .execute();
  expect(events.map(({ type }) => type).toSorted()).toEqual([
    "approval.approved",
    "plan.proposed",
    "plant.disrupted",
  ]);
});

test("the same key proposes once, and for nothing else", async () => {
  const key = randomUUID();
  const rush = { productId: "RRU-5301", quantity: 20, dueTime: at(40), priority: 1 };
  const first = await propose({ rush }, key);
  expect((await propose({ rush }, key)).number).toBe(first.number);
  expect(codeOf(await tryPropose("li.wei", { rush: { ...rush, quantity: 21 } }, key))).toBe(
    "IDEMPOTENCY_KEY_REUSED",
  );
  expect(codeOf(await tryPropose("wang.fang", { rush }))).toBe("FORBIDDEN");
});

test("a rejected proposal changes nothing", async () => {
  const before = await versionInForce();
  const waits = await propose({ cancelled: "WO-1051" });
  const proposal = await propose({ cancelled: "WO-1050" });
  const { data } = await decide("zhang.min", proposal, false);
  expect(data.decidePlanProposal).toMatchObject({ status: "Rejected", version: null });
  expect(codeOf(await decide("zhang.min", proposal, true))).toBe("APPROVAL_ALREADY_DECIDED");
  expect(await versionInForce()).toBe(before);
  const order = house.plant.db.selectFrom("work_order").select("status").where("id", "=", "WO-1050");
  expect(await order.executeTakeFirst()).toEqual({ status: "Waiting" });
  // However many are decided after it, one that waits is listed.
  const listed = async (waiting: boolean) =>
    (
      await as<{ planProposals: Proposal[] }>(
        "zhang.min",
        `query($waiting: Boolean) { planProposals(first: 1, waiting: $waiting) { ${fields} } }`,
        { waiting },
      )
    ).data.planProposals.map(({ number }) => number);
  expect(await listed(true)).toEqual([waits.number]);
  expect(await listed(false)).toEqual([proposal.number]);
  // Past its time it waits no more, also where the worker that would close it is away.
  const { db } = house.plant;
  await db
    .updateTable("approval")
    .set({ expires_at: new Date(Date.now() - 1_000) })
    .where("args_hash", "=", waits.approval!.argsHash)
    .execute();
  expect(await listed(true)).not.toEqual([waits.number]);
  expect(await read(waits.number)).toMatchObject({ status: "Expired" });
});

test("whoever hears that a proposal is rejected finds that it waits no more", async () => {
  const proposal = await propose({ cancelled: "WO-1052" });
  const { db } = house.plant;
  await decide("zhang.min", proposal, false);
  const { rows } = await sql<{ proposal: string; event: string }>`
    select p.xmin::text as proposal, e.xmin::text as event from plan_proposal p
    join event e on e.type = 'approval.rejected' and e.objects @> jsonb_build_array(jsonb_build_object('id', p.tool_call_id))
    where p.number = ${proposal.number}`.execute(db);
  // One transaction has written both.
  expect(rows).toHaveLength(1);
  expect(rows[0]!.proposal).toBe(rows[0]!.event);
});

test("a key answers with what it proposed when the plant has gone on since", async () => {
  const key = randomUUID();
  const { db } = house.plant;
  const place = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .innerJoin("segment_equipment as s", (join) =>
      join.onRef("s.work_master_id", "=", "o.work_master_id").onRef("s.segment", "=", "p.segment"),
    )
    .select(["o.id", "s.equipment_id"])
    .whereRef("s.equipment_id", "!=", "p.equipment_id")
    .where("p.version", "=", await versionInForce())
    .where("o.status", "=", "Waiting")
    .where("o.held", "=", false)
    .where("p.segment", "=", 10)
    .orderBy("o.id")
    .executeTakeFirstOrThrow();
  const moved = { workOrderId: place.id, equipmentId: place.equipment_id };
  const first = await propose({ moved }, key);
  await db.updateTable("work_order").set({ status: "Completed" }).where("id", "=", place.id).execute();
  expect((await propose({ moved }, key)).number).toBe(first.number);
  await db.updateTable("work_order").set({ status: "Waiting" }).where("id", "=", place.id).execute();
  // Times are part of what was asked for.
  const downKey = randomUUID();
  await propose(down("SMT-2", 30, 34), downKey);
  expect(codeOf(await tryPropose("li.wei", down("SMT-2", 30, 35), downKey))).toBe("IDEMPOTENCY_KEY_REUSED");
});

test("a proposal for a plan that is not in force any more is stale, and refused", async () => {
  const rush = { productId: "RRU-5301", quantity: 12, dueTime: at(60), priority: 1 };
  const [stale, adopted] = [await propose(down("FT-1", 20, 26)), await propose({ rush })];
  const { data } = await decide("zhang.min", adopted, true);
  const version = data.decidePlanProposal.version!;
  expect(version).toBe(stale.baseVersion + 1);
  expect(codeOf(await decide("zhang.min", stale, true))).toBe("APPROVAL_PLAN_CHANGED");
  expect(await read(stale.number)).toMatchObject({ status: "Stale", version: null });
  expect(await versionInForce()).toBe(version);
  // The rush order was entered with the plan.
  const entered = adopted.moves.find(({ kind }) => kind === "new")!.workOrderId;
  const order = await house.plant.db
    .selectFrom("work_order")
    .selectAll()
    .where("id", "=", entered)
    .executeTakeFirst();
  expect(order).toMatchObject({ product_id: "RRU-5301", quantity: 12, status: "Waiting" });
});

test("a plan that comes into force between approval and adoption is not overwritten", async () => {
  const proposal = await propose(down("FT-2", 20, 26));
  const client = await house.plant.pool.connect();
  await client.query("begin");
  // Whoever puts a plan in force holds this lock.
  await client.query("select pg_advisory_xact_lock($1)", [advisoryLocks.planVersions]);
  const decided = decide("zhang.min", proposal, true);
  await expect
    .poll(
      async () =>
        (
          await client.query(
            "select 1 from approval where args ->> 'proposal' = $1 and status = 'Approved'",
            [`PROPOSAL-${proposal.number}`],
          )
        ).rowCount,
      { timeout: 30_000 },
    )
    .toBe(1);
  await client.query(
    `insert into plan (version, created_at, plant_time, reason, request_id, seed, objective, bound, gap, on_time_rate, late_orders, utilisation)
     select version + 1, now(), plant_time, '{"kind":"first"}', 'another', 1, 0, 0, 0, 1, 0, 0 from plan where version = $1`,
    [proposal.baseVersion],
  );
  await client.query("commit");
  client.release();
  expect(codeOf(await decided)).toBe("APPROVAL_PLAN_CHANGED");
  expect(await versionInForce()).toBe(proposal.baseVersion + 1);
  expect((await read(proposal.number)).version).toBeNull();
  // Leaves the plan with the snapshot in force for others.
  await house.plant.db.deleteFrom("plan").where("request_id", "=", "another").execute();
});

test.each([
  ["a line", { lineDown: { equipmentId: "SMT-9", from: at(1), to: at(2) } }, "UNKNOWN_LINE"],
  ["a span", { lineDown: { equipmentId: "SMT-1", from: at(2), to: at(1) } }, "INVALID_INPUT"],
  ["a person", { personAbsent: { personId: "P-000", from: at(1), to: at(2) } }, "NOT_FOUND"],
  ["a receipt", { receiptLate: { receiptId: "RC-0", time: at(9) } }, "NOT_FOUND"],
  ["a material", { scrap: { materialId: "MAT-99999", quantity: 3 } }, "UNKNOWN_MATERIAL"],
  ["an order", { cancelled: "WO-9" }, "UNKNOWN_ORDER"],
  ["a line to go to", { moved: { workOrderId: "WO-1050", equipmentId: "SMT-99" } }, "UNKNOWN_LINE"],
  ["an order on hold", { order: "WO-1013" }, "NOT_FOUND"],
  ["a product", { rush: { productId: "X", quantity: 1, dueTime: at(9) } }, "NOT_FOUND"],
])("a happening with %s that is wrong is refused, and nothing is proposed", async (_name, happens, code) => {
  const count = async () =>
    (await house.plant.db.selectFrom("plan_proposal").select("number").execute()).length;
  const before = await count();
  expect(codeOf(await tryPropose("zhang.min", happens))).toBe(code);
  expect(await count()).toBe(before);
});

test("late receipts, scrap and cancelled orders become facts with the plan that answers them", async () => {
  const { db } = house.plant;
  const used = db
    .selectFrom("bom_item as b")
    .innerJoin("work_order as o", "o.work_master_id", "b.work_master_id")
    .select("b.material_id")
    .where("o.status", "=", "Waiting")
    .where("o.held", "=", false);
  const receipt = await db
    .selectFrom("expected_receipt")
    .select(["id", "expected_time"])
    .where("expected_time", ">", new Date(at(1)))
    .where("material_id", "in", used)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const moved = new Date(receipt.expected_time.getTime() + 86_400_000);
  const late = await propose({ receiptLate: { receiptId: receipt.id, time: moved.toISOString() } });
  expect((await decide("zhang.min", late, true)).data.decidePlanProposal.status).toBe("Adopted");
  expect(
    await db
      .selectFrom("expected_receipt")
      .select("expected_time")
      .where("id", "=", receipt.id)
      .executeTakeFirst(),
  ).toEqual({ expected_time: moved });

  const lot = await db
    .selectFrom("material_lot")
    .select(["id", "material_id", "quantity"])
    .where("status", "=", "Released")
    .where("expires_at", "is", null)
    .where("quantity", ">", 50)
    .where("material_id", "in", used)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  const refused = async (scrap: object) =>
    codeOf(await tryPropose("li.wei", { scrap: { materialId: lot.material_id, ...scrap } }));
  expect(await refused({ quantity: 7, lotId: "LOT-0" })).toBe("NOT_FOUND");
  expect(await refused({ quantity: lot.quantity + 1, lotId: lot.id })).toBe("SCRAP_BEYOND");
  const scrap = await propose({ scrap: { materialId: lot.material_id, quantity: 7 } });
  expect((await decide("zhang.min", scrap, true)).data.decidePlanProposal.status).toBe("Adopted");
  const left = await db
    .selectFrom("material_lot")
    .select("quantity")
    .where("id", "=", lot.id)
    .executeTakeFirst();
  expect(left!.quantity).toBe(lot.quantity - 7);

  const cancelled = await propose({ cancelled: "WO-1050" });
  expect((await decide("zhang.min", cancelled, true)).data.decidePlanProposal.status).toBe("Adopted");
  const order = db.selectFrom("work_order").select("status").where("id", "=", "WO-1050");
  expect(await order.executeTakeFirst()).toEqual({ status: "Cancelled" });
});

test("a person who is absent is taken out of the plan's count, and of later ones", async () => {
  const { db } = house.plant;
  const { person_id: personId } = await db
    .selectFrom("qualification as q")
    .innerJoin("person as p", "p.id", "q.person_id")
    .select("q.person_id")
    .where("q.skill", "=", "SMT-B")
    .where("q.expires_at", ">", new Date(at(100)))
    .where("p.shift_start_minute", "=", 480)
    .orderBy("q.person_id")
    .executeTakeFirstOrThrow();
  const unitsAt = async (hours: number) => {
    const { secondaryResources = [] } = await readProblem(db, demoEpoch());
    const { capacity, away = [] } = secondaryResources.find(({ id }) => id === "OP-SMT-B")!;
    const seconds = hours * 3_600;
    return capacity - (away.find(({ from, to }) => from <= seconds && seconds < to)?.units ?? 0);
  };
  const before = await unitsAt(26);
  const proposal = await propose({ personAbsent: { personId, from: at(24), to: at(32) } });
  expect(proposal.cause.en).toContain(`${personId} absent`);
  expect((await decide("zhang.min", proposal, true)).data.decidePlanProposal.status).toBe("Adopted");
  expect(await unitsAt(26)).toBe(before - 1);
  expect(await unitsAt(50)).toBe(before);
});

test("plans that were stored with a text are told why they were made as well", async () => {
  const client = await house.plant.pool.connect();
  const { rows: adopted } = await client.query("select version from plan_proposal where version is not null");
  try {
    await client.query("begin");
    await client.query("alter table plan drop column reason");
    await client.query("alter table plan add column reason text not null default '重新排产'");
    await client.query(planReason);
    const { rows } = await client.query("select version, request_id, reason from plan order by version");
    expect(adopted.length).toBeGreaterThan(0);
    for (const { version, request_id: request, reason } of rows)
      if (request === "initial") expect(reason).toEqual({ kind: "first" });
      else if (adopted.some((one) => one.version === version))
        expect(reason).toMatchObject({ kind: "repair", happening: { kind: expect.any(String) } });
      else expect(reason).toEqual({ kind: "asked", text: "重新排产" });
  } finally {
    await client.query("rollback");
    client.release();
  }
});
