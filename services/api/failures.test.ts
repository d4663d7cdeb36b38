import { expect, test } from "vitest";
import { silentLogger as silent } from "../core/log.ts";
import { asCatalogued } from "./failures.ts";

const coded = (code: string) => Object.assign(new Error("said by the driver"), { code });

test.each([
  ["40P01", "DATABASE_CONFLICT"],
  ["40001", "DATABASE_CONFLICT"],
  ["57P01", "DATABASE_UNAVAILABLE"],
  ["ECONNREFUSED", "DATABASE_UNAVAILABLE"],
  ["53100", "DATABASE_FULL"],
  ["57014", "REQUEST_TIMEOUT"],
])("what the data store says as %s may be asked again: %s", (code, catalogued) => {
  const told = asCatalogued(coded(code), silent).toShape();
  expect(told).toMatchObject({ code: catalogued, retryable: true });
});

test("what another engine did not answer, and a mistake of ours, get a reference", () => {
  for (const error of [coded("23505"), new TypeError("fetch failed", { cause: coded("ECONNREFUSED") })])
    expect(asCatalogued(error, silent).code).toBe("INTERNAL");
});
