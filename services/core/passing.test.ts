import { expect, test } from "vitest";
import { MillwrightError } from "./errors.ts";
import { isPassing, isUnreachable, passingOf } from "./passing.ts";

const coded = (code: string) => Object.assign(new Error("said by the driver"), { code });

test("a data store that is away or in the way passes; what is wrong with the work itself does not", () => {
  for (const code of ["ECONNREFUSED", "57P01", "40001", "53300", "08006"])
    expect(isPassing(coded(code))).toBe(true);
  expect(isPassing(new Error("Connection terminated unexpectedly"))).toBe(true);
  // As fetch tells it.
  expect(isPassing(new TypeError("fetch failed", { cause: coded("ECONNREFUSED") }))).toBe(true);
  for (const code of ["23505", "22P02", "42703", "08P01"]) expect(isPassing(coded(code))).toBe(false);
  expect(isPassing(new TypeError("x is not a function"))).toBe(false);
  const catalogued = new MillwrightError("INTERNAL", { reference: "1" }, { cause: coded("57P01") });
  expect(isPassing(catalogued)).toBe(false);
});

test("what stands in the way of the data store is told apart", () => {
  const kinds = [
    "40P01",
    "40001",
    "55P03",
    "53100",
    "57014",
    "28P01",
    "3D000",
    "57P03",
    "25006",
    "23505",
  ].map((code) => passingOf(coded(code)));
  expect(kinds).toEqual([
    "conflict",
    "conflict",
    "conflict",
    "full",
    "slow",
    "refused",
    "refused",
    "away",
    "away",
    undefined,
  ]);
  // What another machine did not answer is no word about the data store.
  expect(passingOf(new TypeError("fetch failed", { cause: coded("ECONNREFUSED") }))).toBeUndefined();
});

test("only what was never connected is unreachable", () => {
  expect(isUnreachable(Object.assign(coded("ECONNREFUSED"), { syscall: "connect" }))).toBe(true);
  expect(isUnreachable(coded("28P01"))).toBe(true);
  expect(isUnreachable(new Error("Connection terminated unexpectedly"))).toBe(true);
  expect(isUnreachable(coded("40P01"))).toBe(false);
});
