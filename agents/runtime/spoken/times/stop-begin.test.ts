import { expect, test } from "vitest";
import { stopBeginIn } from "./stop-begin.ts";

/** Monday, 11:06 in Shanghai. */
const now = new Date("2026-11-02T11:06:00+08:00");
const local = (moment: Date | undefined) =>
  moment && new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

test.each([
  ["FT-1周四下午做校准停2小时", "2026-11-05T12:00"],
  ["如果 SMT-2 今晚停 3 小时会影响谁", "2026-11-02T18:00"],
  ["what happens if SMT-2 is down for 3 hours tonight", "2026-11-02T18:00"],
  ["SMT-2 今晚8点停3小时会怎样", "2026-11-02T20:00"],
  ["明早八点半起 SMT-2 停两小时", "2026-11-03T08:30"],
  ["what if SMT-2 stops for 2 hours tomorrow at 7:30", "2026-11-03T07:30"],
  ["what if SMT-2 is down for 4 hours from 3pm", "2026-11-02T15:00"],
  ["SMT-2 明天停 4 小时", "2026-11-03T00:00"],
  ["SMT-2 周六停 4 小时", "2026-11-07T00:00"],
  ["what if SMT-2 is down for 4 hours on Saturday", "2026-11-07T00:00"],
  ["SMT-2 周六上午8点停 4 小时", "2026-11-07T08:00"],
  ["SMT-2 周六八点停 4 小时", "2026-11-07T08:00"],
  ["老化房一号明天停 4 小时", "2026-11-03T00:00"],
  ["what if SMT-2 stops for 2 hours on Thursday at 7:30", "2026-11-05T07:30"],
  ["周末 SMT-2 停 6 小时", "2026-11-07T00:00"],
])("%s", (text, from) => expect(local(stopBeginIn(text, now))).toBe(from));

test.each([
  "如果 SMT-2 停 4 小时",
  "what if SMT-2 is down for 4 hours from now",
  "SMT-2 今天早上停了 4 小时",
  "what if SMT-2 is down from 4 to 6 hours",
  "SMT-2 today 9am down 2 hours",
])("%s begins now", (text) => expect(stopBeginIn(text, now)).toBeUndefined());
