import { expect, test } from "vitest";
import { countStates } from "./states.ts";

test("every line is counted in one state: those that are off or blocked too, which are told of only where there are any", () => {
  const told = (codes: readonly (number | null)[]) =>
    countStates(codes).map(({ key, lines }) => `${key} ${lines}`);
  expect(told([])).toEqual(["state1100 0", "state4500 0", "state2202 0", "state5300 0"]);
  const codes = [1100, 1100, null, 2201, 9999, 5300];
  expect(told(codes)).toEqual([
    "state1100 2",
    "state4500 0",
    "state2202 0",
    "state5300 1",
    "state2201 1",
    "offline 2",
  ]);
});
