import { expect, test } from "vitest";
import { markedIn } from "./marked.ts";

test("marks the quoted words, and nothing where they are not", () => {
  expect(markedIn("峰值温度为 245 °C。", "245 °C")).toEqual(["峰值温度为 ", "245 °C", "。"]);
  expect(markedIn("abc", "x")).toEqual(["abc", "", ""]);
  expect(markedIn("abc", undefined)).toEqual(["abc", "", ""]);
});
