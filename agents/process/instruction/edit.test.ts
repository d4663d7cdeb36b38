import { expect, test } from "vitest";
import { document, fact } from "../../../test/support/instruction.ts";
import { checkTexts } from "./check-texts.ts";
import { inDigits } from "./digits.ts";
import { applyEdit, type WrittenText } from "./edit.ts";
import type { Instruction, ParameterLine, Step, Text } from "./model.ts";
import { plain } from "./say.ts";

const row = (characteristic: string, column: string) => `process_parameter:W/10/${characteristic}#${column}`;
const parameter = (
  id: string,
  [zh, en]: readonly [string, string],
  [lower, upper]: readonly [string, string],
  unit: string,
): ParameterLine => ({
  characteristic: fact(id, row(id, "characteristic")),
  name: { zh: fact(zh, row(id, "name_zh")), en: fact(en, row(id, "name_en")) },
  target: null,
  lower: fact(lower, row(id, "lower_limit")),
  upper: fact(upper, row(id, "upper_limit")),
  unit: fact(unit, row(id, "unit")),
  method: null,
  origin: null,
});
const step = (id: string, action: readonly Text[], parameters: readonly ParameterLine[]): Step => ({
  id,
  title: { zh: ["步"], en: ["step"] },
  action,
  parameters,
  materials: [],
  check: [],
  notes: [],
  quotes: [],
  figure: null,
});
const at = new Date("2026-11-02T00:00:00Z");
const rewrite = (of: Instruction, written: WrittenText, id = "a"): Instruction =>
  applyEdit(of, { kind: "change", step: id, action: [written] }, "wang.fang", at);
/** Figures of a rewritten step that kept the source of a row, and the problems that keep it from being published. */
const outcome = (of: Instruction, zh: string, en: string, id = "a") => {
  const edited = rewrite(of, { zh, en }, id);
  const action = edited.steps.find((one) => one.id === id)!.action[0]!;
  return {
    en: plain(action.en),
    kept: action.en.flatMap((run) =>
      typeof run !== "string" && !run.source.startsWith("person:") ? [run.text] : [],
    ),
    problems: checkTexts(edited).map(({ code }) => code),
  };
};

const preheat = parameter("PREHEAT", ["预热温度", "preheat temperature"], ["140", "160"], "°C");
const peak = parameter("PEAK", ["峰值温度", "peak temperature"], ["238", "246"], "°C");
const torque = parameter("TORQUE", ["拧紧扭矩", "tightening torque"], ["0.5", "0.7"], "N·m");
const [low, high] = [fact("150", row("PREHEAT", "target")), fact("245", row("PEAK", "target"))];
const [screws, tight] = [fact("4", "bom_item:W/10/5#quantity_per"), fact("0.6", row("TORQUE", "target"))];
const reflow = document(
  step(
    "a",
    [
      {
        zh: ["预热温度 ", low, " °C，峰值温度 ", high, " °C。"],
        en: ["Set a preheat temperature of ", low, " °C and a peak temperature of ", high, " °C."],
      },
    ],
    [preheat, peak],
  ),
);
const fasten = document(
  step(
    "a",
    [
      {
        zh: ["拧紧 ", screws, " 颗螺钉，扭矩 ", tight, " N·m。"],
        en: ["Fasten ", screws, " screws with ", tight, " N·m."],
      },
    ],
    [torque],
  ),
);

test("figures that are put in each other's place lose their source and are refused", () => {
  expect(
    outcome(
      reflow,
      "预热温度 245 °C，峰值温度 150 °C。",
      "Set a preheat temperature of 245 °C and a peak temperature of 150 °C.",
    ),
  ).toMatchObject({ kept: [], problems: ["limits", "limits", "limits", "limits"] });
  expect(outcome(fasten, "拧紧 0.6 颗螺钉，扭矩 4 N·m。", "Fasten 0.6 screws with 4 N·m.")).toMatchObject({
    kept: [],
    problems: ["limits", "limits"],
  });
});

test("figures that stay in their place keep their source, whatever is written around them", () => {
  for (const [zh, en] of [
    [
      "先看图。预热温度 150 °C，峰值温度 245 °C。",
      "See the map. Set a preheat temperature of 150 °C and a peak temperature of 245 °C.",
    ],
    [
      "峰值温度 245 °C，预热温度至 150 ℃！",
      "Peak temperature 245 ℃; before it a preheat temperature of 150 °C.",
    ],
  ] as const) {
    const { kept, problems } = outcome(reflow, zh, en);
    expect(kept.toSorted()).toEqual(["150", "245"]);
    expect(problems).toEqual([]);
  }
  expect(
    outcome(fasten, "对角拧紧 4 颗螺钉，扭矩 0.6 Nm。", "Fasten 4 screws crosswise, with 0.6 Nm."),
  ).toMatchObject({
    kept: ["4", "0.6"],
    problems: [],
  });
});

test("figures in words or wide letters are figures", () => {
  expect(inDigits("加热到二百五十度，等十分钟")).toBe("加热到250度，等10分钟");
  expect(inDigits("Tighten to twelve N·m, wait five minutes")).toBe("Tighten to 12 N·m, wait 5 minutes");
  expect(inDigits("２５０．５ ℃，−4０ °C")).toBe("250.5 ℃，-40 °C");
  for (const text of ["第一件首检一次，一致即可", "one by one, both sides", "4 颗 M4x14", "RRU-5201"])
    expect(inDigits(text)).toBe(text);
  for (const [zh, en] of [
    ["峰值温度二百六十度。", "A peak temperature of two hundred and sixty °C."],
    ["峰值温度２６０ ℃。", "A peak temperature of 260 °C."],
  ] as const)
    expect(outcome(reflow, zh, en).problems).toEqual(["limits", "limits"]);
  expect(outcome(reflow, "等十分钟。", "Wait five minutes.").problems).toEqual(["languages"]);
  // What was stored so is refused too.
  const stored = document(step("a", [{ zh: ["加热到二百五十度"], en: ["Heat to ٢٥٠ °C"] }], []));
  expect(checkTexts(stored).map(({ code }) => code)).toEqual(["unsourced", "unsourced"]);
});

test("a person's figure is held against the limits of the parameter that its sentence names", () => {
  const problems = (zh: string, en: string) => outcome(reflow, zh, en).problems;
  expect(problems("峰值温度调到 240 °C。", "Set the peak temperature to 240 °C.")).toEqual([]);
  // As another writes the unit.
  expect(problems("峰值温度调到 240 ℃。", "Set the peak temperature to 240 ℃.")).toEqual([]);
  expect(problems("预热温度调到 240 ℃。", "Set the preheat temperature to 240 ℃.")).toEqual([
    "limits",
    "limits",
  ]);
  // 240 °C of what? It is within the limits of one parameter alone.
  expect(problems("加热到 240 °C。", "Heat to 240 °C.")).toEqual(["limits", "limits"]);
  expect(problems("温升为 3 °C/s。", "It rises by 3 °C/s.")).toEqual([]);
});

test("a step of a person's own is held against the limits of the segment, in any unit of the same kind", () => {
  const own = document(...fasten.steps, step("own-1", [], []));
  expect(outcome(own, "复拧到 60 cN·m。", "Tighten again to 60 cN·m.", "own-1").problems).toEqual([]);
  expect(outcome(own, "复拧到 6 Nm。", "Tighten again to 6 Nm.", "own-1").problems).toEqual([
    "limits",
    "limits",
  ]);
});

test("a figure without a unit right behind the name of a parameter is held to its limits; one that counts is not", () => {
  const problems = (zh: string, en: string) => outcome(reflow, zh, en).problems;
  for (const [zh, en] of [
    ["峰值温度 260。", "Peak temperature 260."],
    ["峰值温度设为 260", "Set the peak temperature to 260"],
    ["峰值温度 240~260 ℃", "Peak temperature from 240 to 260 °C"],
    ["峰值温度在 230 到 240 ℃ 之间", "Peak temperature between 230 and 240 °C"],
    ["预热温度不超过 200，复查。", "The preheat temperature must not exceed 200, check again."],
  ] as const)
    expect(problems(zh, en), zh).toContain("limits");
  for (const [zh, en] of [
    ["峰值温度 240。", "Peak temperature 240."],
    ["峰值温度 240~245 ℃", "Peak temperature from 240 to 245 °C"],
    ["峰值温度看第 3 区。", "See the peak temperature in zone 3."],
    ["测峰值温度 3 次。", "Measure the peak temperature 3 times."],
    ["编号 260。", "Number 260."],
  ] as const)
    expect(problems(zh, en), zh).not.toContain("limits");
});
