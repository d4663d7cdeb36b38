import { expect, test } from "vitest";
import { ungroundedFigures } from "./grounding.ts";
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
