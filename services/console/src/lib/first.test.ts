import { expect, test } from "vitest";
import { behind } from "./first.ts";

test("more rows are asked for while as many come as were asked for, up to what can be", () => {
  expect(behind(29, 30, 30)).toBeUndefined();
  expect(behind(30, 30, 30)).toBe(60);
  expect(behind(180, 180, 60)).toBe(200);
  expect(behind(200, 200, 60)).toBeUndefined();
});
