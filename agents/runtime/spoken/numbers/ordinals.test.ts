import { expect, test } from "vitest";
import { placeSaid } from "./ordinals.ts";

test.each<[string, number | undefined]>([
  ["第二个单为什么延期", 2],
  ["第3张单什么时候完工", 3],
  ["倒数第二个呢", -2],
  ["最后一个单能不能提前", -1],
  ["why is the second one late", 2],
  ["the 3rd order, when is it done?", 3],
  ["release the first of them", 1],
  ["and the last one?", -1],
  ["第二急的呢", 2],
  ["第三严重的为什么晚", 3],
  ["and the second worst?", 2],
  ["the third most urgent one", 3],
  ["第二班的产量", undefined],
  ["第三季度的报废率", undefined],
  ["最后一个班谁在", undefined],
  ["第二个工序什么时候开工", undefined],
  ["what is the last order of MTN", undefined],
  ["first pass yield", undefined],
  ["the second shift", undefined],
])("%s: %s", (text, place) => expect(placeSaid(text)?.place).toBe(place));

test("the words go with what they count", () => {
  expect(placeSaid("第二个单为什么延期")?.words).toBe("第二个单");
  expect(placeSaid("第十二个工单呢")).toEqual({ place: 12, words: "第十二个工单" });
  expect(placeSaid("why is the second one late")?.words).toBe("the second one");
});
