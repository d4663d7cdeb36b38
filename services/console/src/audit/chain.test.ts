import { expect, test } from "vitest";
import { partStates } from "./chain.ts";
import type { Chain } from "./types.ts";

const part = (from: number, to = from) => ({ from, to, rows: 10, sealedAt: "" });
const parts = [part(1, 2), part(3, 4), part(5, 6)];
const check = (over: Partial<NonNullable<Chain["check"]>>): Chain["check"] => ({
  status: "Done",
  finishedAt: null,
  batches: 6,
  head: null,
  broken: null,
  ...over,
});

test("a part is vouched for as far as the last look has come", () => {
  expect(partStates({ parts, check: null })).toEqual(["sealed", "sealed", "sealed"]);
  expect(partStates({ parts, check: check({}) })).toEqual(["verified", "verified", "verified"]);
  expect(partStates({ parts, check: check({ status: "Running", batches: 3 }) })).toEqual([
    "verified",
    "sealed",
    "sealed",
  ]);
  expect(partStates({ parts, check: check({ status: "Failed", batches: 3 }) })).toEqual([
    "sealed",
    "sealed",
    "sealed",
  ]);
});

test("behind a break nothing is known", () => {
  const broken = { batch: 3, seq: "12", problem: "row changed" };
  expect(partStates({ parts, check: check({ batches: 2, broken }) })).toEqual([
    "verified",
    "broken",
    "unknown",
  ]);
});
