import { expect, test } from "vitest";
import { stopWindowIn } from "./stop-window.ts";

const now = { day: "2026-11-02", time: "15:00" };

test.each([
  ["SMT-1 is going down tonight from 10pm to 2am", "2026-11-02T22:00", "2026-11-03T02:00"],
  ["老化房一号今晚八点到十二点断电", "2026-11-02T20:00", "2026-11-03T00:00"],
  ["SMT-1 stops tomorrow from 8:00 to 16:00", "2026-11-03T08:00", "2026-11-03T16:00"],
  ["明天下午2点到5点贴片三线保养", "2026-11-03T14:00", "2026-11-03T17:00"],
  ["ASM-2 is serviced between 9am and 1pm", "2026-11-02T09:00", "2026-11-02T13:00"],
  ["SMT-2 周六8点到12点停", "2026-11-07T08:00", "2026-11-07T12:00"],
  ["SMT-2 is down on Friday from 9am to 1pm", "2026-11-06T09:00", "2026-11-06T13:00"],
  ["今晚8点到明早6点BI-1要断电", "2026-11-02T20:00", "2026-11-03T06:00"],
  ["BI-1 has no power from 8pm tonight to 6 tomorrow morning", "2026-11-02T20:00", "2026-11-03T06:00"],
  ["SMT-2 is serviced from 7pm tomorrow till 11pm", "2026-11-03T19:00", "2026-11-03T23:00"],
  ["BI-1要是从明早八点停到下午两点，哪些单遭殃", "2026-11-03T08:00", "2026-11-03T14:00"],
  ["明早8点到晚上8点SMT-1改造", "2026-11-03T08:00", "2026-11-03T20:00"],
  ["贴片一线晚上10点到明天6点停", "2026-11-02T22:00", "2026-11-03T06:00"],
])("%s", (text, from, to) => expect(stopWindowIn(text, now)).toEqual({ from, to }));

test.each([
  "如果 SMT-2 停 4 到 6 小时",
  "SMT-2 down for 2 to 3 hours",
  "SMT-2 停 4 小时",
  "WO-1042 to SMT-2",
  "SMT-2停到明天八点会怎样",
  "smt2停到8点",
])("%s tells no hours of the clock", (text) => expect(stopWindowIn(text, now)).toBeUndefined());
