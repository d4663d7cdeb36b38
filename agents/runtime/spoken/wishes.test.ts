import { expect, test } from "vitest";
import { severalWishes } from "./wishes.ts";

test.each([
  ["查一下MAT-00012还有多少库存，再看看WO-1107缺不缺料", ["看看WO-1107缺不缺料"]],
  ["看看哪些单能下，顺便告诉我瓶颈在哪", ["告诉我瓶颈在哪"]],
  ["tell me what's ready to release and who is on shift", ["who is on shift"]],
  ["1040放一线，1045放二线，1027先压着", ["1045放二线", "1027先压着"]],
  ["把WO-1040下达到SMT-1，客户在催，1045也下了吧", ["1045也下了吧"]],
  ["1035先别放，1049放五线，1055也压一压", ["1049放五线", "1055也压一压"]],
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
])("%s holds one", (text) => expect(severalWishes(text)).toBeUndefined());
