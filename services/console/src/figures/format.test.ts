import { expect, test } from "vitest";
import { formulaBeside } from "./format.ts";

test("a formula that only says the meaning again is not shown beside it", () => {
  expect(formulaBeside("可用率×性能效率×合格率", "可用率 × 性能效率 × 合格率")).toBeUndefined();
  expect(formulaBeside("Units that passed at first", "passed / tested")).toBe("passed / tested");
});
