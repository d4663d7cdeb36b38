import { expect, test } from "vitest";
import { type Group, placesOf, shareText } from "./counted.ts";

const failed = (key: string, units: number): Group => ({ key, units, rows: [{}] as never });

test("a tester that tests most is not the worst for having most failures", () => {
  const places = placesOf(
    [failed("FT-1", 40), failed("FT-2", 20), failed("FT-3", 1), failed("OLD", 90), failed("OLDER", 91)],
    new Map([
      ["FT-1", 4_000],
      ["FT-2", 200],
      ["FT-3", 2],
      ["OLD", 90],
    ]),
  );
  // One of two may be chance; of units that only failed there is no share.
  expect(places.map(shareText)).toEqual(["1/2 (50.0%)", "20/200 (10.0%)", "40/4000 (1.0%)", "91", "90"]);
});
