import { expect, test } from "vitest";
import { MillwrightError } from "./errors.ts";
import { isPassing } from "./passing.ts";

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
