import { expect, test } from "vitest";
import { productsSaid, wantsCellRun } from "./about-cell.ts";

test.each([
  "测试单元做 4 个 BBU-V9200",
  "在机器人单元测 2 台 RRU-5258",
  "安排测试小单元跑三台SRV-R5300",
  "run 4 BBU-V9200 through the test cell",
  "Test two RRU-5258 in the robot cell",
  "put 3 servers SRV-R5300 into the test cell please",
])("%s wants units to go through a cell", (text) => expect(wantsCellRun(text)).toBe(true));

test.each([
  "测试单元在做什么？",
  "测试单元什么时候做完 BBU-V9200",
  "测试单元今天测了多少台",
  "what is the test cell doing",
  "When will the test cell be done with RRU-5258?",
  "哪些单元在等维修？",
  "做 4 个 BBU-V9200",
  "test 4 RRU-5258",
])("%s does not", (text) => expect(wantsCellRun(text)).toBe(false));

test("a product is named whatever the case, and not where it is part of another name", () => {
  const products = ["BBU-V9200", "RRU-525", "RRU-5258"];
  expect(productsSaid("测试单元做4个bbu v9200", products).said).toEqual(["BBU-V9200"]);
  expect(productsSaid("测试单元做4个BBUV9200吧", products).rest).not.toContain("9200");
  expect(productsSaid("run 2 RRU-5258 in the test cell", products).said).toEqual(["RRU-5258"]);
  expect(productsSaid("测试单元", products)).toEqual({ said: [], rest: "测试单元" });
});
