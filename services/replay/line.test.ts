import fc from "fast-check";
import { expect, test } from "vitest";
import { lineAfter, lineAfterPieces, reckonedFrom, spentAt, unknownLine } from "./line.ts";
import { createStream } from "./some-events.ts";

const minute = 60_000;

test("time is reckoned to the state that lasted, also the one that still does", () => {
  const { state } = createStream();
  const events = [state("SMT-1", 10, 4500), state("SMT-1", 25, 1100), state("SMT-1", 55, 5300, "feeder jam")];
  const line = events.reduce(lineAfter, unknownLine(0));
  expect(line).toMatchObject({ code: 5300, reason: "feeder jam", since: 55 * minute });
  expect(spentAt(line, 60 * minute)).toEqual({ 4500: 15 * minute, 1100: 30 * minute, 5300: 5 * minute });
  expect(spentAt(lineAfter(line, state("SMT-1", 58, null, "offline")), 60 * minute)).toMatchObject({
    5300: 3 * minute,
    off: 2 * minute,
  });
});

test("a reckoning that begins within a state takes that state's rest", () => {
  const { state } = createStream();
  const running = lineAfterPieces(lineAfter(unknownLine(0), state("SMT-1", 10, 1100)), 5, 1);
  const anew = reckonedFrom(running, 30 * minute);
  expect(anew).toMatchObject({ code: 1100, since: 10 * minute, good: 0, scrap: 0 });
  expect(spentAt(anew, 40 * minute)).toEqual({ 1100: 10 * minute });
});

test("the states of a line, once there is one, add up to the time that has passed", () => {
  const one = fc.record({ at: fc.nat(1_000), code: fc.constantFrom(1100, 2202, 4500, 5300, null) });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 20 }), fc.nat(500), (list, more) => {
      const { state } = createStream();
      const sorted = list.toSorted((a, b) => a.at - b.at);
      const line = sorted.map(({ at, code }) => state("X", at, code)).reduce(lineAfter, unknownLine(0));
      const end = sorted.at(-1)!.at + more;
      const sum = Object.values(spentAt(line, end * minute)).reduce((total, time) => total + time, 0);
      expect(sum).toBe((end - sorted[0]!.at) * minute);
    }),
    { seed: 1, numRuns: 100 },
  );
});
