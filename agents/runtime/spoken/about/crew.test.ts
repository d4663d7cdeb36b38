import { expect, test } from "vitest";
import { crewNamed } from "./crew.ts";

test.each([
  ["二班谁在", "二班"],
  ["甲班今天几个人", "甲班"],
  ["who is on with crew B", "crew B"],
  ["who works on the A shift", "A shift"],
])("%s names %s", (text, crew) => expect(crewNamed(text)).toBe(crew));
test.each([
  "夜班谁在",
  "上一班谁在",
  "下一班有谁",
  "谁当班",
  "who is on the second shift",
  "is a shift missing",
])("%s names none", (text) => expect(crewNamed(text)).toBeUndefined());
