import { afterAll, beforeAll, expect, test } from "vitest";
import { deskHere, openDesk } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { readProblem } from "../../agents/scheduler/problem/problem.ts";
import { latestPlanVersion } from "../../services/mes/queries/plans.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { runUsers } from "../../services/mes/users/command.ts";
import { postTo, signInTo } from "../support/http.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
let token: string;

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  postTo(house.api.url, path, body, headers);
const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
  const { data, errors } = (await post(
    "/graphql",
    { query, variables },
    { authorization: `Bearer ${token}` },
  )) as { data: T; errors?: readonly { readonly message: string }[] };
  if (errors) throw new Error(errors[0]?.message);
  return data;
};

beforeAll(async () => {
  house = await startPlannedHouse();
  // Somebody of a plant's own, let in on the command line.
  const output = { answer: () => {}, note: () => {}, secret: async () => "a password of theirs\n" };
  const person = ["--id", "mei", "--name", "梅", "--roles", "planner", "--database-url", house.plant.url];
  expect(await runUsers(person, output)).toBe(0);
  token = await signInTo(house.api.url, "mei", "a password of theirs");
});
afterAll(() => house.close());

interface Paged<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

test("a plan's operations come in pages, each of them once and in order; and those of one order", async () => {
  type Operation = { readonly id: string; readonly workOrderId: string; readonly start: string };
  const { plan } = await ask<{ plan: { operations: Operation[] } }>(
    "{ plan { operations { id workOrderId start } } }",
  );
  expect(plan.operations.length).toBeGreaterThan(300);
  const read: Operation[] = [];
  for (let after: string | null = null; ; ) {
    const page: Paged<Operation> = (
      await ask<{ plan: { operationsPage: Paged<Operation> } }>(
        `query($after: String) {
          plan { operationsPage(first: 97, after: $after) { nodes { id workOrderId start } pageInfo { hasNextPage endCursor } } }
        }`,
        { after },
      )
    ).plan.operationsPage;
    read.push(...page.nodes);
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(read).toEqual(plan.operations);
  const { workOrderId: id } = read[0]!;
  const own = await ask<{ plan: { operations: Operation[] } }>(
    "query($id: ID) { plan { operations(workOrderId: $id) { id workOrderId start } } }",
    { id },
  );
  expect(own.plan.operations).toEqual(plan.operations.filter(({ workOrderId }) => workOrderId === id));
});

test("orders are looked through by state, what is latest first, page by page", async () => {
  type Order = { readonly id: string; readonly lateSeconds: number | null };
  const page = async (state: string, after: string | null) =>
    (
      await ask<{
        workOrders: {
          totalCount: number;
          edges: { node: Order }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      }>(
        `query($state: WorkOrderState, $after: String) {
          workOrders(first: 7, state: $state, sort: LATENESS, after: $after) {
            totalCount edges { node { id lateSeconds } } pageInfo { hasNextPage endCursor }
          }
        }`,
        { state, after },
      )
    ).workOrders;
  const read = async (state: string) => {
    const found: Order[] = [];
    for (let after: string | null = null; ; ) {
      const { edges, pageInfo, totalCount } = await page(state, after);
      found.push(...edges.map(({ node }) => node));
      after = pageInfo.endCursor;
      if (pageInfo.hasNextPage) continue;
      expect(new Set(found.map(({ id }) => id)).size).toBe(totalCount);
      expect(found).toHaveLength(totalCount);
      return found;
    }
  };
  const open = await read("OPEN");
  expect(open.map(({ lateSeconds }) => lateSeconds ?? 0)).toEqual(
    open.map(({ lateSeconds }) => lateSeconds ?? 0).toSorted((a, b) => b - a),
  );
  const late = await read("LATE");
  expect(late).toEqual(open.filter(({ lateSeconds }) => (lateSeconds ?? 0) > 0));
  const [held, unplanned] = [await read("HELD"), await read("UNPLANNED")];
  expect(held.length).toBeGreaterThan(0);
  // What is on hold is in no plan.
  const ids = new Set(unplanned.map(({ id }) => id));
  expect(held.every(({ id }) => ids.has(id))).toBe(true);
});

test("the desk answers as the scheduler itself does, errors of the catalogue included", async () => {
  const { db, url } = house.plant;
  const now = new Date();
  const inquiry = { productId: "RRU-5301", quantity: 10, dueTime: now, priority: 5 };
  const here = await deskHere(db).ask("promiseOrder", now, inquiry);
  const desk = openDesk(url);
  try {
    expect(await desk.ask("promiseOrder", now, inquiry)).toEqual(here);
    await expect(desk.ask("promiseOrder", now, { ...inquiry, productId: "NO-SUCH" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { id: "NO-SUCH" },
    });
  } finally {
    await desk.close();
  }
});

test("an order that is due far ahead is planned, on calendars that reach so far", async () => {
  const { db } = house.plant;
  const moment = demoEpoch();
  const due = new Date(moment.getTime() + 200 * 86_400_000);
  const order = await db
    .selectFrom("work_order as o")
    .innerJoin("plan_operation as p", "p.work_order_id", "o.id")
    .select("o.id")
    .where("o.status", "=", "Waiting")
    .where("p.version", "=", await latestPlanVersion(db))
    .orderBy("o.id")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("work_order")
    .set({ release_time: new Date(due.getTime() - 7 * 86_400_000), due_time: due })
    .where("id", "=", order.id)
    .execute();
  // What is in stock today keeps until then.
  await db.updateTable("material_lot").set({ expires_at: null }).execute();
  const problem = await readProblem(db, moment);
  expect(problem.resources[0]!.calendar.at(-1)![1]).toBeGreaterThan(399 * 86_400);
  const planning = createPlanning({
    desk: deskHere(db),
    clock: { now: () => moment, wallMsUntil: () => 0, after: () => moment },
    budgetMs: 300,
    seed: 1,
  });
  const version = await planning.makePlan({ requestId: "far", reason: { kind: "asked", text: "far" } });
  const places = await db
    .selectFrom("plan_operation")
    .select("start_time")
    .where("version", "=", version)
    .where("work_order_id", "=", order.id)
    .execute();
  expect(places.length).toBeGreaterThan(0);
  for (const { start_time } of places)
    expect(start_time.getTime()).toBeGreaterThan(due.getTime() - 8 * 86_400_000);
});
