import { expect, test } from "vitest";
import { formulaBeside, tellsAnything } from "./format.ts";

test("a formula that only says the meaning again is not shown beside it", () => {
  expect(formulaBeside("可用率×性能效率×合格率", "可用率 × 性能效率 × 合格率")).toBeUndefined();
  expect(formulaBeside("Units that passed at first", "passed / tested")).toBe("passed / tested");
});

test("a course of which nothing is known is told as such; a zero is known", () => {
  const course = (...values: readonly (number | null)[]) => ({
    points: values.map((value) => ({
      ...{ key: "", name: { zh: "", en: "" }, value },
      ...{ isPartial: false, isBeyond: false },
    })),
  });
  expect(tellsAnything(course(null, null), course(null))).toBe(false);
  expect(tellsAnything(course(), course())).toBe(false);
  expect(tellsAnything(course(null, 0), course(null))).toBe(true);
  expect(tellsAnything(course(null), course(3))).toBe(true);
});
