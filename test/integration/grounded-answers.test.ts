import { afterAll, beforeAll, expect, test } from "vitest";
import { noDocuments } from "../../agents/process/instruction/passages.ts";
import type { ToolContext } from "../../agents/runtime/context.ts";
import { inventedBy } from "../../agents/runtime/grounding.ts";
import { type ToolArguments, type ToolName, toolNamed } from "../../agents/runtime/tool.ts";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createChecks, runCheck } from "../../agents/steward/checks.ts";
import { seedDemoDocuments } from "../../services/knowledge/demo/seed.ts";
import { createTestHandlers } from "../support/handlers.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
let clock: ReturnType<typeof createTestHandlers>["clock"];
let handlers: ReturnType<typeof createTestHandlers>["handlers"];

beforeAll(async () => {
  plant = await createTestPlant();
  const made = createTestHandlers(plant.db);
  ({ clock, handlers } = made);
  await seedDemoDocuments(plant.db);
  // Not the first one, so that a version that is named by mistake stands out.
  for (const requestId of ["a", "b", "c"])
    await made.planning.makePlan({ requestId, reason: { kind: "asked", text: "test" } });
});
afterAll(() => plant.close());

const contextOf = (tool: ToolName, args: ToolArguments): ToolContext => ({
  db: plant.db,
  clock,
  tool,
  toolCallId: `${tool}/${JSON.stringify(args)}`,
  actorId: "zhang.min",
  args,
  text: "",
});
const ask = async (tool: ToolName, args: ToolArguments) => {
  const result = await handlers[tool](contextOf(tool, args));
  for (const language of ["zh", "en"] as const)
    expect(inventedBy(result, args, language), `${tool}: ${result.text[language]}`).toEqual([]);
};
const idsOf = async (table: "work_order" | "material" | "equipment") =>
  (await plant.db.selectFrom(table).select("id").orderBy("id").execute()).map(({ id }) => id);
/** Every n-th. */
const every = (n: number, ids: readonly string[]) => ids.filter((_, index) => index % n === 0);

test("what is said of the plan stands in the evidence, in both languages", async () => {
  await ask("late_orders", {});
  await ask("make_plan", {});
  await ask("plan_status", {});
  for (const order of await idsOf("work_order")) {
    await ask("explain_late", { order });
    await ask("order_status", { order });
  }
});

test("what follows on a line or an order, and whether one could be released, stands in the evidence", async () => {
  for (const line of ["SMT-1", "ASM-2", "BI-1", "FT-4"]) {
    await ask("planned_next", { line });
    await ask("line_gaps", { line, hours: 2 });
    await ask("line_gaps", { line, by: "2026-11-04" });
  }
  await ask("planned_next", {});
  for (const order of every(10, await idsOf("work_order"))) {
    await ask("planned_next", { order });
    await ask("can_release", { order });
    await ask("can_release", { order, line: "SMT-3" });
  }
  await ask("can_release", {});
  await ask("can_release", { order: "WO-9999" });
  const next = await handlers.planned_next(contextOf("planned_next", { line: "SMT-2" }));
  const planned = next.evidence.slice(1).map(({ facts }) => facts);
  expect(planned.every(({ line }) => line === "SMT-2")).toBe(true);
  const starts = planned.map(({ start }) => String(start));
  expect(starts).toEqual(starts.toSorted());
});

test("who decided on an order is told by name, and that nobody did", async () => {
  const { db } = plant;
  await ask("who_decided", { order: "WO-1042" });
  await ask("open_decisions", {});
  const [user, order] = ["li.wei", "WO-1042"];
  await db.insertInto("conversation").values({ id: "c", user_id: user }).execute();
  await db
    .insertInto("chat_message")
    .values({ id: "m", conversation_id: "c", user_id: user, text: `取消 ${order}` })
    .execute();
  await db
    .insertInto("agent_run")
    .values({ id: "r", conversation_id: "c", message_id: "m", language: "zh", prompt: "null" })
    .execute();
  const said = { tool: "cancel_order", args: JSON.stringify({ order }), args_hash: "-" };
  await db
    .insertInto("tool_call")
    .values({
      ...said,
      id: "t",
      run_id: "r",
      conversation_id: "c",
      user_id: user,
      resolved: said.args,
      result: "null",
      status: "Rejected",
    })
    .execute();
  await db
    .insertInto("approval")
    .values({
      ...said,
      id: "a",
      tool_call_id: "t",
      plan_version: 1,
      role: "planner",
      expires_at: new Date(),
      status: "Rejected",
      decided_by: "zhang.min",
      decided_at: new Date("2026-11-02T01:30:00Z"),
    })
    .execute();
  await ask("who_decided", { order });
  await ask("who_decided", {});
  // Another conversation's is told as such.
  const { text: elsewhere } = await handlers.who_decided(contextOf("who_decided", {}));
  expect(elsewhere.en).toMatch(/^Nothing was decided in this conversation; the last decision in the plant: /);
  const { text } = await handlers.who_decided(contextOf("who_decided", { order }));
  expect(text.zh).toMatch(/^.+ 在 11-02 09:30 否决了“取消工单 WO-1042”，由.+提出。$/);
  expect(text.en).toMatch(/^.+ rejected "Cancel order WO-1042" at 11-02 09:30; .+ had asked for it\.$/);
});

test("what is said of lines and material stands in the evidence", async () => {
  const lines = (await idsOf("equipment")).filter((id) => /^(?:SMT|ASM|BI|FT)-\d$/.test(id));
  expect(lines.length).toBeGreaterThan(10);
  await ask("line_status", { line: "all" });
  for (const line of lines) await ask("line_status", { line });
  for (const order of await idsOf("work_order")) await ask("check_kit", { order });
  for (const material of every(5, await idsOf("material"))) await ask("stock_status", { material });
  const products = await plant.db.selectFrom("work_master").select("product_id").orderBy("id").execute();
  expect(products.length).toBeGreaterThan(10);
  for (const { product_id: thing } of products) await ask("look_up", { thing });
  await ask("look_up", { thing: "AGV" });
  await ask("open_alerts", {});
});

test("what is said of promises and of what would happen stands in the evidence", async () => {
  for (const [product, quantity] of [
    ["RRU-5301", 40],
    ["RRU-5201", 20_000],
    ["RRU-5201", null],
  ] as const)
    await ask("promise_date", { product, quantity });
  for (const line of ["SMT-2", "BI-1", "FT-4"]) await ask("what_if_down", { line, hours: 6 });
  await ask("what_if_down", { line: "SMT-2", hours: null });
  for (const material of every(
    250,
    (await idsOf("material")).filter((id) => id.startsWith("MAT-")),
  ))
    await ask("what_if_late", { material, days: 3 });
  for (const line of ["all", "SMT-2", "ASM-1"]) await ask("what_if_shift", { line });
});

test("what the roles say of an act stands in the evidence, also where it cannot be done", async () => {
  const checked = async (tool: ToolName, args: ToolArguments) => {
    const { policy } = toolNamed(tool);
    expect(policy.kind).toBe("confirm");
    const roles = policy.kind === "confirm" ? policy.checks : [];
    const checks = await Promise.all(
      roles.map((role) =>
        runCheck(
          createChecks(100, { documents: noDocuments, staleInstructions: "warn" }, deskHere(plant.db))[role],
          contextOf(tool, args),
        ),
      ),
    );
    for (const { summary: text, evidence } of checks)
      for (const language of ["zh", "en"] as const)
        expect(inventedBy({ text, evidence }, args, language), `${tool}: ${text[language]}`).toEqual([]);
    return checks;
  };
  const orders = (await idsOf("work_order")).filter((_, index) => index % 10 === 0);
  for (const order of orders) {
    for (const line of ["earliest", "SMT-3", "BI-1"]) await checked("release_order", { order, line });
    await checked("hold_order", { order });
    await checked("resume_order", { order });
    await checked("create_requisition", { order });
  }
  const [ineligible] = await checked("release_order", { order: "WO-1055", line: "BI-1" });
  expect(ineligible).toMatchObject({ status: "fail", alternatives: { argument: "line" } });
  expect(ineligible?.alternatives?.values).toContain("SMT-5");
  const [unknown] = await checked("release_order", { order: "WO-9055", line: "SMT-5" });
  expect(unknown).toMatchObject({ status: "fail", alternatives: { argument: "order" } });
  await checked("release_order", { order: "WO-1055", line: "SMT-99" });
});

test("answers out of documents hold no figure that their places do not", async () => {
  const asked = async (text: string) => {
    const result = await handlers.ask_knowledge({ ...contextOf("ask_knowledge", {}), text });
    for (const language of ["zh", "en"] as const)
      expect(inventedBy(result, {}, language), result.text[language]).toEqual([]);
    return result;
  };
  expect((await asked("RRU-5201 的峰值温度上限是多少？")).text.zh).toContain("246 °C [1]");
  expect((await asked("加热区长度 360 cm，加热时间 5 min，链速是多少？")).text.zh).toContain("72 cm/min");
  expect((await asked("哪些备件的库存低于安全库存？")).text.zh).toContain("SP-1072");
  expect((await asked("How is solder paste prepared?")).text.en).toContain("planetary mixer");
  const turnedDown = async (text: string) => handlers.cannot_do({ ...contextOf("cannot_do", {}), text });
  expect((await turnedDown("RRU-5301 散热器的目标扭矩是多少？")).text.zh).toContain("2 N·m");
  expect((await turnedDown("讲个笑话")).text.zh).toContain("办不了");
  // zhang.min is no manager: what managers alone may read is not there for her.
  expect((await asked("夜班津贴每班多少元？")).text.zh).not.toContain("80");
});
