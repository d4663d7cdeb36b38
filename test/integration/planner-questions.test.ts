import { afterAll, beforeAll, expect, test } from "vitest";
import { explainLate } from "../../agents/scheduler/answers/explain-late.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { obstaclesOf } from "../../agents/scheduler/problem/obstacles.ts";
import { readProblem } from "../../agents/scheduler/problem/problem.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import { workOf } from "../../services/mes/queries/sales-orders.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { postTo, signInTo } from "../support/http.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
let token: string;

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  postTo(house.api.url, path, body, headers);

interface Bilingual {
  readonly zh: string;
  readonly en: string;
}
interface Answer<T> {
  readonly data: T;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}
const ask = <T>(query: string, variables: object = {}): Promise<Answer<T>> =>
  post("/graphql", { query, variables }, { authorization: `Bearer ${token}` });

const inDays = (days: number) => new Date(demoEpoch().getTime() + days * 86_400_000).toISOString();

beforeAll(async () => {
  house = await startPlannedHouse();
  token = await signInTo(house.api.url, "li.wei");
});
afterAll(() => house.close());

const promiseQuery = `query($order: OrderQuestion!) { promise(order: $order) {
  planVersion end lateSeconds heldBackBy { zh en } sooner { gainSeconds how { zh en } } operations { segment equipmentId start end }
} }`;

test("a new order gets a date, its operations, and what would bring it forward", async () => {
  const order = { productId: "RRU-5301", quantity: 40, dueTime: inDays(3), priority: 2 };
  const { data } = await ask<{
    promise: {
      planVersion: number;
      end: string;
      heldBackBy: Bilingual;
      sooner: { gainSeconds: number; how: Bilingual }[];
      operations: { start: string; end: string }[];
    };
  }>(promiseQuery, { order });
  const { end, operations, heldBackBy, sooner, planVersion } = data.promise;
  expect(planVersion).toBe(2);
  expect(operations.length).toBeGreaterThan(2);
  expect(operations.at(-1)!.end).toBe(end);
  expect(Date.parse(operations[0]!.start)).toBeGreaterThanOrEqual(demoEpoch().getTime());
  expect(heldBackBy.zh).toMatch(/\p{Script=Han}/u);
  for (const { gainSeconds, how } of sooner) {
    expect(gainSeconds).toBeGreaterThan(0);
    expect(how.en).toContain("sooner");
  }
});

test("a product that is not made, and a number that makes no sense, are refused", async () => {
  const order = { productId: "RRU-0", quantity: 40, dueTime: inDays(3) };
  expect((await ask(promiseQuery, { order })).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
  const none = { ...order, productId: "RRU-5301", quantity: 0 };
  expect((await ask(promiseQuery, { order: none })).errors?.[0]?.extensions.code).toBe("INVALID_INPUT");
});

test("late orders are explained in both languages", async () => {
  const { data } = await ask<{ workOrders: { edges: { node: { id: string } }[] } }>(
    "{ workOrders(first: 1, late: true) { edges { node { id } } } }",
  );
  const id = data.workOrders.edges[0]!.node.id;
  const facts = await ask<{ explainOrder: Bilingual[] }>(
    "query($id: ID!) { explainOrder(id: $id) { zh en } }",
    { id },
  );
  const { explainOrder } = facts.data;
  expect(explainOrder.at(-1)!.en).toMatch(/after it is due/);
  expect(explainOrder.at(-1)!.zh).toContain("晚");
});

const whatIfQuery = `query($happens: Happening!) { whatIf(happens: $happens) {
  planVersion movedUnaffected unplanned change { same moved objective lateBefore lateAfter orders { workOrderId kind shiftSeconds endBefore endAfter } }
} }`;

test("what a breakdown, a rush order or a cancellation would do is told, and nothing is stored", async () => {
  const down = { lineDown: { equipmentId: "SMT-1", from: inDays(0.2), to: inDays(0.6) } };
  const broken = await ask<{ whatIf: { change: { moved: number; orders: unknown[] } } }>(whatIfQuery, {
    happens: down,
  });
  expect(broken.data.whatIf.change.moved).toBeGreaterThan(0);
  const rush = { rush: { productId: "RRU-5301", quantity: 20, dueTime: inDays(2), priority: 1 } };
  const rushed = await ask<{ whatIf: { change: { orders: object[] } } }>(whatIfQuery, { happens: rush });
  expect(rushed.data.whatIf.change.orders).toContainEqual(
    expect.objectContaining({ workOrderId: "RUSH", kind: "new" }),
  );
  const gone = await ask<{ whatIf: { change: { orders: object[] } } }>(whatIfQuery, {
    happens: { cancelled: "WO-1050" },
  });
  expect(gone.data.whatIf.change.orders).toContainEqual(
    expect.objectContaining({ workOrderId: "WO-1050", kind: "gone" }),
  );
  const unknown = await ask(whatIfQuery, { happens: { cancelled: "WO-9" } });
  expect(unknown.errors?.[0]?.extensions.code).toBe("UNKNOWN_ORDER");
  expect((await ask<{ plan: { version: number } }>("{ plan { version } }")).data.plan.version).toBe(2);
});

test("the plan tells what gates it, and two plans can be compared", async () => {
  const { data } = await ask<{
    plan: {
      unplanned: string[];
      goldenParts: { materialId: string; gatedHours: number }[];
      shortages: object[];
    };
  }>(
    "{ plan { unplanned goldenParts { materialId gatedHours orders } shortages { materialId quantity needs { workOrderId by } } } }",
  );
  const gated = data.plan.goldenParts.map(({ gatedHours }) => gatedHours);
  expect(gated).toEqual(gated.toSorted((a, b) => b - a));
  const query =
    "query($a: Int!, $b: Int!) { planDiff(before: $a, after: $b) { same moved orders { kind } } }";
  const same = await ask<{ planDiff: { same: number; moved: number } }>(query, { a: 2, b: 2 });
  expect(same.data.planDiff).toMatchObject({ moved: 0 });
  expect(same.data.planDiff.same).toBeGreaterThan(500);
  const fresh = await ask<{ planDiff: { orders: { kind: string }[] } }>(query, { a: 1, b: 2 });
  expect(new Set(fresh.data.planDiff.orders.map(({ kind }) => kind))).toEqual(new Set(["new"]));
  expect((await ask(query, { a: 2, b: 99 })).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
});

test("an order that is in no plan says why", async () => {
  const { data } = await ask<{
    workOrders: { edges: { node: { plannedEnd: null; unplannedReason: Bilingual } }[] };
  }>(
    '{ workOrders(first: 1, search: "WO-1013") { edges { node { plannedEnd unplannedReason { zh en } } } } }',
  );
  expect(data.workOrders.edges[0]!.node).toEqual({
    plannedEnd: null,
    unplannedReason: { zh: "暂停中，不排产", en: "on hold: not planned" },
  });
});

test("an order that nobody could do is not planned, and says what stands in its way", async () => {
  const { db } = house.plant;
  const masters = await db.selectFrom("work_master").select("id").execute();
  const obstacles = () =>
    obstaclesOf(
      db,
      demoEpoch(),
      masters.map(({ id }) => id),
    );
  // Nothing of the demonstration plant is beyond it.
  expect((await obstacles()).size).toBe(0);
  const { id, work_master_id: master } = await db
    .selectFrom("work_order as o")
    .innerJoin("segment_secondary as s", "s.work_master_id", "o.work_master_id")
    .select(["o.id", "o.work_master_id"])
    .where("o.status", "=", "Waiting")
    .where("o.held", "=", false)
    .where("s.secondary_id", "=", "OP-SMT-B")
    .executeTakeFirstOrThrow();
  const asksFor = (units: number) =>
    db.updateTable("segment_secondary").set({ units }).where("work_master_id", "=", master).execute();
  const isPlanned = async () => (await readProblem(db, demoEpoch())).orders.some((order) => order.id === id);
  expect(await isPlanned()).toBe(true);
  await asksFor(99);
  expect(await isPlanned()).toBe(false);
  await db.deleteFrom("plan_operation").where("work_order_id", "=", id).execute();
  const { data } = await ask<{ workOrders: { edges: { node: { unplannedReason: Bilingual } }[] } }>(
    "query($id: String!) { workOrders(first: 1, search: $id) { edges { node { unplannedReason { zh en } } } } }",
    { id },
  );
  const { product_id: productId } = await db
    .selectFrom("work_order")
    .select("product_id")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const asked = { productId, quantity: 5, dueTime: inDays(3), priority: 2 };
  const answer = await ask<{ promise: { end: null; heldBackBy: Bilingual; sooner: [] } }>(promiseQuery, {
    order: asked,
  });
  const desk = deskHere(db);
  await expect(
    desk.ask(
      "whatIf",
      demoEpoch(),
      { kind: "rush", workOrderId: "RUSH", ...asked },
      { steady: false, budgetMs: 100 },
    ),
  ).rejects.toThrow(
    new RegExp(`^${productId} cannot be made as the plant's data stand: segment 10 needs 99 of OP-SMT-B`),
  );
  const why = await explainLate(
    { db, clock: { now: demoEpoch }, args: { order: id }, text: `${id} 为什么延期` } as never,
    desk,
  );
  await asksFor(1);
  expect(answer.data.promise).toMatchObject({ end: null, sooner: [] });
  expect(answer.data.promise.heldBackBy.zh).toMatch(/^工序 10 需要 OP-SMT-B 99 个，同时最多只有 \d+ 个$/);
  expect(why.text.en).toMatch(
    new RegExp(`^${id} is not in the plan in force\\. Because: segment 10 needs 99 of OP-SMT-B`),
  );
  expect(why.evidence).toContainEqual(
    expect.objectContaining({ facts: expect.objectContaining({ segment: 10 }) }),
  );
  expect(data.workOrders.edges[0]!.node.unplannedReason.en).toMatch(
    /^not planned: segment 10 needs 99 of OP-SMT-B, and never more than \d+ are there at once$/,
  );
});

test("an order that lacks material has no end, though what runs of it is in the plan", async () => {
  const { db } = house.plant;
  const { version } = await db
    .selectFrom("plan")
    .select("version")
    .orderBy("version", "desc")
    .executeTakeFirstOrThrow();
  const running = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .select(["o.id", "o.sales_order_id"])
    .where("p.version", "=", version)
    .where("o.sales_order_id", "is not", null)
    .executeTakeFirstOrThrow();
  const endInPlan = async () => {
    const { data } = await ask<{ workOrders: { edges: { node: { plannedEnd: string | null } }[] } }>(
      `{ workOrders(first: 1, search: "${running.id}") { edges { node { plannedEnd } } } }`,
    );
    const work = await workOf(db, [running.sales_order_id!], version);
    return [data.workOrders.edges[0]!.node.plannedEnd, work.find(({ id }) => id === running.id)!.end];
  };
  const lacking = (unplanned: string[]) =>
    db.updateTable("plan").set({ unplanned }).where("version", "=", version).execute();
  for (const end of await endInPlan()) expect(end).not.toBeNull();
  await lacking([running.id]);
  expect(await endInPlan()).toEqual([null, null]);
  await lacking([]);
});

test("a date that material forbids names every material that lacks, and the pieces that quality holds back", async () => {
  const { db } = house.plant;
  const order = { productId: "RRU-5301", quantity: 1_000_000, dueTime: inDays(30), priority: 5 };
  const heldBackBy = async () => {
    const { data } = await ask<{ promise: { end: null; heldBackBy: Bilingual } }>(promiseQuery, { order });
    expect(data.promise.end).toBeNull();
    return data.promise.heldBackBy;
  };
  const { en } = await heldBackBy();
  const [, material] =
    /^\d+ of (\S+) are missing and no known receipt brings them; needed by .+; missing too: \S+ × \d+, /.exec(
      en,
    )!;
  await db
    .insertInto("material_lot")
    .values({
      id: "LOT-APART",
      material_id: material!,
      quantity: 70,
      status: "Quarantine",
      location: "WH",
      expires_at: null,
    })
    .execute();
  expect((await heldBackBy()).zh).toMatch(/；另有 \d+ 件在待检或冻结中，放行后可用$/);
  // Where only other vendors are approved, to release them would help nobody.
  await db
    .insertInto("approved_vendor")
    .columns(["work_master_id", "segment", "position", "vendor"])
    .expression((from) =>
      from
        .selectFrom("bom_item")
        .select(({ val }) => ["work_master_id", "segment", "position", val("V-OTHER").as("vendor")])
        .where("material_id", "=", material!),
    )
    .execute();
  expect((await heldBackBy()).zh).not.toContain("待检");
  await db.deleteFrom("approved_vendor").where("vendor", "=", "V-OTHER").execute();
  await db.deleteFrom("material_lot").where("id", "=", "LOT-APART").execute();
});

test("pieces that quality holds back are told of an order only where their vendor is approved for it", async () => {
  const { db } = house.plant;
  const { version } = (await latestPlan(db))!;
  const { id, segment, material } = await db
    .selectFrom("approved_vendor as v")
    .innerJoin("bom_item as b", (on) =>
      on
        .onRef("b.work_master_id", "=", "v.work_master_id")
        .onRef("b.segment", "=", "v.segment")
        .onRef("b.position", "=", "v.position"),
    )
    .innerJoin("work_order as o", "o.work_master_id", "v.work_master_id")
    .select(["o.id", "v.segment", "b.material_id as material"])
    .where("o.status", "=", "Waiting")
    .where("o.held", "=", false)
    .where("v.vendor", "=", "V-101")
    .orderBy("o.id")
    .executeTakeFirstOrThrow();
  await db.deleteFrom("plan_operation").where("work_order_id", "=", id).execute();
  const shortages = [{ material, quantity: 9, needs: [{ order: id, segment, quantity: 9 }] }];
  await db
    .updateTable("plan")
    .set({ shortages: JSON.stringify(shortages), unplanned: [id] })
    .where("version", "=", version)
    .execute();
  const held = { material_id: material, status: "Quarantine", location: "WH", expires_at: null } as const;
  const withheld = async () => {
    const { text } = await explainLate(
      { db, clock: { now: demoEpoch }, args: { order: id }, text: `${id} 为什么延期` } as never,
      deskHere(db),
    );
    expect(text.zh).toContain(`缺 ${material} 9，没有在途可补`);
    return Number(/另有 (\d+) 件在待检或冻结中/.exec(text.zh)?.[1] ?? 0);
  };
  const before = await withheld();
  await db
    .insertInto("material_lot")
    .values([
      { ...held, id: "LOT-V-103", vendor: "V-103", quantity: 700 },
      { ...held, id: "LOT-V-NONE", vendor: null, quantity: 80 },
    ])
    .execute();
  expect(await withheld()).toBe(before);
  await db
    .insertInto("material_lot")
    .values({ ...held, id: "LOT-V-102", vendor: "V-102", quantity: 6 })
    .execute();
  expect(await withheld()).toBe(before + 6);
});

test("an order that waits for several materials is told of each, the one that nothing brings first", async () => {
  const { db } = house.plant;
  const now = demoEpoch();
  const { id, workMasterId } = await db
    .selectFrom("work_order as o")
    .innerJoin("bom_item as b", "b.work_master_id", "o.work_master_id")
    .select(["o.id", "o.work_master_id as workMasterId"])
    .where("o.status", "=", "Waiting")
    .where("o.held", "=", false)
    .where("b.segment", "=", 10)
    .groupBy("o.id")
    .having((count) => count.fn.countAll(), ">", 4)
    .orderBy("o.id")
    .executeTakeFirstOrThrow();
  const items = await db
    .selectFrom("bom_item")
    .select("material_id")
    .where("work_master_id", "=", workMasterId)
    .where("segment", "=", 10)
    .execute();
  await db.updateTable("material_lot").set({ expires_at: now }).execute();
  await db.deleteFrom("expected_receipt").execute();
  const soon = items[1]!.material_id;
  await db
    .insertInto("expected_receipt")
    .values({
      id: "PO-SOON",
      material_id: soon,
      quantity: 9,
      expected_time: new Date(now.getTime() + 1),
      supplier: "V-101",
    })
    .execute();
  const { text, evidence } = await explainLate(
    { db, clock: { now: () => now }, args: { order: id }, text: `${id} 为什么延期` } as never,
    deskHere(db),
  );
  const named = [...text.en.matchAll(/(\S+) is short by \d+; no receipt is expected/g)].map(([, one]) => one);
  expect(named).toHaveLength(3);
  expect(named).not.toContain(soon);
  expect(text.en).toContain(`${items.length - 3} more materials are short`);
  expect(text.zh).toContain(`另缺 ${items.length - 3} 种物料`);
  // Each of them is evidence, also those that are not named.
  const told = new Set(evidence.filter(({ kind }) => kind === "material").map((one) => one.id));
  for (const { material_id: material } of items) expect(told).toContain(material);
});
