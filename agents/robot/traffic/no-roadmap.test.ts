import { expect, test } from "vitest";
import { noRoadmap } from "./no-roadmap.ts";

test("a plant without roads is told who brings them in, and where, in words of the floor", () => {
  expect(noRoadmap.zh).toContain("导入布局");
  expect(noRoadmap.en).toContain("imports the layout");
  // No name of an act of the API.
  for (const text of [noRoadmap.zh, noRoadmap.en]) expect(text).not.toMatch(/[a-z][A-Z]/);
});
