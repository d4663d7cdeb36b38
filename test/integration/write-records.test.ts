import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHouse } from "../support/house.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
const tokens = new Map<string, string>();
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.close());

const post = async (path: string, body: object, token?: string) => {
  const response = await fetch(`${house.api.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  return response.json() as Promise<never>;
};
interface Answer {
  readonly data: {
    readonly writeRecords: {
      readonly issues: readonly { table: string; row: number | null; column: string; code: string }[];
      readonly written: readonly { table: string; rows: number }[];
    };
    readonly eventsAfter: readonly { seq: string; type: string; attributes: unknown }[];
  };
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}
const ask = async (query: string, variables: object, user = "integrator"): Promise<Answer> => {
  const known = tokens.get(user);
  const { token } = known
    ? { token: known }
    : ((await post("/auth/sign-in", { user, password: "millwright" })) as { token: string });
  tokens.set(user, token);
  return post("/graphql", { query, variables }, token);
};
const write = (tables: object, { key = randomUUID() as string, dryRun = false, user = "integrator" } = {}) =>
  ask(
    `mutation($tables: [TableRecords!]!, $dryRun: Boolean, $key: String!) {
      writeRecords(tables: $tables, dryRun: $dryRun, idempotencyKey: $key) {
        issues { table row column value code message { zh en } } written { table rows } } }`,
    { tables, dryRun, key },
    user,
  );

const order = {
  product_id: "RRU-5301",
  sales_order_id: null,
  quantity: 12,
  priority: 3,
  release_time: "2026-11-02T08:00:00+08:00",
  due_time: "2026-11-09T17:00:00+08:00",
  status: "Waiting",
  held: false,
  hold_reason: "",
};
const ordersOf = async (...ids: readonly string[]) =>
  house.plant.db
    .selectFrom("work_order")
    .select(["id", "quantity"])
    .where("id", "in", ids)
    .orderBy("id")
    .execute();
const masterOf = async (product: string) =>
  (
    await house.plant.db
      .selectFrom("work_master")
      .select("id")
      .where("product_id", "=", product)
      .executeTakeFirstOrThrow()
  ).id;

test("an integrator writes orders with a material and its receipt at once, once for a key, and the stream tells it", async () => {
  const master = await masterOf("RRU-5301");
  const rows = ["WO-8001", "WO-8002"].map((id) => ({ ...order, id, work_master_id: master }));
  const tables = [
    { table: "work_orders", rows },
    {
      table: "materials",
      rows: [
        {
          id: "MAT-90001",
          name_zh: '滤波器，"双工"',
          name_en: "Filter, duplex",
          category: "rf",
          unit: "pcs",
          kind: "Component",
        },
      ],
    },
  ];
  const dry = await write(tables, { dryRun: true });
  expect(dry.errors).toBeUndefined();
  expect(dry.data.writeRecords.issues).toEqual([]);
  expect(await ordersOf("WO-8001")).toEqual([]);
  const key = randomUUID();
  const answers = await Promise.all([write(tables, { key }), write(tables, { key })]);
  for (const { data } of answers)
    expect(data.writeRecords.written).toEqual(
      expect.arrayContaining([
        { table: "work_orders", rows: 2 },
        { table: "materials", rows: 1 },
      ]),
    );
  expect(await ordersOf("WO-8001", "WO-8002")).toEqual([
    { id: "WO-8001", quantity: 12 },
    { id: "WO-8002", quantity: 12 },
  ]);
  const { name_zh: name } = await house.plant.db
    .selectFrom("material")
    .select("name_zh")
    .where("id", "=", "MAT-90001")
    .executeTakeFirstOrThrow();
  expect(name).toBe('滤波器，"双工"');
  const reused = await write([{ table: "work_orders", rows: [] }], { key });
  expect(reused.errors?.[0]?.extensions.code).toBe("IDEMPOTENCY_KEY_REUSED");
  const { data } = await ask(
    '{ eventsAfter(seq: "0", types: ["records.written"]) { seq type attributes } }',
    {},
  );
  expect(data.eventsAfter).toHaveLength(1);
  expect(data.eventsAfter[0]!.attributes).toMatchObject({
    rows: { "materials.csv": 1, "work_orders.csv": 2 },
  });
  const after = await ask(`{ eventsAfter(seq: "${data.eventsAfter[0]!.seq}") { seq } }`, {});
  expect(after.data.eventsAfter).toEqual([]);
});

test("with one wrong record nothing is written, and each wrong field is named by its record", async () => {
  const master = await masterOf("RRU-5301");
  const { data } = await write([
    {
      table: "work_orders",
      rows: [
        { ...order, id: "WO-8010", work_master_id: master },
        { ...order, id: "WO-8011", work_master_id: master, due_time: "next\nweek" },
        { ...order, id: "WO-8012", work_master_id: "WM-NONE", quantity: -1 },
      ],
    },
    { table: "colours", rows: [{ id: "red" }] },
  ]);
  const { issues, written } = data.writeRecords;
  expect(written).toEqual([]);
  expect(issues.map(({ table, row, column, code }) => `${table}/${row} ${column} ${code}`).sort()).toEqual(
    expect.arrayContaining([
      "colours/null  unknown-file",
      "work_orders/1 due_time wrong-value",
      "work_orders/2 quantity wrong-value",
    ]),
  );
  expect(await ordersOf("WO-8010", "WO-8011", "WO-8012")).toEqual([]);
});

test("who is no integrator writes nothing, and what is no record is refused", async () => {
  const refused = await write([{ table: "work_orders", rows: [] }], { user: "zhang.min" });
  expect(refused.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  for (const row of ["WO-1", [1], { id: { nested: true } }, 5]) {
    const { errors } = await write([{ table: "work_orders", rows: [row] }]);
    expect(errors?.[0]?.message).toContain("work_orders.0: must be an object of texts, numbers");
  }
  const twice = await write([
    { table: "tools", rows: [] },
    { table: "tools", rows: [] },
  ]);
  expect(twice.errors?.[0]?.message).toContain("is there twice");
  const seq = await ask('{ eventsAfter(seq: "x") { seq } }', {});
  expect(seq.errors?.[0]?.message).toContain("must be the seq of an event");
});

test("a partial write stores what is sound and tells every other row by its place", async () => {
  const master = await masterOf("RRU-5301");
  const rows = Array.from({ length: 1_000 }, (_, index) => ({
    ...order,
    id: `PART-${index}`,
    work_master_id: master,
    // Wrong by a value, and by an order of sales that is wrong itself.
    ...(index % 100 === 7 ? { quantity: -1 } : {}),
    ...(index === 500 ? { sales_order_id: "SO-WRONG" } : {}),
  }));
  const sales = [{ id: "SO-WRONG", customer: "C", customer_class: "A", promised_time: "tomorrow" }];
  const send = (key: string) =>
    ask(
      `mutation($tables: [TableRecords!]!, $key: String!) { writeRecords(tables: $tables, partial: true, idempotencyKey: $key) {
        issues { table row column code } written { table rows } } }`,
      {
        tables: [
          { table: "work_orders", rows },
          { table: "sales_orders", rows: sales },
        ],
        key,
      },
    );
  const first = await send("partial");
  const { issues, written } = first.data.writeRecords;
  expect(written).toEqual([{ table: "work_orders", rows: 989 }]);
  const wrong = issues.filter(({ table }) => table === "work_orders").map(({ row }) => row);
  expect([...new Set(wrong)].sort((a, b) => Number(a) - Number(b))).toEqual([
    7, 107, 207, 307, 407, 500, 507, 607, 707, 807, 907,
  ]);
  expect(await send("partial")).toEqual(first);
  expect(await ordersOf("PART-0", "PART-7", "PART-500", "PART-999")).toHaveLength(2);
  const { data } = await send("nothing-new");
  expect(data.writeRecords.written).toEqual(written);
});

test("a table that is the whole of its bills takes out what they have no more; a partial write may not be whole", async () => {
  const { work_master_id: master } = await house.plant.db
    .selectFrom("bom_item")
    .select("work_master_id")
    .groupBy("work_master_id")
    .having(({ fn }) => fn.countAll(), ">", 1)
    .orderBy("work_master_id")
    .limit(1)
    .executeTakeFirstOrThrow();
  const bill = () =>
    house.plant.db
      .selectFrom("bom_item")
      .selectAll()
      .where("work_master_id", "=", master)
      .orderBy("segment")
      .orderBy("position")
      .execute();
  const [gone, ...kept] = await bill();
  const replace = (more: string) =>
    ask(
      `mutation($tables: [TableRecords!]!, $key: String!) {
        writeRecords(tables: $tables, ${more}, idempotencyKey: $key) {
          issues { table row column value code message { zh en } } removed { table keys } } }`,
      { tables: [{ table: "bom", rows: kept }], key: randomUUID() },
    );
  const name = `${master} / ${gone!.segment} / ${gone!.position}`;
  const removed = expect.arrayContaining([{ table: "bom", keys: [name] }]);
  for (const refused of ['whole: ["bom"], partial: true', 'whole: ["segments"]'])
    expect((await replace(refused)).errors?.[0]?.extensions.code).toBe("INVALID_INPUT");
  expect((await replace('whole: ["bom"], dryRun: true')).data.writeRecords).toMatchObject({ removed });
  expect(await bill()).toHaveLength(kept.length + 1);
  expect((await replace('whole: ["bom"]')).data.writeRecords).toMatchObject({ issues: [], removed });
  expect(await bill()).toEqual(kept);
});
