import { expect, test } from "vitest";
import { segmentsSaid } from "./segments-said.ts";

const routing = [
  { segment: 10, name_zh: "贴片", name_en: "SMT", process: "SMT" },
  { segment: 20, name_zh: "装配", name_en: "Assembly", process: "ASM" },
  { segment: 30, name_zh: "老化", name_en: "Burn-in", process: "BI" },
  { segment: 40, name_zh: "功能测试", name_en: "Functional test", process: "FT" },
];
const said = (text: string) => segmentsSaid(text, routing).segments.map(({ segment }) => segment);

test("a sentence names segments by kind of work, name or number; without any it means all", () => {
  expect(said("写 RRU-5201 的贴片作业指导书")).toEqual([10]);
  expect(said("Draft the assembly and burn-in instructions for AAU-5611")).toEqual([20, 30]);
  expect(said("SRV-310 的测试作业指导书")).toEqual([40]);
  expect(said("工序 20 的 SOP")).toEqual([20]);
  // By what the plant calls the process.
  expect(said("给AAU-5713出个FT的sop")).toEqual([40]);
  expect(said("sop for AAU-5713 asm pls")).toEqual([20]);
  expect(said("RRU-5201 的作业指导书")).toEqual([10, 20, 30, 40]);
});

test("work that the routing lacks is told, not written as something else", () => {
  expect(segmentsSaid("生成 AAU-5611 的包装作业指导书", routing)).toEqual({ segments: [], other: "包装" });
  expect(segmentsSaid("老化作业指导书", routing.slice(0, 2))).toEqual({ segments: [], other: "老化" });
});
