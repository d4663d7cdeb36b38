import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, contentHash, deterministicId } from "./ids.ts";

test("key order does not change the hash", () => {
  expect(contentHash({ a: 1, b: [2, { d: 3, c: 4 }] })).toBe(contentHash({ b: [2, { c: 4, d: 3 }], a: 1 }));
});

test("two moments have two hashes", () => {
  expect(contentHash({ to: new Date(1) })).not.toBe(contentHash({ to: new Date(2) }));
  expect(canonicalJson({ to: new Date(0) })).toBe('{"to":"1970-01-01T00:00:00.000Z"}');
});

test("canonical JSON reads back as the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

test("a deterministic id is a UUID and depends on its parts", () => {
  expect(deterministicId("a", 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(deterministicId("a", 1)).toBe(deterministicId("a", 1));
  expect(deterministicId("a", 1)).not.toBe(deterministicId("a1"));
});
