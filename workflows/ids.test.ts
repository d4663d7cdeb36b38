import { expect, test } from "vitest";
import { idsBeside, workflowIds } from "./ids.ts";

test("what a workflow starts belongs to its own house", () => {
  const ids = workflowIds("north");
  expect(ids.cellRun("1")).not.toBe(workflowIds("south").cellRun("1"));
  for (const id of [ids.conversation("c"), ids.dispatch("d"), ids.planning("p"), ids.playbook("PB", "e")])
    expect(idsBeside(id).cellRun("1")).toBe(ids.cellRun("1"));
});

test("a house may be called as its workflows are", () => {
  const ids = workflowIds("dispatch");
  expect(idsBeside(ids.conversation("dispatch/1")).dispatch("2")).toBe(ids.dispatch("2"));
});

test("a workflow that was begun before ids told of a house goes on as it began", () => {
  expect(idsBeside("conversation/7").dispatch("8")).toBe("dispatch/8");
});
