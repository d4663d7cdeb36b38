import { afterAll, beforeAll, expect, test } from "vitest";
import { askThread } from "../../services/knowledge/answer/ask-on.ts";
import { demoDocuments } from "../../services/knowledge/demo/documents.ts";
import { importDocument } from "../../services/knowledge/import.ts";
import { createKnowledge, type Knowledge } from "../../services/knowledge/knowledge.ts";
import { openDatabase } from "../../services/mes/database.ts";
import { migrate } from "../../services/mes/migrate.ts";
import { createTestDatabase } from "../support/database.ts";

let knowledge: Knowledge;
let open: ReturnType<typeof openDatabase>;
let drop: () => Promise<void>;

beforeAll(async () => {
  const made = await createTestDatabase();
  drop = made.drop;
  open = openDatabase(made.url, { max: 5 });
  await migrate(open.pool);
  for (const document of await demoDocuments()) await importDocument(open.db, document);
  knowledge = createKnowledge({ db: open.db });
});
afterAll(async () => {
  await open?.close();
  await drop?.();
});

/** What is told at the end of a conversation. */
const told = async (...sentences: readonly string[]) => {
  const { answered, parts } = await askThread(knowledge, sentences, { roles: [] });
  return answered ? parts.map(({ text }) => text).join(" | ") : undefined;
};

test("what people call things is found, ids without their hyphen too", async () => {
  expect(await told("AAU5611天线罩螺丝打多大扭力")).toContain("AAU-5611 · 天线罩 · 目标扭矩 = 1.4 N·m");
  expect(await told("when must D4 be finished")).toBe("D4 · Time limit = 7 days");
});

test("what is written for a kind of machine, or for lines of a document, is told of one of them", async () => {
  const steps = await told("AGV急停了怎么恢复");
  expect(steps).toContain("释放急停按钮");
  expect(await told("AGV-1急停了怎么恢复")).toBe(steps);
  expect(await told("SMT-2的锡膏要回温多久")).toContain("at least 4 hours");
});

test("a few words after a row ask for another cell of the same row", async () => {
  const question = "AAU5611天线罩螺丝打多大扭力";
  expect(await told(question, "几颗")).toBe("AAU-5611 · 天线罩 · 数量 = 40 颗");
  expect(await told(question, "几颗", "用啥批头")).toBe("AAU-5611 · 天线罩 · 批头 = T20");
});

test("each of the questions of one sentence is answered", async () => {
  expect(await told("SP-1062多少钱，要多久到货")).toBe(
    "SP-1062 · 单价 = 23500 元 | SP-1062 · 交货周期 = 90 天",
  );
  expect(await told("RRU-52换到SRV-3要多久，谁负责")).toBe(
    "RRU-52 · SRV-3 · 换线时间 = 55 min | RRU-52 · SRV-3 · 负责人 = 工艺员",
  );
});

test("of two questions of one sentence the one that nothing answers is told to have no answer", async () => {
  const asked = async (...sentences: readonly string[]) => askThread(knowledge, sentences, { roles: [] });
  const { parts, missing } = await asked("SP-1062多少钱，保修期是几年");
  expect(parts.map(({ text }) => text)).toEqual(["SP-1062 · 单价 = 23500 元"]);
  expect(missing).toEqual(["保修期是几年"]);
  expect((await asked("SP-1062多少钱，要多久到货")).missing).toBeUndefined();
});

test("a figure finds the row whose range holds it, and the column that is asked for is told where no row is named", async () => {
  expect(await told("MSL 3 1.6mm厚的料125度烘多久")).toBe("1.4 to 2.0 · 3 · Bake at 125 °C = 17 h");
  expect(await told("MSL 3 1.6mm厚的料125度烘多久", "那90度呢")).toBe(
    "1.4 to 2.0 · 3 · Bake at 90 °C = 62 h",
  );
  expect(await told("125度烘多久")).toMatch(/^Bake at 125 °C · up to 1.4 2a: 3 h; /);
});

test("what is asked in a few words is of the document that was told of", async () => {
  expect(await told("腕带电阻上限多少", "不合格怎么办")).toBe("腕带每班测试一次，测试不合格者不得进入。");
});

test("the sentence that answers both is told again", async () => {
  const void3 = "What void is allowed in a BGA ball for class 3?";
  expect(await told(void3, "and class 2?")).toContain("30 % of the ball area at most in class 2");
});
