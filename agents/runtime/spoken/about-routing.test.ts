import { expect, test } from "vitest";
import { asksForRouting } from "./about-routing.ts";

test.each([
  "RRU-5201 有哪些工序，每道多久",
  "RRU-5201 的工艺路线",
  "RRU-5201 要经过哪几道工序？",
  "RRU-5201 一共几道工序",
  "RRU-5201 的工序",
  "RRU-5201 每道工序要多长时间",
  "看看 RRU-5201 的生产流程",
  "RRU-5201 各工序节拍",
  "RRU-5201 哪道工序最慢",
  "what are the steps of RRU-5201 and how long does each take",
  "RRU-5201 routing",
  "show me the routing for RRU-5201",
  "which operations does RRU-5201 go through?",
  "process steps for RRU-5201",
  "how many steps to make RRU-5201",
  "what is the cycle time of RRU-5201",
  "list the RRU-5201 operations",
])("%s asks for the routing", (text) => expect(asksForRouting(text)).toBe(true));

test.each([
  "给 RRU-5201 写一份 SMT 工序的作业指导书",
  "给 RRU-5201 写作业指导书，含每道工序",
  "write the work instruction for RRU-5201 with all steps",
  "RRU-5201 的回流焊温度",
  "RRU-5201 各工序的参数",
  "RRU-5201 回流焊这道工序温度多少",
  "200 台 RRU-5201 什么时候能交",
  "when could we deliver 200 RRU-5201",
  "RRU-5201 各工序的良率",
  "RRU-5201 哪道工序报废最多",
  "RRU-5201 现在在哪道工序",
  "which step is RRU-5201 stuck in",
  "把 RRU-5201 的工艺路线改掉",
  "what are the steps to repair RRU-5201",
  "steps to troubleshoot RRU-5201",
  "RRU-5201 测试不过怎么修",
  "RRU-5201 今天做了多少台",
])("%s is something else", (text) => expect(asksForRouting(text)).toBe(false));
