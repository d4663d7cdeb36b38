import { expect, test } from "vitest";
import { asksOfPapers } from "./knowledge.ts";

test.each([
  "AAU5611天线罩螺丝打多大扭力",
  "老化RRU5301几度几个小时",
  "RRU-52换到SRV-3要多久，谁负责",
  "夜班补贴多少",
  "SP-1062多少钱，要多久到货",
  "when must D4 be finished",
])("%s is told by the documents", (text) => expect(asksOfPapers(text)).toBe(true));

test.each(["老化线今天产量", "RRU-5201 换线要多久", "SMT-4 停了多久", "昨天几个小时停机"])(
  "%s is told by the plant",
  (text) => expect(asksOfPapers(text)).toBe(false),
);
