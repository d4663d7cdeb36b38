import { expect, test } from "vitest";
import { fitsDrawing, viewOf } from "./geometry.ts";

const of = (area: string, count: number) => Array.from({ length: count }, () => ({ area }));

test("the drawing is for a floor whose lines it has room for", () => {
  expect(fitsDrawing([...of("SMT", 5), ...of("TEST", 4)])).toBe(true);
  expect(fitsDrawing([])).toBe(true);
  expect(fitsDrawing(of("SMT", 6))).toBe(false);
  expect(fitsDrawing([...of("SMT", 2), ...of("PAINT", 1)])).toBe(false);
});

test("a roadmap of any place is drawn whole", () => {
  expect(
    viewOf([
      { x: -10, y: 5 },
      { x: 50, y: 25 },
    ]),
  ).toBe("-14 1 68 28");
  // A small one in the middle.
  expect(viewOf([{ x: 10, y: 5 }])).toBe("-18 1 56 8");
});
