import { cp, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFolder } from "../../services/mes/import/import.ts";
import { answerOf, finished, proposed } from "../support/chat-events.ts";
import { startTestHouse } from "../support/house.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
const example = join(import.meta.dirname, "../../services/mes/import/example");
/** The example plant with ids as other systems give them. */
const own: Readonly<Record<string, string>> = {
  "WO-9001": "MO/26/0017",
  "WO-9002": "4500012345",
  "PCB-901": "P-100",
  "CAP-901": "C0402-100NF",
};

beforeAll(async () => {
  house = await startTestHouse();
  const folder = await mkdtemp(join(tmpdir(), "millwright-own-ids-"));
  await cp(example, folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8");
    await writeFile(
      path,
      Object.entries(own).reduce((rest, [from, to]) => rest.replaceAll(from, to), text),
    );
  }
  const orders = join(folder, "work_orders.csv");
  const text = (await readFile(orders, "utf8")).replace("WM-BOARD-1,120,", "WM-BOARD-1,20,").trimEnd();
  const [first = ""] = text.split("\n").filter((line) => line.startsWith("MO/26/0017"));
  await writeFile(orders, `${text}\n${first.replace("MO/26/0017", "A-77")}\n`);
  const { issues } = await importFolder(house.plant.db, folder);
  expect(issues).toEqual([]);
  await house.plant.db
    .updateTable("equipment")
    .set({ state_code: 2202 })
    .where("state_code", "is", null)
    .where("level", "=", "WorkCenter")
    .execute();
  await house.startWorker();
});
afterAll(() => house.close());

/** What stands in for an id must never be seen. */
const standIns = /WO-11\d\d|MAT-003\d\d/;

/** Says a sentence; the model answers with what stands in for the first own id, in the form that it is trained on. */
const ask = async (text: string, call: object, chat?: Awaited<ReturnType<typeof house.chat>>) => {
  const talk = chat ?? (await house.chat());
  house.model.answer(call);
  const from = talk.events.length;
  await talk.say(text);
  const end = await talk.until(
    (event) => talk.events.indexOf(event) >= from && (finished(event) || proposed(event)),
    "an answer",
  );
  const events = talk.events.slice(from);
  expect(JSON.stringify(events)).not.toMatch(standIns);
  return {
    talk,
    end,
    events,
    answer: answerOf(events),
    call: events.find(({ type }) => type === "TOOL_CALL_END"),
  };
};
const order = "WO-1101";
const material = "MAT-00301";

test.each([
  ["P-100库存多少？", { tool: "stock_status", material }, { material: "P-100" }, /P-100.*250/],
  [
    "How much c0402-100nf is in stock?",
    { tool: "stock_status", material },
    { material: "C0402-100NF" },
    /C0402-100NF.*5000/,
  ],
  ["mo/26/0017 齐套了吗", { tool: "check_kit", order }, { order: "MO/26/0017" }, /MO\/26\/0017/],
  ["Is the kit for A-77 complete?", { tool: "check_kit", order }, { order: "A-77" }, /A-77/],
  ["工单 4500012345 进度怎么样？", { tool: "order_status", order }, { order: "4500012345" }, /4500012345/],
  [
    "What is the status of MO/26/0017?",
    { tool: "order_status", order },
    { order: "MO/26/0017" },
    /MO\/26\/0017/,
  ],
  ["A-77为什么延期？", { tool: "explain_late", order }, { order: "A-77" }, /A-77/],
  ["why is 4500012345 late?", { tool: "explain_late", order }, { order: "4500012345" }, /4500012345/],
  [
    "如果 P-100 晚 3 天到会怎样",
    { tool: "what_if_late", material, days: 3 },
    { material: "P-100", days: 3 },
    /P-100/,
  ],
] as const)("%s", async (text, said, args, answer) => {
  const { talk, call, answer: told } = await ask(text, said);
  expect(call?.["args"]).toMatchObject(args);
  expect(told).toMatch(answer);
  talk.close();
});

test("an id of the plant's form that it does not have is told so, with those it has", async () => {
  const { talk, events } = await ask("物料 P-999 还有多少库存", { tool: "stock_status", material });
  const error = events.find(({ type }) => type === "RUN_ERROR");
  expect(JSON.stringify(error)).toContain("P-999");
  talk.close();
});

test("what was talked about last is meant by it, and the question that goes back names the plant's own order", async () => {
  const { talk } = await ask("status of A-77", { tool: "order_status", order });
  const kit = await ask("它齐套了吗", { tool: "check_kit", order }, talk);
  expect(kit.call?.["args"]).toEqual({ order: "A-77" });
  house.model.answer({ tool: "cannot_do" });
  await talk.say("把 A-77 染成蓝色");
  const asked = await talk.until(({ type }) => type === "CHOICES", "choices");
  expect(JSON.stringify(asked["choices"])).toContain("A-77");
  const runs = await house.plant.db.selectFrom("agent_run").selectAll().execute();
  expect(JSON.stringify(runs)).not.toMatch(standIns);
  talk.close();
});

test("an order of any id is held, resumed and released, each with consent", async () => {
  const act = async (text: string, said: object) => {
    const { talk, end } = await ask(text, said);
    expect(proposed(end), answerOf(talk.events)).toBe(true);
    await talk.decide(end, "approve");
    await talk.until(finished, "the end");
    expect(JSON.stringify(talk.events)).not.toMatch(standIns);
    talk.close();
    return answerOf(talk.events);
  };
  expect(await act("暂停 4500012345", { tool: "hold_order", order })).toBe("4500012345 已暂停。");
  expect(await act("resume 4500012345", { tool: "resume_order", order })).toBe("4500012345 is resumed.");
  const released = await act("把 A-77 下达到 SMT-91", { tool: "release_order", order, line: "SMT-91" });
  expect(released).toContain("JO-A-77-10");
  const jobs = await house.plant.db
    .selectFrom("job_order")
    .select(["id", "work_order_id", "equipment_id", "dispatch_status"])
    .where("work_order_id", "=", "A-77")
    .execute();
  expect(jobs).toEqual([
    { id: "JO-A-77-10", work_order_id: "A-77", equipment_id: "SMT-91", dispatch_status: "Dispatched" },
  ]);
  expect(
    await act("Release MO/26/0017 to SMT-91", { tool: "release_order", order, line: "SMT-91" }),
  ).toContain("JO-MO/26/0017-10");
});
