import type { Fact, Instruction, Step } from "../../agents/process/instruction/model.ts";

/** A text with the row that it comes of. */
export const fact = (text: string, source: string): Fact => ({ text, source });
const named = (text: string) => ({ zh: fact(text, "x"), en: fact(text, "x") });

/** A work instruction of nothing but steps. */
export const document = (...steps: readonly Step[]): Instruction => ({
  format: 1,
  kind: "general",
  product: { id: fact("A-1", "work_master:W#product_id"), name: named("A") },
  workMaster: { id: fact("W", "work_master:W#id"), version: fact("1", "work_master:W#version") },
  segment: { number: fact("10", "work_master_segment:W/10#segment"), name: named("S") },
  bomHash: "",
  context: [],
  prerequisites: { tools: [], skills: [], lines: [], kit: [], safety: [] },
  steps,
  result: [],
  records: [],
  after: [],
  basis: {},
  passages: {},
});
