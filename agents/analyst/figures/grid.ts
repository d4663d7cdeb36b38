import { dayAsRead } from "../../../services/core/said-time.ts";
import { hourMs, minuteMs } from "../../../services/core/zone.ts";
import { plantDayTime } from "../../runtime/format.ts";
import type { TimeDimension } from "../../runtime/metrics/metric.ts";
import type { DayShift, ShiftName } from "../../runtime/spoken/asked/shift.ts";
import {
  dayOf,
  firstOfMonth,
  isoDay,
  momentOfDay,
  mondayOf,
  partsOf,
} from "../../runtime/spoken/periods/calendar.ts";

/** A stretch of time that figures are summed over, ms, and what it is called. */
export interface Cell {
  readonly from: number;
  readonly to: number;
  readonly key: string;
}

/** Of a plant that says nothing of its shifts. */
export const usualShifts: readonly DayShift[] = [
  { name: "night", start: 0, end: 480 },
  { name: "day", start: 480, end: 960 },
  { name: "evening", start: 960, end: 1_440 },
];

/** What a shift that begins at a minute of the day is called. */
export const shiftNameAt = (start: number): ShiftName => {
  const hour = Math.floor(start / 60) % 24;
  if (hour >= 4 && hour < 12) return "day";
  return hour >= 12 && hour < 20 ? "evening" : "night";
};

export interface GridRequest {
  readonly from: Date;
  readonly to: Date;
  readonly by?: TimeDimension | undefined;
  /** Only the hours of one shift. */
  readonly shift?: ShiftName | undefined;
  readonly shifts: readonly DayShift[];
  /** Shifts one by one ("2026-11-20 night") instead of all nights together. */
  readonly eachShift?: boolean;
}

/** "04:00" of minutes after midnight. */
const clockOf = (minutes: number): string =>
  [Math.floor(minutes / 60) % 24, minutes % 60].map((value) => String(value).padStart(2, "0")).join(":");

/** "22:00–06:00": when a shift works. */
export const hoursOf = ({ start, end }: DayShift): string => `${clockOf(start)}–${clockOf(end)}`;

/** The shifts of the days that a stretch touches, in order. Where a plant has two of one name, they are told apart by their beginning. */
const shiftCells = ({ from, to, shift, shifts, eachShift }: GridRequest): Cell[] => {
  const cells: Cell[] = [];
  const isOne = (name: ShiftName) => shifts.filter((other) => other.name === name).length === 1;
  for (let day = dayOf(from) - 1; day <= dayOf(to); day += 1)
    for (const { name, start, end } of shifts)
      if (shift === undefined || name === shift)
        cells.push({
          from: momentOfDay(day, start).getTime(),
          to: momentOfDay(day, end).getTime(),
          key: eachShift ? `${isoDay(day)} ${isOne(name) ? "" : `${clockOf(start)} `}${name}` : name,
        });
  return cells;
};

const dayCells = ({ from, to, by }: GridRequest): Cell[] => {
  const cells: Cell[] = [];
  let day = dayOf(from);
  const last = dayOf(to);
  if (by === "week") day = mondayOf(day);
  if (by === "month") day = firstOfMonth(partsOf(day).year, partsOf(day).month);
  while (day <= last) {
    const { year, month } = partsOf(day);
    const next = by === "week" ? day + 7 : by === "month" ? firstOfMonth(year, month + 1) : day + 1;
    const key = by === "month" ? isoDay(day).slice(0, 7) : isoDay(day);
    cells.push({ from: momentOfDay(day).getTime(), to: momentOfDay(next).getTime(), key });
    day = next;
  }
  return cells;
};

/** Minutes of the hour that the plant's clock shows. */
const minuteAt = (at: number): number => Number(plantDayTime(new Date(at)).time.slice(3));

/** When the clock shows the next full hour; where it is put by half an hour before that, the moment at which it is. */
const hourEnd = (at: number): number => {
  const end = at + (60 - minuteAt(at)) * minuteMs;
  if (minuteAt(end) === 0) return end;
  let put = at + minuteMs;
  while (put < end && minuteAt(put) === (minuteAt(put - minuteMs) + 1) % 60) put += minuteMs;
  return put;
};

/** "+01:00": by how much the plant's clock is ahead of UTC. */
const aheadAt = (at: number): string => {
  const { day, time } = plantDayTime(new Date(at));
  const minutes = (Date.parse(`${day}T${time}Z`) - at) / minuteMs;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
};

/** Hours by the plant's clock, which may be half an hour off UTC's. One that the clock shows twice has its offset in its key. */
const hourCells = ({ from, to }: GridRequest): Cell[] => {
  const cells: Cell[] = [];
  const minute = Math.floor(from.getTime() / minuteMs) * minuteMs;
  for (let at = minute - minuteAt(minute) * minuteMs; at < to.getTime(); ) {
    const { day, time } = plantDayTime(new Date(at));
    const key = `${day}T${time}`;
    const isAgain = plantDayTime(new Date(at - hourMs)).time === time;
    const end = hourEnd(at);
    cells.push({ from: at, to: end, key: isAgain ? `${key}${aheadAt(at)}` : key });
    at = end;
  }
  return cells;
};

/** The parts of `cells` that lie in `within`; both in order. */
export const cut = (cells: readonly Cell[], within: readonly { from: number; to: number }[]): Cell[] => {
  const parts: Cell[] = [];
  let start = 0;
  for (const cell of cells) {
    while (start < within.length && within[start]!.to <= cell.from) start += 1;
    for (let at = start; at < within.length && within[at]!.from < cell.to; at += 1) {
      const [from, to] = [Math.max(cell.from, within[at]!.from), Math.min(cell.to, within[at]!.to)];
      if (from < to) parts.push({ from, to, key: cell.key });
    }
  }
  return parts;
};

/** The cells of a stretch, in the order of their time, that do not overlap: one a part of what it is split by. */
export const gridOf = (request: GridRequest): Cell[] => {
  const { from, to, by, shift } = request;
  const whole = [{ from: from.getTime(), to: to.getTime() }];
  if (by === undefined && shift === undefined) return [{ ...whole[0]!, key: "" }];
  if (by === "shift") return cut(shiftCells(request), whole);
  const cells =
    by === undefined ? [{ ...whole[0]!, key: "" }] : by === "hour" ? hourCells(request) : dayCells(request);
  const parts = cut(cells, whole);
  return shift === undefined ? parts : cut(parts, shiftCells({ ...request, eachShift: false }));
};

/** Seconds of a cell from a moment on. */
export const secondsSince = ({ from, to }: Cell, since: number): number =>
  Math.max(0, to - Math.max(from, since)) / 1_000;

/** The cell that a moment lies in; cells are in order. */
export const cellAt = (cells: readonly Cell[], time: number): Cell | undefined => {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cells[middle]!.to <= time) low = middle + 1;
    else high = middle;
  }
  const cell = cells[low];
  return cell && cell.from <= time ? cell : undefined;
};

/** "20 Nov" or "20 Nov 08:00" of a cell's key; "11月20日". */
export const saidKey = (key: string, language: "zh" | "en"): string =>
  /^\d{4}-\d\d-\d\d/.test(key)
    ? dayAsRead(key.slice(0, 10), language) + key.slice(10).replace("T", " ")
    : key;
