import { expect, test } from "vitest";
import { groundedText, ungroundedFigures } from "./grounding.ts";
import type { Evidence } from "./tool.ts";

const evidence: Evidence[] = [
  {
    kind: "order",
    id: "WO-1042",
    facts: { quantity: 48, due: "11-04 20:00" },
    source: "work_order",
    at: "2026-11-02T00:00:00Z",
  },
];

test("what the evidence holds passes, in either language", () => {
  expect(ungroundedFigures("WO-1042 有 48 件，交期 11-04 20:00。", evidence)).toEqual([]);
  expect(ungroundedFigures("WO-1042 has 48 units, due 11-04 20:00.", evidence)).toEqual([]);
});

test("an invented id or number is named", () => {
  expect(ungroundedFigures("WO-1043 has 49 units.", evidence)).toEqual(["WO-1043", "49"]);
});

test("how long something takes is told in the words of its language, and documents as they are", () => {
  const held = evidence.map((one) => ({ ...one, facts: { late: "41.0 h", wait: "20 min" } }));
  const text = {
    zh: "WO-1042 晚 41.0 h，再等 20 min；72 km/h。",
    en: "WO-1042 is 41.0 h late, 20 min more.",
  };
  const told = (result: Parameters<typeof groundedText>[0]) => groundedText(result, { words: "72" }).text;
  expect(told({ text, evidence: held })).toEqual({
    zh: "WO-1042 晚 41.0 小时，再等 20 分钟；72 km/h。",
    en: text.en,
  });
  const quoted = held.map((one) => ({ ...one, kind: "document" as const }));
  expect(told({ text, evidence: quoted })).toEqual(text);
});

test("moments are told as people read them, once the evidence holds them", () => {
  const text = { zh: "WO-1042 交期 11-04 20:00。", en: "WO-1042 is due 11-04 20:00." };
  expect(groundedText({ text, evidence }, {})).toEqual({
    text: { zh: "WO-1042 交期 11月4日 20:00。", en: "WO-1042 is due 4 Nov 20:00." },
    invented: [],
  });
  expect(ungroundedFigures("Due by 4 Nov, not by 5 Nov; 11月4日, 11月5日", evidence)).toEqual([
    "11-05",
    "11-05",
  ]);
});

test("thousands are set apart, but of an id of nothing but digits and of what a document says", () => {
  const found = (kind: string, quantity: number): Evidence[] => [
    { ...evidence[0]!, kind, id: "4500017", facts: { quantity } } as Evidence,
  ];
  const said = (kind: string) =>
    groundedText({ text: { zh: "4500017 有 4800 件。", en: "" }, evidence: found(kind, 4_800) }, {}).text.zh;
  expect(said("order")).toBe("4500017 有 4,800 件。");
  expect(said("document")).toBe("4500017 有 4800 件。");
  // What was said is held against the same again when it is told as a refusal.
  const text = { zh: "4500017 有 4,800 件。", en: "" };
  expect(groundedText({ text, evidence: found("order", 4_800) }, {})).toEqual({ text, invented: [] });
});
