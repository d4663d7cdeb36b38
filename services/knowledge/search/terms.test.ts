import { expect, test } from "vitest";
import { queryTerms, termsOf } from "./terms.ts";

test("an id is found whole, also with a single figure", () => {
  expect(termsOf("SMT-2 and RRU-5201, EL-3的喷嘴")).toEqual(
    expect.arrayContaining(["smt-2", "smt", "rru-5201", "5201", "el-3"]),
  );
  expect(termsOf("SMT-2")).not.toContain("2");
});

test("a word without end is gone through, and so are letters with a sign between each two", () => {
  expect(termsOf("x".repeat(5_000))).toHaveLength(1);
  expect(termsOf("x-".repeat(2_000))).toHaveLength(2_000);
});

test("how often something is done asks for no once", () => {
  expect(queryTerms("液压油多久换一次")).not.toEqual(expect.arrayContaining(["一次"]));
});

test("words that people only talk with are none that are looked for", () => {
  expect(queryTerms("ok the ratio came out at 3.5, can somebody go on now")).toEqual(["ratio", "3.5"]);
});
