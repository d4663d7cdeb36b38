import type { Bilingual } from "../../services/core/errors.ts";
import { dayMs } from "../../services/core/zone.ts";
import { formatPlantTime } from "../runtime/format.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";

export interface PastStretch {
  readonly from: Date;
  readonly to: Date;
  /** Its ends as they are told. */
  readonly since: string;
  readonly until: string;
  /** The days that it is long, where the sentence names no stretch. */
  readonly days: number | undefined;
  readonly when: Bilingual;
}

/** The stretch of the past that a sentence names; so many days until now where it names none. */
export const stretchOrLately = (text: string, now: Date, days: number): PastStretch => {
  const said = periodNamed(text, now);
  const { from, to } = said ?? { from: new Date(now.getTime() - days * dayMs), to: now };
  const [since, until] = [formatPlantTime(from), formatPlantTime(to)];
  const when = said
    ? { zh: `${since} 到 ${until}`, en: `from ${since} to ${until}` }
    : {
        zh: `最近 ${days} 天（${since} 到 ${until}）`,
        en: `in the last ${days} days (${since} to ${until})`,
      };
  return { from, to, since, until, days: said ? undefined : days, when };
};
