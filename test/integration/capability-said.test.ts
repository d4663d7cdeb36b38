import { afterAll, beforeAll, expect, test } from "vitest";
import { hourMs } from "../../services/core/zone.ts";
import { storePastTests } from "../../services/mes/seed/past-tests.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { catalogueRecords } from "../../simulators/faults/records.ts";
import { createPlantFaults } from "../../simulators/faults/unit.ts";
import { type Last, type PlainWords, startPlainWords } from "../support/plain-words.ts";

const product = "RRU-5201";
let words: PlainWords;
beforeAll(async () => {
  words = await startPlainWords();
  const { "product_families.csv": families, "test_steps.csv": steps } = catalogueRecords([product]);
  await words.plant.db
    .insertInto("product_family")
    .values(families as never)
    .execute();
  await words.plant.db
    .insertInto("test_step")
    .values(steps as never)
    .execute();
  const faults = createPlantFaults(1);
  const tests = ["FT-1", "FT-2"].flatMap((station) =>
    Array.from({ length: 160 }, (_, index) => {
      const time = demoEpoch().getTime() - (160 - index) * 4 * hourMs;
      const serial = `SN-${station.slice(3)}${String(index).padStart(5, "0")}`;
      const { readings } = faults.passing({ serial, product, line: "", station, time });
      return {
        ...{ serial, product, station, order: "WO-1042", time: new Date(time).toISOString() },
        readings: readings.map((one) => ({ ...one, lower: one.lower ?? null, upper: one.upper ?? null })),
      };
    }),
  );
  await storePastTests(words.plant.db, JSON.stringify(tests));
});
afterAll(() => words.close());

test("the Cpk of a step that is called by a short name is told with its interval, in both languages", async () => {
  await words.calls({ tool: "capability", product: null, line: null }, "PA 输出功率的 Cpk 是多少？");
  const told = await words.answer("PA 输出功率的 Cpk 是多少？");
  expect(told.text.zh).toContain("发射功率");
  expect(told.text.zh).toMatch(/Cpk \d\.\d\d（95 % 区间/);
  expect(told.text.en).toMatch(/Transmit power of RRU-5201 at FT-1, FT-2: Cpk \d\.\d\d/);
});

test("what drifts is named with its tester; a tester that does not is not", async () => {
  for (const asked of ["which test parameter is drifting?", "哪个测试参数在漂移？"]) {
    const told = await words.answer(asked);
    expect(told.text.en).toContain("Transmit power of RRU-5201 at FT-2");
    expect(told.text.en).not.toContain("FT-1");
  }
});

test("the control chart of a numbered step at a tester is told with the rules that it breaks", async () => {
  const asked = "show the control chart of step 12 on FT-2 in the last 28 days";
  await words.calls({ tool: "capability", product: null, line: "FT-2" }, asked);
  const told = await words.answer(asked);
  expect(told.text.en).toContain("Transmit power of RRU-5201 at FT-2");
  expect(told.text.en).toMatch(/Individuals and moving range: centre .* rule 1 /);
  const yes = await words.answer("固件版本匹配的 Cpk");
  expect(yes.text.zh).toContain("通过或不通过");
});

test("a control chart of a governed metric stays its trend", async () => {
  expect((await words.certain("OEE 的控制图"))?.tool).not.toBe("capability");
});

test("a code of no test step is said to be none, and is not passed over", async () => {
  const told = await words.answer("T20 的 cpk 怎么样", { tool: "capability", product: null, line: null });
  expect(told.text.zh).toMatch(/^没有叫 T20 的测试项。/);
  expect(told.text.en).toMatch(/^There is no test step T20\. /);
});

test("what no test measures is said to be no test step, and words that ask are no name of one", async () => {
  const call = { tool: "capability", product: null, line: null } as const;
  expect((await words.answer("cpk锡膏厚度现在多少", call)).text.zh).toMatch(/^没有叫 锡膏厚度 的测试项。/);
  expect((await words.answer("cpk of the paste thickness?", call)).text.en).toMatch(
    /^There is no test step paste thickness\. /,
  );
  for (const text of [
    "哪些测试项的过程能力不够1.33",
    "RRU-5201 最近四周各测试项的 Cpk 怎么样",
    "FT-1 上周的 cpk 够不够",
    "which test steps are the least capable",
    "show me the Cpk of RRU-5201 last week please",
    "RRU-5201 的制程能力稳不稳定",
  ])
    expect((await words.answer(text, call)).text.zh, text).not.toContain("没有叫");
});

test("another step, and what drifts, are asked of the test steps that were told", async () => {
  const last: Last = {
    tool: "capability",
    args: { product, line: null },
    text: `${product} 发射功率的 Cpk`,
    evidence: [],
  };
  expect(await words.certain("驻波比呢", {}, last)).toMatchObject({ tool: "capability", product });
  expect(await words.certain("有没有漂的", {}, last)).toMatchObject({
    tool: "capability",
    words: "测试项有没有漂移",
  });
});

test("whether an index became worse is told beside the stretch before, and chance as such", async () => {
  const asked = "RRU-5201 发射功率的 Cpk 最近7天和前一期比变差了吗";
  await words.calls({ tool: "capability", product, line: null }, asked);
  const told = await words.answer(asked);
  expect(told.text.zh).toMatch(
    /最近 7 天.*在 FT-1、FT-2：Cpk 1\.20.*；前一期（10-20 .*）Cpk 1\.40（.*看不出变化/,
  );
  expect(told.text.en).toMatch(/; the period before \(10-20 .*\): Cpk 1\.40 .*no change can be told/);
  expect(String(told.evidence.find(({ id }) => id !== "STRETCH")?.facts.before)).toContain("Cpk 1.40");
  const since = await words.answer("did the Cpk of transmit power get worse?");
  expect(since.text.en).toMatch(/^The last 28 days .*; the period before \(.*\): not measured\.$/);
  const plain = await words.answer("PA 输出功率的 Cpk 是多少？");
  expect(plain.text.zh).not.toContain("前一期");
});
