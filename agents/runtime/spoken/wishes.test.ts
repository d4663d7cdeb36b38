import { expect, test } from "vitest";
import { severalWishes } from "./wishes.ts";

test.each([
  ["查一下MAT-00012还有多少库存，再看看WO-1107缺不缺料", ["看看WO-1107缺不缺料"]],
  ["看看哪些单能下，顺便告诉我瓶颈在哪", ["告诉我瓶颈在哪"]],
  ["tell me what's ready to release and who is on shift", ["who is on shift"]],
  ["1040放一线，1045放二线，1027先压着", ["1045放二线", "1027先压着"]],
  ["把WO-1040下达到SMT-1，客户在催，1045也下了吧", ["1045也下了吧"]],
  ["1035先别放，1049放五线，1055也压一压", ["1049放五线", "1055也压一压"]],
  ["how many orders are late and what is the OEE of SMT-2 today", ["what is the OEE of SMT-2 today"]],
  ["1053 什么时候能好，另外 SMT-4 现在怎么样", ["SMT-4 现在怎么样"]],
  ["1053啥时候能好，SMT-4现在咋样", ["SMT-4现在咋样"]],
  ["is WO-1053 late? how is SMT-4 doing", ["how is SMT-4 doing"]],
  ["who is on shift and what's the stock of capacitors", ["what's the stock of capacitors"]],
  ["release 1040 to smt1, 1045 to smt2 and hold 1027", ["release 1045 to smt2", "hold 1027"]],
])("%s holds several wishes", (text, others) => expect(severalWishes(text)?.others).toEqual(others));

test.each([
  "why did OEE fall and why",
  "how many orders are late right now, and who are the customers",
  "how much MAT-00010 is there and when does more arrive?",
  "再给 RRU-5201 排一下",
  "compare SMT-1 and SMT-2",
  "把 WO-1042 下达到贴片二线",
  "WO-1042 改成 800 台，同时把交期改到周五",
  "1042和1043哪个先做",
  "别下1042，下1043",
  "把1042放到1043前面",
  "1042改成300台，500台太多了",
  "1042下了吗，1042齐套没",
  "trend of FPY and which week was worst",
  "how many are late and how many on time",
  "SMT-3 停了，1053 会晚吗",
  "要是SMT-3停一天，1053会晚几天",
  "1042 能上 SMT-2 吗，SMT-3 呢",
  "is WO-1042 on SMT-3, or is it late",
])("%s holds one", (text) => expect(severalWishes(text)).toBeUndefined());
