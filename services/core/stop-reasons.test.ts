import { expect, test } from "vitest";
import { reasonsNamedIn, saidReason } from "./stop-reasons.ts";

test("what the lines of the demonstration say has a name on a Chinese floor", () => {
  expect(saidReason("feeder jam")).toEqual({ zh: "供料器卡料", en: "feeder jam" });
  expect(saidReason("RF switch matrix fault")).toEqual({
    zh: "射频开关矩阵故障",
    en: "RF switch matrix fault",
  });
});

test("other spellings are the same reason, and a machine that speaks Chinese is told in English", () => {
  expect(saidReason("FEEDER_JAM").zh).toBe("供料器卡料");
  expect(saidReason("供料器卡料")).toEqual({ zh: "供料器卡料", en: "feeder jam" });
});

test("a reason that nobody has named stays as the machine said it", () => {
  expect(saidReason("E-417 axis Z")).toEqual({ zh: "E-417 axis Z", en: "E-417 axis Z" });
});

test("the reasons that a sentence names are read in both languages, the longest name of those that lie in one another", () => {
  const read = (text: string) => reasonsNamedIn(text).map(({ en }) => en);
  expect(read("what % of downtime was material shortages")).toEqual(["material shortage"]);
  expect(read("上周停机里供料器缺料占多少")).toEqual(["feeder empty"]);
  expect(read("feeder jams and power failures last week").toSorted()).toEqual([
    "feeder jam",
    "power failure",
  ]);
  expect(read("上周停机多久")).toEqual([]);
});
