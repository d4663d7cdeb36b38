import { expect, test } from "vitest";
import { chosenIn } from "./chosen.ts";

const operation = (version: number, workOrderId: string, segment: number, equipmentId: string) => ({
  id: `${version}/${workOrderId}/${segment}`,
  workOrderId,
  segment,
  equipmentId,
});

test("a chosen operation is shown as the plan in force has it, whichever version it was chosen in", () => {
  const before = [operation(1, "WO-1", 10, "SMT-1"), operation(1, "WO-1", 20, "ASM-1")];
  const after = [operation(2, "WO-1", 20, "ASM-1"), operation(2, "WO-1", 10, "SMT-4")];
  const [chosen] = before;
  expect(chosenIn(before, chosen)).toBe(chosen);
  expect(chosenIn(after, chosen)).toMatchObject({ id: "2/WO-1/10", equipmentId: "SMT-4" });
  expect(chosenIn([], chosen)).toBeUndefined();
  expect(chosenIn(after, undefined)).toBeUndefined();
  expect(chosenIn(undefined, chosen)).toBeUndefined();
});
