import { afterAll, beforeAll, expect, test } from "vitest";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { latestPlanVersion } from "../../services/mes/queries/plans.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { postTo, signInTo } from "../support/http.ts";
import { startPlannedHouse, type TestHouse } from "../support/planned-house.ts";

let house: TestHouse;
let token: string;
beforeAll(async () => {
  house = await startPlannedHouse();
  token = await signInTo(house.api.url, "li.wei");
});
afterAll(() => house.close());

const ask = async <T>(query: string, variables: object = {}): Promise<T> => {
  const answer = await postTo(
    house.api.url,
    "/graphql",
    { query, variables },
    { authorization: `Bearer ${token}` },
  );
  return (answer as { data: T }).data;
};
const since = async () =>
  (
    await ask<{
      plan: { ordersSince: { added: number; changed: number; dropped: number; text: { en: string } | null } };
    }>("{ plan { ordersSince { added changed dropped text { en } } } }")
  ).plan.ordersSince;
const lateness = async (id: string, state?: "LATE") =>
  (
    await ask<{
      workOrders: {
        edges: { node: { id: string; plannedEnd: string; dueTime: string; lateSeconds: number } }[];
      };
    }>(
      "query($id: String!, $state: WorkOrderState) { workOrders(search: $id, state: $state) { edges { node { id plannedEnd dueTime lateSeconds } } } }",
      { id, state },
    )
  ).workOrders.edges
    .map(({ node }) => node)
    .find((node) => node.id === id);

test("what an import makes of the orders is told beside the plan that was made before, and how late they are goes by when they are due now", async () => {
  const { db } = house.plant;
  expect(await since()).toEqual({ added: 0, changed: 0, dropped: 0, text: null });
  const version = await latestPlanVersion(db);
  const inTime = await db
    .selectFrom("work_order as o")
    .innerJoin("plan_operation as p", "p.work_order_id", "o.id")
    .selectAll("o")
    .distinctOn("o.id")
    .where("p.version", "=", version)
    .where("p.late_seconds", "=", 0)
    .where("o.status", "=", "Waiting")
    .orderBy("o.id")
    .limit(4)
    .execute();
  const [sooner, more, off, held] = inTime;
  const end = Date.parse((await lateness(sooner!.id))!.plannedEnd);
  const due = new Date(end - 3_600_000);
  await db.updateTable("work_order").set({ due_time: due }).where("id", "=", sooner!.id).execute();
  await db
    .updateTable("work_order")
    .set({ quantity: more!.quantity + 1 })
    .where("id", "=", more!.id)
    .execute();
  await db.updateTable("work_order").set({ status: "Cancelled" }).where("id", "=", off!.id).execute();
  await db
    .updateTable("work_order")
    .set({ held: true, hold_reason: "drawing" })
    .where("id", "=", held!.id)
    .execute();
  await db
    .insertInto("work_order")
    .values({ ...more!, id: "WO-NEW-1" })
    .execute();
  expect(await since()).toMatchObject({
    added: 1,
    changed: 2,
    dropped: 2,
    text: { en: expect.stringContaining("1 came, 2 changed, 2 were called off or put on hold") },
  });
  expect(await lateness(sooner!.id, "LATE")).toMatchObject({ lateSeconds: 3_600 });

  const moment = demoEpoch();
  const planning = createPlanning({
    desk: deskHere(db),
    clock: { now: () => moment, wallMsUntil: () => 0, after: () => moment },
    budgetMs: 300,
    seed: 1,
  });
  await planning.makePlan({ requestId: "again", reason: { kind: "asked", text: "again" } });
  expect(await since()).toEqual({ added: 0, changed: 0, dropped: 0, text: null });
});
