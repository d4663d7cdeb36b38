import { expect, test } from "vitest";
import { writtenOut } from "./shorthand.ts";

test.each([
  ["did we hit the number yday", "did we hit the number yesterday"],
  ["what if we lose SMT-5 tmrw morning", "what if we lose SMT-5 tomorrow morning"],
  ["what happend last nite arnd 2am", "what happend last night around 2am"],
  ["which shift scrapped more, night or evening", "which shift scrapped more, night shift or evening shift"],
  ["day vs night shift", "day vs night shift"],
  ["do we have enuf oven slots next wk", "do we have enough oven slots next week"],
  ["agv2 n agv4", "agv2 and agv4"],
  ["sry SMT-3", "sorry SMT-3"],
  ["nvm, its 1063", "never mind, its 1063"],
  ["SMT-3今儿下午排的啥", "SMT-3今天下午排的啥"],
  ["WO-1O42进度", "WO-1042进度"],
  ["oee line1 yday", "oee line 1 yesterday"],
  ["line#2 down?", "line 2 down?"],
  ["mttr last 7d", "mttr last 7 days"],
  ["downtime past 24h", "downtime past 24 hours"],
  ["scrap last 2wks", "scrap last 2 weeks"],
  ["最近7d的直通率", "最近7天的直通率"],
  ["近24h停机", "近24小时停机"],
  ["wo1042和1059谁先上线", "wo1042和WO-1059谁先上线"],
  ["WO-1042, 1059 and 1060: which first", "WO-1042, WO-1059 and WO-1060: which first"],
])("%s", (short, long) => expect(writtenOut(short)).toBe(long));

test.each([
  "WO-1042 n/a",
  "SN-26003001",
  "n78 filter",
  "把 WO-1042 下达",
  "option N",
  "WO-1042 and 300 pieces",
  "WO-1042和12个人",
  "O2 sensor",
  "in line with plan",
  "the last 3 drivers",
  "pipeline2",
])("%s stays as it is", (text) => expect(writtenOut(text)).toBe(text));
