import { expect, test } from "vitest";
import { extraTimeIn } from "./extra-time.ts";

/** Wednesday, 11:06 in Shanghai. */
const now = new Date("2026-11-04T11:06:00+08:00");
const clock = { day: "2026-11-04", time: "11:06" };
const shifts = [
  { name: "night", start: 0, end: 480 },
  { name: "day", start: 480, end: 960 },
  { name: "evening", start: 960, end: 1_440 },
] as const;
const names = {
  lines: ["SMT-1", "SMT-2", "ASM-1"].map((id) => ({
    id,
    nameZh: id,
    nameEn: id,
    process: id.split("-")[0]!,
  })),
  products: ["RRU-5201"],
};
const local = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(5, 16);
const read = (text: string) => extraTimeIn(text, now, shifts, names, clock);
const stretchesOf = (text: string) =>
  read(text)
    .stretches.map(({ from, to }) => `${local(from)} ${local(to)}`)
    .join(", ");

test.each([
  ["周六加一个班能赶上吗", "11-07T00:00 11-08T00:00"],
  ["周六和周日都加班呢", "11-07T00:00 11-08T00:00, 11-08T00:00 11-09T00:00"],
  ["what if SMT-2 works Sunday too", "11-08T00:00 11-09T00:00"],
  ["would overtime tonight save the late orders", "11-04T18:00 11-05T08:00"],
  ["今晚加班能把延期的单子救回来吗", "11-04T18:00 11-05T08:00"],
  ["今晚加个夜班呢", "11-04T18:00 11-05T08:00"],
  ["这周末加班两天能追回来吗", "11-07T00:00 11-09T00:00"],
  ["下周末加班", "11-14T00:00 11-16T00:00"],
  ["what if we work next weekend", "11-14T00:00 11-16T00:00"],
  ["could we catch up if we worked this weekend", "11-07T00:00 11-09T00:00"],
  ["周六加一个班，周三前能赶上吗", "11-07T00:00 11-08T00:00"],
  ["with an extra shift on Saturday, can we make it by next Tuesday?", "11-07T00:00 11-08T00:00"],
  ["周四到周六每天加班两小时", "11-05T00:00 11-06T00:00, 11-06T00:00 11-07T00:00, 11-07T00:00 11-08T00:00"],
  ["11月8号加班怎么样", "11-08T00:00 11-09T00:00"],
  ["下周六上午加班", "11-14T06:00 11-14T12:00"],
  ["周六晚上加班", "11-07T18:00 11-08T08:00"],
  ["明天加个夜班", "11-05T00:00 11-05T08:00"],
  ["next week two hours of overtime every day", "11-09T00:00 11-16T00:00"],
  ["加班两小时能行吗", ""],
  ["would more working time help?", ""],
])("%s names %s", (text, expected) => expect(stretchesOf(text)).toBe(expected));

test.each([
  ["周六加一个班能赶上吗", { shifts: 1, hours: undefined }],
  ["周六加个班", { shifts: 1 }],
  ["周末加开两个班", { shifts: 2 }],
  ["周六加班", { shifts: undefined, hours: undefined, daily: false }],
  ["周六加个夜班", { shifts: 1, shift: "night" }],
  ["with an extra shift on Saturday", { shifts: 1 }],
  ["what if we add two shifts this weekend", { shifts: 2 }],
  ["another night shift tomorrow?", { shifts: 1, shift: "night" }],
  ["每天加班两小时", { hours: 2, daily: true }],
  ["overtime of three hours a day next week", { hours: 3, daily: true }],
  ["周末加班两天", { hours: undefined }],
  ["周日 24 小时不停", { allHours: true, hours: undefined }],
  ["run ASM-1 around the clock on Sunday", { allHours: true, lines: ["ASM-1"] }],
  ["SMT-1 和 SMT-2 周日加班", { lines: ["SMT-1", "SMT-2"], orders: [] }],
  ["周六加班 WO-1042 能按时吗", { lines: [], orders: ["WO-1042"], hours: undefined }],
])("%s says %j", (text, expected) => expect(read(text)).toMatchObject(expected));
