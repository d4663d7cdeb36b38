import { expect, test } from "vitest";
import { boundIn, stepWatchIn } from "./step-watch.ts";

test.each([
  ["PA 输出功率的 Cpk 低于 1.33 通知我", "cpk"],
  ["RRU-5201 发射功率 Ppk<1.5 就报警", "ppk"],
  ["tell me when the PA power drifts", "drift"],
  ["驻波比漂了喊我一声", "drift"],
  ["驻波比漂了告诉我", "drift"],
  ["VSWR 的控制图出现失控点通知工艺员", "control"],
  ["alert me if the control chart of EVM goes out of control", "control"],
])("%s wants %s to be watched", (text, watch) => expect(stepWatchIn(text)).toBe(watch));

test.each(["发射功率的 Cpk 是多少", "which steps drift", "OEE 低于 60 通知我", "SMT-2 停了通知我"])(
  "%s wants no test step watched",
  (text) => expect(stepWatchIn(text)).toBeUndefined(),
);

test("a bound is read with words and with signs", () => {
  expect(boundIn("Cpk 低于 1.33 通知我")).toEqual({ kind: "below", value: 1.33 });
  expect(boundIn("ppk < 1.5 就报警")).toEqual({ kind: "below", value: 1.5 });
  expect(boundIn("Cpk drops below 1.67")).toEqual({ kind: "below", value: 1.67 });
  expect(boundIn("Cpk 高于 2 告诉我")).toEqual({ kind: "above", value: 2 });
  expect(boundIn("盯住 TX_PWR 的 Cpk")).toBeUndefined();
});
