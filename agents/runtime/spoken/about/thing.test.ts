import { expect, test } from "vitest";
import { asksAboutThing, saysCell, thingWords } from "./thing.ts";

test.each([
  ["ok agv 2", "AGV-02"],
  ["那AGV2呢", "AGV-02"],
  ["and agv-1?", "AGV-01"],
  ["李建国在不在", "李建国"],
  ["朱艳今天来不来", "朱艳"],
  ["移动那边的单怎么样了", "江苏移动"],
])("%s wants to know of %s", (text, name) => expect(asksAboutThing(text, name)).toBe(true));

test.each([
  ["send agv 2 home", "AGV-02"],
  ["移动AGV2", "AGV-02"],
  ["AGV-1急停了怎么恢复", "AGV-01"],
])("%s does not", (text, name) => expect(asksAboutThing(text, name)).toBe(false));

test("a vehicle is named by its number in figures or words", () => {
  expect(thingWords("三号车在干嘛")).toContain("agv-3");
  expect(thingWords("AGV 2 在哪")).toContain("agv-2");
});

test.each(["机械手单元现在啥状态", "the robot cell", "双臂机器人空闲吗"])(
  "%s speaks of a robot cell",
  (text) => expect(saysCell(text)).toBe(true),
);
