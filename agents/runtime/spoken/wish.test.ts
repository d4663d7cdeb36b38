import { expect, test } from "vitest";
import { type PlantNames, readSentence } from "./reading.ts";

const plant: PlantNames = {
  lines: [{ id: "SMT-1", process: "SMT", nameZh: "贴片一线", nameEn: "SMT line 1" }],
  products: ["RRU-5305"],
};
const wishOf = (text: string) => readSentence(text, plant, { day: "2026-11-25", time: "10:00" }).wish;

test.each([
  "把 WO-1107 提前做",
  "WO-1107 加急",
  "给1042加急",
  "把1099升为特急",
  "1066优先级提到最高",
  "1042提前两天交",
  "1121交期提前",
  "如果1088加急会怎样",
  "能把 WO-1107 提前到周五吗",
  "客户催 WO-1107，赶紧提前",
  "先做 WO-1107",
  "这单插队",
  "expedite WO-1107",
  "rush WO-1107 please",
  "can we bring WO-1107 forward to Friday?",
  "please prioritise order 1107",
  "pull in 1042's delivery by two days",
  "could WO-1107 be finished sooner?",
  "make it earlier",
])("%s asks for an order to go before others", (text) => expect(wishOf(text)).toBe("earlier"));

test.each([
  "为什么 WO-1107 没有提前",
  "WO-1107 提前完工了吗",
  "WO-1107 不用加急",
  "提前通知我 WO-1107 完工",
  "why was WO-1107 expedited",
  "加急20台RRU-5305，能多快",
  "加急二十台，能多快",
  "一线速度加快百分之十",
  "speed up SMT-1",
  "MAT-00123 提前到货",
  "tell purchasing to expedite MAT-00123",
  "WO-1107 优先下达到 SMT-1",
  "早上开会定了1014先做，你帮我往下派，线不挑",
  "先干1045，找个最先有空的",
  "get 1152 running on whatever line frees up first",
  "1045 first, anything that's free",
  "stop this order first",
  "rush order came in, reshuffle everything",
  "来了几个急单，整体再算一次排程",
  "以交期优先再排一版",
  "WO-1107 赶得上交期吗",
  "WO-1107 进度怎么样",
])("%s does not", (text) => expect(wishOf(text)).toBeUndefined());

test.each([
  "不要重新排产",
  "先别重新排",
  "计划什么时候更新的",
  "为什么又重新排产了",
  "排产要多久",
  "现在的计划怎么样？",
  "看看当前计划",
  "don't replan anything",
  "show me the current plan",
  "what changed in the last plan",
  "is the plan any good",
  "How is the current plan?",
])("%s asks about the plan, or leaves it", (text) => expect(wishOf(text)).toBe("plan"));

test.each([
  "重新排产",
  "计划重新排一下",
  "重新算一版计划看看",
  "计划版本更新一下呗",
  "Make a new plan",
  "can you replan?",
  "how about a new plan",
  "what if we plan anew",
  "who's behind schedule",
  "is anything late in the current plan",
  "how does the plan change with 01200 six days behind",
  "哪些工单会延期",
  "WO-1107 计划什么时候完工",
])("%s is no question about the plan", (text) => expect(wishOf(text)).toBeUndefined());

test.each([
  "瓶颈在哪条线",
  "这周瓶颈在哪",
  "哪条线最忙",
  "各条产线的负荷怎么样",
  "下周产能够不够",
  "What is the bottleneck this week?",
  "which line is busiest",
  "how busy is SMT-1 tomorrow?",
  "do we have spare capacity next week",
])("%s asks how full the lines are", (text) => expect(wishOf(text)).toBe("load"));

test.each([
  "1071瓶颈在哪",
  "what's the bottleneck for 1071",
  "WO-1107 的瓶颈是什么",
  "整体再平衡一下各线的负荷，重新排",
  "rebalance load over the lines, do a new plan",
  "产能变了，刷一下计划",
  "capacity changed, refresh the plan",
  "装配线少了两个人，重新排一下产能",
  "load the new placement program on line one",
  "load WO-1284 into burn-in chamber 1",
  "200 台 RRU-5305 下周产能够吗",
  "如果 SMT-1 停 4 小时，瓶颈在哪",
  "SMT-1 在干什么",
])("%s does not", (text) => expect(wishOf(text)).toBeUndefined());

test.each(["帮助", "你能做什么？", "你好", "?", "help", "what can you do", "Hello!", "有什么功能"])(
  "%s asks what can be asked",
  (text) => expect(wishOf(text)).toBe("help"),
);
test.each(["help me release WO-1107", "你能下达 WO-1107 吗", "你能做多少台", "hi, how is SMT-1"])(
  "%s asks for something",
  (text) => expect(wishOf(text)).toBeUndefined(),
);

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

test.each([
  "哪些工单可以下达",
  "现在有哪些单能放下去？",
  "下一个该做什么",
  "可以下达的工单有哪些",
  "which orders can I release now?",
  "what orders are ready to release",
  "what's next?",
  "what should I do next",
])("%s asks what may be released", (text) => expect(wishOf(text)).toBe("ready"));
test.each([
  "WO-1107 可以下达吗",
  "哪条线可以开工",
  "1042 能上 SMT-1 吗",
  "what can we deliver next week",
  "which line is ready",
  "when is WO-1107 ready",
])("%s does not", (text) => expect(wishOf(text)).toBeUndefined());

test.each([
  "哪些物料短缺",
  "缺料清单",
  "全厂缺哪些料",
  "what materials are short?",
  "any shortages",
  "what are we waiting for",
])("%s asks what is short", (text) => expect(wishOf(text)).toBe("shortage"));
test.each(["缺什么料", "WO-1107 缺哪些料", "what is it short of", "MAT-00005 还缺吗", "如果缺料会怎样"])(
  "%s may be asked of one order",
  (text) => expect(wishOf(text)).toBeUndefined(),
);

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

test.each([
  "SN-26003001 测试不过，怎么修？",
  "sn-26003001",
  "unit SN-26003001 failed, what now?",
  "what is wrong with SN-10420007?",
  "哪些板子在等维修？",
  "待维修的单元有哪些",
  "which units wait for repair?",
  "show the repair queue",
])("%s is about failed units", (text) => expect(wishOf(text)).toBe("repair"));

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
  "SMT-4 什么时候修好？",
  "采用修复计划",
  "which machines are waiting for repair?",
  "把 WO-1042 下达到 SMT-2",
  "哪些产线在等维修",
])("%s is not", (text) => expect(wishOf(text)).not.toBe("repair"));

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
