import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type CellHouse, type CellRunView, runFields, startCellHouse } from "../support/cell-house.ts";
import { finished, proposed as isProposed } from "../support/chat-events.ts";

let house: CellHouse;
beforeAll(async () => {
  house = await startCellHouse();
});
afterEach(() => house.leave());
afterAll(() => house.close());

test("a sentence is enough for a run; one that was planned for another cell than there is now does not begin", async () => {
  const worker = await house.startWorker();
  const chat = await house.chat();
  house.model.answer({ tool: "test_units", product: "BBU-V9200", quantity: 4 });
  await chat.say("测试单元做 4 个 BBU-V9200");
  const proposal = await chat.until(isProposed, "a proposal");
  expect(proposal).toMatchObject({ role: "automation", args: { product: "BBU-V9200", quantity: 4 } });
  expect(JSON.stringify(proposal["summary"])).toContain("TC-1");
  const latest = async () =>
    (
      await house.as<{ cell: { runs: CellRunView[]; description: object; recipes: object[] } }>(
        "liu.yang",
        `{ cell(id: "TC-1") { description recipes runs(first: 1) { ${runFields} } } }`,
      )
    ).data.cell;
  const { description, recipes, runs } = await latest();
  expect(runs[0]).toMatchObject({ status: "Proposed" });
  expect(new Set(runs[0]!.steps.map(({ id }) => id.split("/")[0])).size).toBe(4);
  const changed = { cell: { ...description, fixtureChangeS: 601 }, recipes };
  const saved = await house.as(
    "liu.yang",
    "mutation($description: JSON!, $key: String!) { saveCell(description: $description, idempotencyKey: $key) { __typename } }",
    { description: changed, key: randomUUID() },
  );
  expect(saved.errors).toBeUndefined();
  await house.approve(runs[0]!);
  await chat.until(finished, "the end");
  expect(JSON.stringify(chat.events.find(({ type }) => type === "RUN_ERROR"))).toContain("CELL_CHANGED");
  expect((await latest()).runs[0]).toMatchObject({ id: runs[0]!.id, status: "Rejected" });
  chat.close();
  await worker.kill("SIGTERM");
});
