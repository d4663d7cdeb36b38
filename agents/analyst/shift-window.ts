import { dayMs, plantZone } from "../../services/core/zone.ts";
import { type DayShift, shiftNamed, shiftNames } from "../runtime/spoken/asked/shift.ts";
import type { Period } from "../runtime/spoken/periods/said.ts";
import { periodNamed } from "../runtime/spoken/times/period.ts";
import { type Cell, gridOf } from "./figures/grid.ts";

/** The night that is over or goes on, whatever shifts the plant has. */
const lastNight =
  /昨[晚夜天](?:夜里|夜间|半夜)?|昨儿?个?(?:夜里|晚上|晚|黑)|夜里|夜间|(?<![a-z])(?:last night|overnight|(?:during|through) the night)(?![a-z])/i;
const night = /[晚夜黑]|(?<![a-z])(?:night|overnight)(?![a-z])/i;
const before =
  /上[一1]?个?班|前[一1]?个?班|(?<![a-z])(?:last|previous|preceding|prior) (?:shift|crew)|shift that (?:just )?ended(?![a-z])/i;
const weekly =
  /周报(?![废警错修])|(?<![a-z])(?:the weekly|weekly (?:report|summary)|week in review)(?![a-z])/i;
const running =
  /[本这]个?班(?!报)|交接班|交班|当班|下班前|(?<![a-z])(?:this|our|my|current|the running) shift|end of (?:the )?shift|hand-?over(?![a-z])/i;

const named = ({ from, to, key }: Cell, now: Date): Period => {
  const name = shiftNames[key.split(" ").at(-1) as keyof typeof shiftNames];
  return {
    from: new Date(from),
    to: new Date(Math.min(to, now.getTime())),
    name: { zh: name.zh, en: `The ${name.en}` },
  };
};

/**
 * The shift or other stretch of the past that a report is wanted of: the night that a sentence means, the shift before, the
 * one that runs, or the period that it names. Without any, the last shift that is over.
 *
 * @param shifts The plant's.
 */
export const reportWindow = (text: string, now: Date, shifts: readonly DayShift[]): Period => {
  const cells = gridOf({
    from: new Date(now.getTime() - 8 * dayMs),
    // To the end of the shift that runs.
    to: new Date(now.getTime() + dayMs),
    by: "shift",
    shifts,
    eachShift: true,
  }).filter(({ from }) => from < now.getTime());
  const of = (wanted: (cell: Cell) => boolean): Period | undefined => {
    const cell = cells.findLast(wanted);
    return cell && named(cell, now);
  };
  const called = shiftNamed(text);
  const midnight = plantZone().midnight(now).getTime();
  const saysLastNight = lastNight.test(text) && night.test(text);
  if (saysLastNight || called === "night") {
    const began = (cell: Cell) => !saysLastNight || cell.from <= midnight;
    const found = of((cell) => cell.key.endsWith("night") && began(cell));
    if (found) return found;
  }
  const period = periodNamed(text, now);
  if (called) {
    const found = of(
      ({ key, from }) =>
        key.endsWith(called) && (!period || (from >= period.from.getTime() && from < period.to.getTime())),
    );
    if (found) return found;
  }
  if (weekly.test(text) && !period)
    return {
      from: plantZone().midnight(now, -7),
      to: new Date(midnight),
      name: { zh: "最近 7 天", en: "The last 7 days" },
    };
  if (running.test(text)) {
    const found = of(({ to }) => to > now.getTime());
    if (found) return found;
  }
  const last = of(({ to }) => to <= now.getTime());
  if (before.test(text) && last) return last;
  if (period) return period;
  return (
    last ?? {
      from: new Date(now.getTime() - dayMs / 3),
      to: now,
      name: { zh: "最近 8 小时", en: "The last 8 hours" },
    }
  );
};
