import { expect, test } from "vitest";
import { productsSaid, wantsCellRun, wantsCellStop } from "./cell.ts";

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
  "单元能跑RRU-5258不",
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

test.each([
  "stop the cell now",
  "stop the robot!",
  "Stop the robots",
  "emergency stop",
  "e-stop!",
  "emergency stop the test cell",
  "halt the robot arm",
  "hit the emergency stop",
  "where is the emergency stop?",
  "测试单元急停",
  "急停！",
  "停下机器人",
  "停止测试单元",
  "快停机器人",
  "把测试单元停了吧",
  "让机器人停下来",
  "机器人停一下",
  "急停按钮在哪",
  "shut down the cell",
  "shut the robot down",
  "机器人撞人了，快停",
  "关掉机器人",
])("%s wants a cell to stop", (text) => expect(wantsCellStop(text)).toBe(true));

test.each([
  "stop SMT-2",
  "stop the line",
  "hold WO-1042",
  "停 SMT-2",
  "暂停 WO-1042",
  "测试单元为什么停了",
  "测试单元停了",
  "机器人停了吗？",
  "is the cell stopped?",
  "why did the robot stop",
  "don't stop the cell",
  "别停测试单元",
  "如果测试单元停 4 小时会怎样",
  "what if the cell is down for 4 hours",
  "测试单元急停后怎么复位",
  "reset the emergency stop",
  "停用机器人 DUAL-1",
  "停下 AGV-01",
  "stop the AGV",
  "测试单元停机时间",
  "tell me when the robot stops",
  "测试单元做 4 个 BBU-V9200",
])("%s is something else", (text) => expect(wantsCellStop(text)).toBe(false));

test("what names a cell by its id is of a cell", () => {
  expect(wantsCellStop("stop TC-1 now", true)).toBe(true);
  expect(wantsCellStop("TC-1 急停", true)).toBe(true);
  expect(wantsCellStop("TC-1 停了", true)).toBe(false);
  expect(wantsCellStop("what does TC-1 do", true)).toBe(false);
});
