import { expect, test } from "vitest";
import { testKinds, testLines } from "./testing.ts";

const line = (id: string, process: string, nameZh: string, nameEn: string, tests?: boolean) => ({
  ...{ id, process, nameZh, nameEn },
  ...(tests === undefined ? {} : { tests }),
});

test("lines that test are those with tests on record, whatever the plant calls them", () => {
  const lines = [line("L1", "P10", "一线", "Line 1", false), line("Q7", "P90", "终检", "Final check", true)];
  expect(testLines(lines).map(({ id }) => id)).toEqual(["Q7"]);
  expect([...testKinds(lines)]).toEqual(["P90"]);
});

test("before the first test they are those that are called so", () => {
  const lines = [
    line("A1", "P10", "贴片一线", "SMT line 1", false),
    line("EOL-1", "EOL", "下线测试一线", "EOL 1", false),
  ];
  expect(testLines(lines).map(({ id }) => id)).toEqual(["EOL-1"]);
  expect(testLines([line("X", "P10", "总装", "Protest hall")])).toEqual([]);
});
