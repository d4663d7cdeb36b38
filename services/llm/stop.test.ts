import fc from "fast-check";
import { expect, test } from "vitest";
import { createStopFilter } from "./stop.ts";

const run = (stops: readonly string[], pieces: readonly string[]) => {
  const filter = createStopFilter(stops);
  let out = "";
  for (const piece of pieces) {
    const { text, stopped } = filter.push(piece);
    out += text;
    if (stopped) return out;
  }
  return out + filter.flush();
};

test("text before a stop text passes, however it is cut", () => {
  expect(run(["END"], ["abE", "N", "Dcd"])).toBe("ab");
  expect(run(["END"], ["abE", "N", "x"])).toBe("abENx");
  expect(run([], ["a", "b"])).toBe("ab");
});

test("equals a search in the whole text", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(letters), fc.array(letters.filter(Boolean), { maxLength: 3 }), (pieces, stops) => {
      const whole = pieces.join("");
      const first = Math.min(...stops.map((stop) => whole.indexOf(stop)).filter((index) => index >= 0));
      // A longer stop text that began earlier may complete later, so only the earliest to complete is certain.
      const got = run(stops, pieces);
      expect(whole.startsWith(got)).toBe(true);
      if (stops.length === 1) expect(got).toBe(Number.isFinite(first) ? whole.slice(0, first) : whole);
    }),
  );
});
