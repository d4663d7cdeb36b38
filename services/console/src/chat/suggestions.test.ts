import { expect, test } from "vitest";
import { suggestionsFor } from "./suggestions.ts";

test("suggestions name what the plant has", () => {
  const names = {
    lines: [{ id: "L-1" }],
    open: {
      edges: [{ node: { id: "WO-7", productId: "PR-1" } }, { node: { id: "WO-8", productId: "PR-2" } }],
    },
    late: { edges: [{ node: { id: "WO-9" } }] },
  };
  const english = suggestionsFor(names, "en");
  expect(english).toHaveLength(7);
  expect(english).toContain("Why is WO-9 late?");
  expect(english).toContain("When could we deliver 40 PR-2?");
  expect(suggestionsFor(names, "zh")).toContain("把工单 WO-7 下达到最早能做的产线");
});

test("an empty plant has only itself to be planned", () => {
  const empty = { lines: [], open: { edges: [] }, late: { edges: [] } };
  expect(suggestionsFor(empty, "en")).toEqual(["Make a new plan"]);
});
