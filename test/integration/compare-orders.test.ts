import { afterAll, beforeAll, expect, test } from "vitest";
import { type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

test("orders that are named together, or against the one that was talked about, are compared", async () => {
  await words.calls(
    { tool: "compare_orders", orders: "WO-1071,WO-1094" },
    "1071和1094哪张先做完",
    "which order is later, 1071 or 1094?",
    "compare WO-1071 and WO-1094",
  );
  expect(await words.certain("那跟1057比哪个更急", { order: "WO-1042" })).toEqual({
    tool: "compare_orders",
    orders: "WO-1042,WO-1057",
  });
  await words.calls(undefined, "下达1071和1094", "release 1071 and 1094");
});

test("the answer tells which is due and done first, which are late, and which orders there are not", async () => {
  const { text, evidence } = await words.answer("which is more urgent, 1071 or 1094?");
  expect(text.en).toMatch(/^WO-1071 is due first, and WO-\d+ is done first by the plan; /);
  expect(text.zh).toMatch(/^交期最早的是 WO-1071，/);
  expect(evidence.map(({ id }) => id)).toEqual(["WO-1071", "WO-1094"]);
  const one = await words.answer("compare", { tool: "compare_orders", orders: "WO-1071,WO-9999" });
  expect(one.text.en).toMatch(/^There is no order WO-9999\. WO-1071: /);
});

test("how far orders are that have begun is told with each", async () => {
  const of = { tool: "compare_orders", orders: "WO-1071,WO-1094" } as const;
  await words.plant.db
    .updateTable("work_order")
    .set({ status: "Released" })
    .where("id", "=", "WO-1094")
    .execute();
  const { text } = await words.answer("1071 1094 做到哪了", of);
  expect(text.zh).toMatch(/WO-1071：\S+ \d+ 件，未下达，计划/);
  expect(text.zh).toMatch(/WO-1094：\S+ \d+ 件，已下达，已完成 0\/4 道工序，计划/);
  expect(text.en).toMatch(/WO-1094: \d+ \S+, released, 0\/4 segments done, planned/);
});
