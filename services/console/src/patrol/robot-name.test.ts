import { expect, test } from "vitest";
import { markOf } from "./robot-name.ts";

test("a robot's mark holds its number, or the end of its name", () => {
  expect(["PATROL-1", "DOG-012", "巡检-东", "R"].map(markOf)).toEqual(["1", "12", "-东", "R"]);
});
