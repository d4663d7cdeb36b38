import { afterAll, beforeAll, expect, test } from "vitest";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
});
afterAll(() => words.close());

const open = ["Waiting", "Released", "Running"] as const;
const ids = async (text: string) =>
  (await words.answer(text)).evidence.filter(({ kind }) => kind === "order").map(({ id }) => id);

test("orders are listed by how they stand", async () => {
  await words.calls(
    { tool: "list_orders" },
    "取消的单有哪些",
    "今天下了几张单",
    "还有几张单没开工",
    "把优先级1的单子列一下",
    "which orders are not released yet?",
  );
  expect((await words.answer("取消的单有哪些")).text.zh).toBe("没有已取消的工单。");
  const cancelled = ["WO-1043", "WO-1050"];
  const { db } = words.plant;
  await db.updateTable("work_order").set({ status: "Cancelled" }).where("id", "in", cancelled).execute();
  const { text, rows } = await words.answer("取消的单有哪些");
  expect(text.zh).toContain(`已取消的工单有 ${cancelled.length} 张`);
  expect(rows?.map(({ label }) => label.en).toSorted()).toEqual(cancelled);
});

test("a customer, a priority and a due date narrow them, and another customer takes the place of the first", async () => {
  const { db } = words.plant;
  const of = (customer: string) =>
    db
      .selectFrom("work_order as o")
      .innerJoin("sales_order as s", "s.id", "o.sales_order_id")
      .select("o.id")
      .where("s.customer", "=", customer)
      .where("o.status", "=", "Waiting")
      .orderBy("o.due_time")
      .orderBy("o.id")
      .execute();
  const asked = "MTN的货还有几张单没下达";
  const own = await of("MTN Nigeria");
  expect(await ids(asked)).toEqual(own.slice(0, 20).map(({ id }) => id));
  const last: Last = { tool: "list_orders", args: {}, text: asked, evidence: [] };
  const other = await words.certain("江苏移动的呢", {}, last);
  expect(other).toMatchObject({ tool: "list_orders" });
  const told = await words.answer(other!.words!, other);
  expect(told.text.zh).toContain(`江苏移动 一道工序都还没下达的工单有 ${(await of("江苏移动")).length} 张`);
  const urgent = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "in", open)
    .where("priority", "=", 1)
    .execute();
  expect((await words.answer("优先级1的单有哪些")).text.zh).toContain(
    `优先级 1 的没做完的工单有 ${urgent.length} 张`,
  );
  const due = await db
    .selectFrom("work_order")
    .select("id")
    .where("status", "=", "Waiting")
    .where("due_time", "<=", new Date(demoEpoch().getTime() + 3 * 86_400_000 + 16 * 3_600_000))
    .execute();
  expect((await words.answer("周四之前交的还有多少单没下")).text.zh).toContain(`有 ${due.length} 张`);
});

test("whether those of a customer are late is a question of the late ones; a priority narrows a list", async () => {
  await words.calls(
    { tool: "late_orders" },
    "联通的单有没有来不及的",
    "江苏移动这批有没有赶不上的",
    "MTN Nigeria的单有几张要晚",
  );
  const last: Last = {
    tool: "list_orders",
    args: { by: "2026-11-05" },
    text: "which orders are not released",
    evidence: [],
  };
  expect(await words.certain("and priority 1 only", {}, last)).toEqual({
    tool: "list_orders",
    by: "2026-11-05",
    words: "and priority 1 only which orders are not released",
  });
  expect(await words.certain("RRU的呢", {}, last)).toMatchObject({
    words: "RRU的 which orders are not released",
  });
  expect((await words.certain("1053到底卡在哪一步了，料还是线"))?.tool).not.toBe("test_failures");
  await words.calls({ tool: "expected_receipts", material: null }, "明天要来哪几批料，谁家的");
  await words.calls({ tool: "who_decided", order: "WO-1042" }, "昨天夜里谁把1042停了");
});

test("what is being made, and what was released in a stretch, is told by its jobs", async () => {
  const { db } = words.plant;
  const today = await db
    .selectFrom("event")
    .select("id")
    .where("type", "=", "job.released")
    .where("time", ">=", new Date(demoEpoch().getTime() - 8 * 3_600_000))
    .execute();
  const { text } = await words.answer("今天下了几张单");
  expect(text.zh).toMatch(today.length > 0 ? new RegExp(`，${today.length} 道工序`) : /没有下达过的工单/);
});
