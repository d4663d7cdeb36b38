import { expect, test } from "vitest";
import { document, fact } from "../../../test/support/instruction.ts";
import { differences } from "./diff.ts";
import { applyEdit, emptyStep } from "./edit.ts";
import { merge, settle } from "./merge.ts";
import type { Instruction, Step, Text } from "./model.ts";
import { plain } from "./say.ts";

const said = (zh: string, en: string): Text => ({ zh: [zh], en: [en] });

const step = (id: string, action: readonly Text[], more: Partial<Step> = {}): Step => ({
  ...emptyStep(id),
  title: said(id, id),
  action,
  ...more,
});
const at = new Date("2026-11-02T00:00:00Z");
const change = (of: Instruction, id: string, zh: string, en: string) =>
  applyEdit(of, { kind: "change", step: id, action: [{ zh, en }] }, "wang.fang", at);
const words = ({ steps }: Instruction) =>
  steps.map(({ id, action }) => `${id}: ${action.map(({ en }) => plain(en)).join(" ")}`);

const torque = fact("0.6", "process_parameter:W/10/T#target");
const take: Text = { zh: ["拧到 ", torque, " N·m"], en: ["Tighten to ", torque, " N·m"] };

test("a figure that stays in an edited sentence keeps its source; another one is the person's own", () => {
  const edited = change(
    document(step("fasten", [take])),
    "fasten",
    "先预紧，再拧到 0.6 N·m，等 5 s。",
    "Snug it, tighten to 0.6 N·m and wait 5 s.",
  );
  const facts = edited.steps[0]!.action[0]!.en.filter((run) => typeof run !== "string");
  expect(facts).toEqual([torque, fact("5", "person:wang.fang@2026-11-02T00:00:00.000Z")]);
  // 10.6 is another figure than the 0.6 within it.
  const other = change(document(step("fasten", [take])), "fasten", "10.6", "10.6").steps[0]!.action[0]!.en;
  expect(other).toEqual([fact("10.6", "person:wang.fang@2026-11-02T00:00:00.000Z")]);
});

test("edits stay where nothing else changed, give way where nobody edited, and conflict where both did", () => {
  const base = document(
    step("a", [said("甲", "a")]),
    step("b", [said("乙", "b")]),
    step("c", [said("丙", "c")]),
  );
  const mine = change(change(base, "a", "我甲", "my a"), "c", "我丙", "my c");
  const theirs = document(
    step("a", [said("甲", "a")]),
    step("b", [said("乙", "new b")]),
    step("c", [said("丙", "new c")]),
  );
  const merged = merge(base, mine, theirs);
  expect(words(merged.content)).toEqual(["a: my a", "b: new b", "c: my c"]);
  expect(merged.conflicts).toMatchObject([{ step: "c", field: "action" }]);
  const settled = settle(merged, theirs, "c", "action", "theirs");
  expect(words(settled.content)).toEqual(["a: my a", "b: new b", "c: new c"]);
  expect(settled.conflicts).toEqual([]);
});

test("a person's own, removed and moved steps survive; a removed one whose content changed is asked about", () => {
  const base = document(
    step("a", [said("甲", "a")]),
    step("b", [said("乙", "b")]),
    step("c", [said("丙", "c")]),
  );
  const added = applyEdit(
    base,
    {
      kind: "add",
      step: "own-1",
      after: "a",
      title: { zh: "新", en: "new" },
      action: [{ zh: "做", en: "do" }],
    },
    "wang.fang",
    at,
  );
  const moved = applyEdit(added, { kind: "move", step: "c", after: null }, "wang.fang", at);
  const removed = applyEdit(moved, { kind: "remove", step: "b" }, "wang.fang", at);
  const again = merge(base, removed, document(...base.steps, step("d", [said("丁", "d")])));
  expect(again.conflicts).toEqual([]);
  expect(words(again.content).map((line) => line.slice(0, 2))).toEqual(["c:", "d:", "a:", "ow"]);
  const asked = merge(
    base,
    removed,
    document(base.steps[0]!, step("b", [said("乙", "new b")]), base.steps[2]!),
  );
  expect(asked.conflicts).toMatchObject([{ step: "b", field: "step" }]);
});

test("a dropped quotation stays dropped, a new one comes", () => {
  const quoted = (...ids: string[]) =>
    step("a", [said("甲", "a")], { quotes: ids.map((passage) => ({ passage, text: passage })) });
  const base = document(quoted("P1", "P2"));
  const mine = applyEdit(base, { kind: "change", step: "a", withoutQuotes: ["P1"] }, "wang.fang", at);
  const { content } = merge(base, mine, document(quoted("P1", "P2", "P3")));
  expect(content.steps[0]!.quotes.map(({ passage }) => passage)).toEqual(["P2", "P3"]);
});

test("differences are told step by step with what was and what is", () => {
  const was = document(step("a", [said("甲", "a"), said("同", "same")]), step("b", [said("乙", "b")]));
  const now = document(step("a", [said("甲二", "a2"), said("同", "same")]), step("c", [said("丙", "c")]));
  expect(differences(was, now)).toMatchObject([
    { step: "b", field: "step", was: { en: "b" }, now: null },
    { step: "a", field: "action", was: { en: "a" }, now: { en: "a2" } },
    { step: "c", field: "step", was: null, now: { en: "c" } },
  ]);
  expect(differences(was, was)).toEqual([]);
});

test("nonsense is refused", () => {
  const one = document(step("a", [said("甲", "a")]));
  const codeOf = (edit: Parameters<typeof applyEdit>[1]) => {
    try {
      applyEdit(one, edit, "x", at);
      return "";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(codeOf({ kind: "remove", step: "z" })).toBe("NOT_FOUND");
  expect(codeOf({ kind: "add", step: "a", after: null })).toBe("INVALID_INPUT");
  expect(codeOf({ kind: "change", step: "a", action: [{ zh: "长".repeat(501), en: "" }] })).toBe(
    "INVALID_INPUT",
  );
});
