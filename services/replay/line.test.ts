import { expect, test } from "vitest";
import { countedAnew, lineAfter, lineAfterPieces, unknownLine } from "./line.ts";
import { createStream } from "./some-events.ts";

test("a line is in its last state, with the machine's reason, and offline without one", () => {
  const { state } = createStream();
  const states = [state("SMT-1", 10, 4500), state("SMT-1", 25, 1100), state("SMT-1", 55, 5300, "feeder jam")];
  const line = states.reduce(lineAfter, unknownLine);
  expect(line).toEqual({
    code: 5300,
    reason: "feeder jam",
    isStopped: true,
    since: 3_300_000,
    good: 0,
    scrap: 0,
  });
  const lost = lineAfter(line, state("SMT-1", 60, null, "offline"));
  expect(lost).toMatchObject({ code: null, reason: "offline", isStopped: true });
  expect(lineAfter(lost, state("SMT-1", 70, 2202))).toMatchObject({ code: 2202, isStopped: false });
});

test("another reason for its state is no new state", () => {
  const { state } = createStream();
  const down = lineAfter(unknownLine, state("SMT-1", 10, 5300, ""));
  const told = lineAfter(down, state("SMT-1", 25, 5300, "feeder jam"));
  expect(told).toMatchObject({ reason: "feeder jam", since: 600_000 });
  expect(lineAfter(told, state("SMT-1", 30, 1100))).toMatchObject({ since: 1_800_000 });
});

test("pieces are added up, whatever the state, until they are counted anew", () => {
  const { state } = createStream();
  const made = lineAfterPieces(lineAfterPieces(unknownLine, 5, 1), 3, 0);
  expect(lineAfter(made, state("SMT-1", 1, 1100))).toMatchObject({ code: 1100, good: 8, scrap: 1 });
  expect(lineAfterPieces(made, 0, 0)).toBe(made);
  expect(countedAnew(lineAfter(made, state("SMT-1", 1, 1100)))).toMatchObject({
    code: 1100,
    good: 0,
    scrap: 0,
  });
});
