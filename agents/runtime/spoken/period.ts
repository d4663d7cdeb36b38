import type { Bilingual } from "../../../services/core/errors.ts";
import { plantZone } from "../../../services/core/zone.ts";

const hourMs = 3_600_000;

/** A stretch of the past that a sentence asks about. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly name: Bilingual;
}

const names = {
  hour: { zh: "过去一小时", en: "In the last hour" },
  yesterday: { zh: "昨天", en: "Yesterday" },
  week: { zh: "本周", en: "This week" },
  today: { zh: "今天", en: "Today" },
} as const;

const said: readonly (readonly [keyof typeof names, RegExp])[] = [
  ["hour", /(?:过去|最近|上|前|近)(?:一|1)? ?个?(?:小时|钟头)|(?<![a-z])(?:last|past) hour(?![a-z])/i],
  ["yesterday", /昨天|昨日|(?<![a-z])yesterday(?![a-z])/i],
  ["week", /(?:本|这|这一)(?:个)?(?:周|星期|礼拜)|(?<![a-z])this week(?![a-z])/i],
];

/** The period of the past that a sentence names; today until now where it names none. Days are the plant's, weeks begin on Monday. */
export const periodIn = (sentence: string, now: Date): Period => {
  const [key] = said.find(([, pattern]) => pattern.test(sentence)) ?? ["today" as const];
  const { dayTimeAt, midnight } = plantZone();
  const weekday = (new Date(`${dayTimeAt(now).day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const [from, to] = {
    hour: [new Date(now.getTime() - hourMs), now],
    yesterday: [midnight(now, -1), midnight(now)],
    week: [midnight(now, -weekday), now],
    today: [midnight(now), now],
  }[key] as [Date, Date];
  return { from, to, name: names[key] };
};
