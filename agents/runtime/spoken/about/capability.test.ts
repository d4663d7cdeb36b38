import { expect, test } from "vitest";
import { asksForCapability, asksForDrift, codesIn, stepNamedIn, stepNumberIn } from "./capability.ts";

const steps = [
  { step: "V_12V", name_zh: "12V 电源", name_en: "12 V rail" },
  { step: "OPT_TX", name_zh: "光口发光功率", name_en: "Optical transmit power" },
  { step: "TX_PWR", name_zh: "发射功率", name_en: "Transmit power" },
  { step: "T_PA", name_zh: "功放温度", name_en: "Amplifier temperature" },
];

test("questions of capability, of charts and of drift are told from those of other figures", () => {
  for (const one of [
    "PA 输出功率的 Cpk 是多少？",
    "RRU-5201 的过程能力怎么样",
    "which test parameter is drifting?",
    "哪个测试参数在漂移？",
    "哪些特性漂移了",
    "哪个测试步骤最近变差了",
    "show the control chart of step 12 on FT-2 this week",
    "给我看 FT-2 第 12 步的控制图",
  ])
    expect(asksForCapability(one)).toBe(true);
  for (const one of [
    "OEE 是多少",
    "晶振频率漂移怎么修",
    "what can you do?",
    "SMT-2 产能够吗",
    "为什么合格率下降",
  ])
    expect(asksForCapability(one)).toBe(false);
  expect(asksForDrift("哪些测试项跑偏了")).toBe(true);
  expect(asksForDrift("PA 输出功率的 Cpk")).toBe(false);
});

test("a step is found by its id, its number, or the most of its name", () => {
  expect(stepNamedIn("tx_pwr 的 Cpk", steps)?.step).toBe("TX_PWR");
  expect(stepNamedIn("PA 输出功率的 Cpk 是多少？", steps)?.step).toBe("TX_PWR");
  expect(stepNamedIn("光口发光功率的 Cpk", steps)?.step).toBe("OPT_TX");
  expect(stepNamedIn("Cpk of the optical transmit power", steps)?.step).toBe("OPT_TX");
  expect(stepNamedIn("cpk of the transmit power", steps)?.step).toBe("TX_PWR");
  expect(stepNamedIn("各测试项的 Cpk", steps)).toBeUndefined();
  expect([stepNumberIn("第 12 步"), stepNumberIn("step 12 on FT-2"), stepNumberIn("FT-2")]).toEqual([
    12,
    12,
    undefined,
  ]);
});

test("codes of steps are told from indices and from words", () => {
  expect(codesIn("T20 的 cpk 怎么样")).toEqual(["T20"]);
  expect(codesIn("V_1V0呢")).toEqual(["V_1V0"]);
  expect(codesIn("Cpk of step 12, Cp2 in Q3")).toEqual([]);
});
