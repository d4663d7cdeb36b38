import { expect, test } from "vitest";
import { unreadIn } from "./unread.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "ASM-1", "FT-1"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
}));
const unread = (text: string) =>
  unreadIn(text, { lines, products: ["RRU-5201", "SRV-310"], customers: ["江苏移动", "四川联通"] }, now);

test.each([
  ["二车间上周产量多少", "2车间"],
  ["比较一下9线和10线的产量", "9线 10线"],
  ["华为的单上周按期率怎么样", "华为"],
  ["四川联通和华为上月的按期率", "华为"],
  ["OEE of SMT-2 under the new supervisor", "under new supervisor"],
])("%s names what cannot be read: %s", (text, left) => expect(unread(text)).toBe(left));

test.each([
  "上周报废最多的前三种产品",
  "昨天下午SMT-1做了多少良品",
  "给江苏移动的单子上个月准交率多少",
  "yield last week excluding SRV",
  "上周OEE低于60%的线有哪些",
  "top 3 lines by downtime last week",
  "上月的三次返修率",
  "过去12小时逐小时的报废数",
])("%s is read whole", (text) => expect(unread(text)).toBe(""));
