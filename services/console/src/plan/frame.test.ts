import { expect, test } from "vitest";
import { inFloorOrder, rowHeight, topOf } from "./frame.ts";

test("lines stand as they do on the floor, what it does not have by its number", () => {
  expect(
    inFloorOrder(["X-10", "TEST-1", "X-9", "SMT-10", "SMT-2", "TEST-1"], ["SMT-2", "SMT-10", "TEST-1"]),
  ).toEqual(["SMT-2", "SMT-10", "TEST-1", "X-9", "X-10"]);
});

test("a row stands below those before it", () => {
  const frame = { lines: ["A", "B"], x: () => 0, orderLabel: () => "" };
  expect([topOf(frame, "A"), topOf(frame, "B"), topOf(frame, "?")]).toEqual([0, rowHeight, 0]);
});
