import { lastAt } from "../last-at.ts";
import type { Problem } from "../problem.ts";

type Windows = readonly (readonly [number, number])[];

/** What a kilowatt costs over a time, drawn in working time only. */
export type EnergyCost = (from: number, to: number) => number;

const hour = 3_600;
const free: EnergyCost = () => 0;

/** The tariff over a calendar as a running sum, so that any time costs two look-ups. */
export const createEnergyCost = (tariff: Problem["tariff"], calendar: Windows): EnergyCost => {
  if (!tariff) return free;
  const marks = new Set([0]);
  for (const { from, to } of tariff.windows) marks.add(from).add(to);
  for (const [opens, closes] of calendar) marks.add(opens).add(closes);
  const times = [...marks].sort((a, b) => a - b);
  let window = 0;
  let shift = 0;
  const rates = times.map((time) => {
    while (window < tariff.windows.length && tariff.windows[window]!.to <= time) window += 1;
    while (shift < calendar.length && calendar[shift]![1] <= time) shift += 1;
    const works = calendar.length === 0 || (shift < calendar.length && calendar[shift]![0] <= time);
    const priced = tariff.windows[window];
    return works ? (priced && priced.from <= time ? priced.price : tariff.price) / hour : 0;
  });
  const sums = [0];
  for (let index = 1; index < times.length; index += 1)
    sums.push(sums[index - 1]! + rates[index - 1]! * (times[index]! - times[index - 1]!));
  const until = (time: number): number => {
    const at = lastAt(times, time);
    return sums[at]! + rates[at]! * (time - times[at]!);
  };
  return (from, to) => until(to) - until(from);
};
