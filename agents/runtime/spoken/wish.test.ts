import { expect, test } from "vitest";
import { type PlantNames, readSentence } from "./reading.ts";

const plant: PlantNames = {
  lines: [{ id: "SMT-1", process: "SMT", nameZh: "贴片一线", nameEn: "SMT line 1" }],
  products: ["RRU-5305"],
};
const wishOf = (text: string) => readSentence(text, plant, { day: "2026-11-25", time: "10:00" }).wish;

const everyOrder = (text: string) =>
  readSentence(text, plant, { day: "2026-11-25", time: "10:00" }).everyOrder;
test.each([
  "全部下达",
  "把所有齐套的工单下达",
  "能做的都下达了吧",
  "每张单都暂停",
  "release everything that's ready",
  "release all ready orders",
  "hold all of them",
  "put every order on hold",
])("%s is about every order", (text) => expect(everyOrder(text)).toBe(true));
test.each([
  "all good, resume",
  "all set, fire it off",
  "all the parts are up, release it",
  "everything is in, release it",
  "we have everything for it, go",
  "物料全部到齐，下达",
  "所有物料都到了，放吧",
  "料都齐了，下达",
  "release WO-1107",
])("%s is not", (text) => expect(everyOrder(text)).toBe(false));

const aboutLine = (text: string) => readSentence(text, plant, { day: "2026-11-25", time: "10:00" }).aboutLine;
test.each(["SMT-1 什么时候能修好", "停一下 SMT-1", "when will SMT-1 be back?"])(
  "%s is about a line, whatever order was talked about",
  (text) => expect(aboutLine(text)).toBe(true),
);
test.each([
  "把它放到 SMT-1",
  "put it on SMT-1",
  "这单为什么没上 SMT-1",
  "WO-1107 能上 SMT-1 吗",
  "1107 上贴片一线",
])("%s is about an order", (text) => expect(aboutLine(text)).toBe(false));

test.each([
  "今天产量多少",
  "昨天做了多少台",
  "SMT-1 今天产量",
  "这周完工了几张单",
  "how many did we make today",
  "what was the output of SMT-1 yesterday?",
])("%s asks what was made", (text) => expect(wishOf(text)).toBe("output"));
test.each([
  "WO-1107 完成了多少",
  "这周能完成多少",
  "明天产量会是多少",
  "RRU-5305 昨天产量",
  "SMT-1 能做多少",
  "how can we raise the yield",
  "what was our OEE last quarter",
  "上个月产量多少",
])("%s does not", (text) => expect(wishOf(text)).not.toBe("output"));

test("a serial number is the unit of the call, and of nothing else", () => {
  const { units, orders, quantities } = readSentence("SN-10420007 没过测试，修 2 次了", plant, {
    day: "2026-11-25",
    time: "10:00",
  });
  expect(units).toEqual(["SN-10420007"]);
  expect(orders.written).toEqual([]);
  expect(quantities).not.toContain(10_420_007);
});

test.each([
  ...[
    "SMT-1 的利用率是多少",
    "良率多少",
    "昨天 SMT-1 的利用率",
    "OEE 怎么算的",
    "FT-3 的直通率走势怎么样",
    "为什么产量掉下来了",
  ],
  ...["what's the yield this week", "why did output drop at ASM-3", "what counts as planned downtime"],
  ...[
    "write the SOP for first-article inspection",
    "mail the output report to my boss",
    "warn me when output falls below 300",
  ],
])("%s is left to the model: a figure, how it develops, what it means, or something to write", (text) => {
  expect(wishOf(text)).toBeUndefined();
});
