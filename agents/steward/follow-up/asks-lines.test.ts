import { expect, test } from "vitest";
import type { SaidArgument } from "../../runtime/candidates.ts";
import { linesAsks } from "./asks-lines.ts";
import type { LastCall, Said } from "./said.ts";

const moved: LastCall = {
  tool: "move_order",
  args: { order: "WO-1091", line: "SMT-4" },
  text: "1091挪到4线",
  evidence: [],
};

const asked = (
  text: string,
  { line = [], sameKind, named = [] }: { line?: string[]; sameKind?: string; named?: SaidArgument[] },
  last = moved,
) =>
  linesAsks[0]!(last, {
    text,
    candidates: {
      line,
      named: new Set<SaidArgument>([...named, ...(line.length > 0 ? ["line" as const] : [])]),
    },
    mentioned: { order: "WO-1091" },
    sameKind,
  } as unknown as Said);

const onLine = (line: string) => ({ tool: "move_order", order: "WO-1091", line });

test("another line in place of the one that an order was to go to is the same act again, whatever verb it is put with", () => {
  expect(asked("还是回3线吧", { sameKind: "SMT-3" })).toEqual(onLine("SMT-3"));
  expect(asked("不对，放2线", { sameKind: "SMT-2" })).toEqual(onLine("SMT-2"));
  expect(asked("不对，放SMT-2", { line: ["SMT-2"] })).toEqual(onLine("SMT-2"));
  expect(asked("no, put it back on line 3", { sameKind: "SMT-3" })).toEqual(onLine("SMT-3"));
});

test("an order, a wish of its own, a line of another kind and several lines are no other line for it", () => {
  expect(asked("1092放2线", { sameKind: "SMT-2", named: ["order"] })).toBeUndefined();
  expect(asked("下达到2线", { sameKind: "SMT-2" })).toBeUndefined();
  expect(asked("2线停了吗", { sameKind: "SMT-2" })).toBeUndefined();
  expect(asked("还是回3线吧", {})).toBeUndefined();
  expect(asked("SMT-2还是SMT-3", { line: ["SMT-2", "SMT-3"] })).toBeUndefined();
  expect(asked("还是回3线吧", { sameKind: "SMT-3" }, { ...moved, tool: "line_status" })).toBeUndefined();
});
