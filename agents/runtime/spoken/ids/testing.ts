import type { LineName } from "./lines.ts";

const saysTest = /测试|(?<![a-z])test/i;

/** Lines at which units are tested: by the tests on record or, of a plant that has none yet, by what it calls them. */
export const testLines = <Line extends LineName>(lines: readonly Line[]): readonly Line[] => {
  const recorded = lines.filter(({ tests }) => tests);
  return recorded.length > 0
    ? recorded
    : lines.filter(({ nameZh, nameEn }) => saysTest.test(`${nameZh} ${nameEn}`));
};

/** The processes of such lines: what a plant calls its tests, it calls them itself. */
export const testKinds = (lines: readonly LineName[]): ReadonlySet<string> =>
  new Set(testLines(lines).map(({ process }) => process));
