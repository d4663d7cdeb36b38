import { z } from "zod";
import { momentOf } from "../../core/moment.ts";
import { dayMs, plantZone } from "../../core/zone.ts";
import { plainFigures } from "./text.ts";

/** "2026/11/3", "2026-11-03 8:00", "2026年11月3日 08:00:00": a day, and perhaps a time of it. */
const unzoned =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;
/** A day as a spreadsheet counts them, 2009 to 2119, and perhaps a part of it. */
const serial = /^[4-7]\d{4}(?:\.\d+)?$/;
/** The first day that spreadsheets count from, so that theirs from March 1900 on are right. */
const firstDay = Date.UTC(1899, 11, 30);

/** What the plant's clock shows, with its zone: "2026-11-03T08:00:00+08:00"; undefined for what no clock shows. */
const zoned = (shown: number): string | undefined => {
  const [day, rest] = new Date(shown).toISOString().split("T");
  const time = rest!.slice(0, 8);
  const moment = plantZone().momentOf(day!, time);
  if (Number.isNaN(moment.getTime())) return undefined;
  const ahead = Math.round((shown - moment.getTime()) / 60_000);
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${day}T${time}${ahead < 0 ? "-" : "+"}${hours}:${minutes}`;
};

/** What is wrong with a time, and how to mend it: what people's programs export has no zone, or is a count of days. */
const problemOf = (text: string): string => {
  if (serial.test(text)) {
    const written = zoned(firstDay + Math.round((Number(text) * dayMs) / 1_000) * 1_000);
    if (written)
      return `is a date as spreadsheets count days; of the plant's clock it is written ${written}, by the formula =TEXT(A2,"yyyy-mm-dd\\Thh:mm:ss")&"${written.slice(19)}"`;
  }
  const [, year, month, day, hour = "0", minute = "0", second = "0"] = unzoned.exec(text) ?? [];
  if (year) {
    const shown = Date.UTC(+year, +month! - 1, +day!, +hour, +minute, +second);
    const written = new Date(shown).getUTCDate() === +day! && +hour < 24 ? zoned(shown) : undefined;
    if (written) return `has no zone; of the plant's clock it is written ${written}`;
  }
  return "must be a time with a zone, such as 2026-11-02T08:00:00+08:00";
};

export const time = z.string().transform((given, context) => {
  const value = plainFigures(given);
  const moment = momentOf(value.replace(" ", "T"));
  if (moment) return moment;
  context.addIssue({ code: "custom", message: problemOf(value) });
  return z.NEVER;
});
