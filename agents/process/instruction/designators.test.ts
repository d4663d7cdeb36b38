import fc from "fast-check";
import { expect, test } from "vitest";
import { compress, expand } from "./designators.ts";

test("three or more in a row become a range; leading zeros and letters stay apart", () => {
  expect(compress(["C2", "C1", "C3", "C10", "C11", "R1", "U7A"])).toBe("C1–C3, C10, C11, R1, U7A");
  expect(compress(["C01", "C02", "C03"])).toBe("C01, C02, C03");
});

test("a list tells exactly the designators that it was made of", () => {
  const designator = fc
    .tuple(fc.constantFrom("C", "R", "U", "P3.", "J-"), fc.nat({ max: 60 }))
    .map(([letters, number]) => `${letters}${number}`);
  fc.assert(
    fc.property(fc.uniqueArray(designator, { maxLength: 80 }), (list) => {
      expect(list.length === 0 ? [] : expand(compress(list)).toSorted()).toEqual(list.toSorted());
    }),
  );
});
