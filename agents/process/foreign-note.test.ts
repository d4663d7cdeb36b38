import { expect, test } from "vitest";
import type { Answer } from "../../services/knowledge/answer/answer.ts";
import { foreignNote } from "./foreign-note.ts";

const answer = (text: string) =>
  ({ parts: [{ kind: "sentence", text, value: null, steps: [], citations: [1] }] }) as unknown as Answer;

test("a passage in another language says so, with its amounts", () => {
  const english = answer("An opened jar is used within 8 hours.");
  expect(foreignNote(english, "zh")).toContain("文件原文是英文");
  expect(foreignNote(english, "zh")).toContain("8 hours = 8 小时");
  expect(foreignNote(english, "en")).toBe("");
  expect(foreignNote(answer("清洁笔使用满 500 次后更换。"), "en")).toContain("500 次 = 500 times");
});
