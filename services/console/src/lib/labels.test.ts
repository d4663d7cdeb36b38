import { expect, test } from "vitest";
import { endOf, endsOf, labelSpace, sharedStart, widthOf } from "./labels.ts";

test("what all ids begin with is left out up to a sign between their parts, and no part of a number", () => {
  expect(sharedStart(["WO-1042", "WO-1107"])).toBe("WO-");
  expect(sharedStart(["WORK-ORDER-2026-11-0001", "WORK-ORDER-2026-11-0002"])).toBe("WORK-ORDER-2026-11-000");
  expect(sharedStart(["WO-0042", "WO-0107"])).toBe("WO-");
  expect(sharedStart(["MO/26/0017"])).toBe("MO/26/");
  expect(sharedStart(["4500012345", "4500012346"])).toBe("");
  expect(sharedStart(["A-1", "B-1"])).toBe("");
  expect(sharedStart([])).toBe("");
});

test("a label is never wider than its room, and keeps what tells it apart", () => {
  const id = "00000001574";
  expect(endOf(id, 200, 11)).toBe(id);
  for (const room of [0, 20, 34, 50, 70]) expect(widthOf(endOf(id, room, 11), 11)).toBeLessThanOrEqual(room);
  expect(endOf(id, 50, 11)).toMatch(/^….*1574$/);
  expect(endOf(id, 15, 11)).toBe("");
  const line = endsOf("LINE-SMT-EAST-0000000000000001", 150, 12);
  expect(line).toMatch(/^LINE-S.*….*01$/);
  expect(widthOf(line, 12)).toBeLessThanOrEqual(150);
  expect(endsOf("SMT-1", 60, 12)).toBe("SMT-1");
});

test("rows' names take what they need, and leave the chart most of its width", () => {
  expect(labelSpace(["SMT-1"], 12, 66, 900)).toBe(66);
  expect(labelSpace(["LINE-SMT-EAST-0000000000000001"], 12, 66, 1_200)).toBe(170);
  expect(labelSpace(["LINE-SMT-EAST-0000000000000001"], 12, 66, 300)).toBeLessThan(100);
});
