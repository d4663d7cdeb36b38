import { expect, test } from "vitest";
import { saidReason } from "./stop-reasons.ts";

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
