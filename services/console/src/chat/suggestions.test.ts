import { expect, test } from "vitest";
import { suggestionsFor } from "./suggestions.ts";

const names = { line: "L-1", order: "WO-7", product: "PR-1", late: "WO-9" };

test("who is there is asked by what he does, in what the plant has", () => {
  expect(suggestionsFor(names, "en", ["planner"])).toContain("Why is WO-9 late?");
  expect(suggestionsFor(names, "en", ["planner"])).toContain("When could we deliver 40 PR-1?");
  expect(suggestionsFor(names, "zh", ["manager", "dispatcher"])).toContain(
    "把工单 WO-7 下达到最早能做的产线",
  );
  expect(suggestionsFor(names, "zh", ["repair"])[0]).toBe("哪些单元在等维修？");
  expect(suggestionsFor(names, "en", ["manager"])[0]).toBe("How was last night?");
  expect(suggestionsFor(names, "en", [])).toEqual(suggestionsFor(names, "en", ["planner"]));
});

test("of an empty plant nothing is spoken that it does not have", () => {
  const said = suggestionsFor({}, "en", ["dispatcher"]);
  expect(said).toEqual(["Which orders are ready to release?", "How was last night?"]);
  expect(suggestionsFor({}, "en", ["planner"])).toEqual(["Which line is the bottleneck?", "Make a new plan"]);
});
