import { dayMs, hourMs, plantZone } from "../../../core/zone.ts";

/** A stretch of plant time, ms. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** When the shifts of the plant's day begin, by its clock. */
const shifts = ["00:00", "08:00", "16:00"];

export const presets = ["lastHour", "lastShift", "sinceMidnight", "lastDay"] as const;
export type Preset = (typeof presets)[number];

/** When the shift of a moment began; where clocks change, one is an hour longer or shorter. */
const shiftOf = (time: number): number => {
  const zone = plantZone();
  const { day } = zone.dayTimeAt(new Date(time));
  return (
    shifts.map((begin) => zone.momentOf(day, begin).getTime()).findLast((begin) => begin <= time) ?? time
  );
};

/** What is recorded of a range; undefined where that is nothing. */
export const within = ({ from, to }: Range, recorded: Range): Range | undefined => {
  const range = { from: Math.max(from, recorded.from), to: Math.min(to, recorded.to) };
  return range.to > range.from ? range : undefined;
};

/** The range that a preset means; the plant's day has three shifts, from midnight. */
export const rangeOf = (preset: Preset, recorded: Range): Range | undefined => {
  const now = recorded.to;
  const shift = shiftOf(now);
  const range = {
    lastHour: { from: now - hourMs, to: now },
    // The shift that is over, else the one that is not.
    lastShift: {
      from: shift > recorded.from ? shiftOf(shift - 1) : shift,
      to: shift > recorded.from ? shift : now,
    },
    sinceMidnight: { from: plantZone().midnight(new Date(now)).getTime(), to: now },
    lastDay: { from: now - dayMs, to: now },
  }[preset];
  return within(range, recorded);
};

/** What the page opens on: today, or the shift before where today has hardly begun. */
export const usualRange = (recorded: Range): Range | undefined => {
  const today = rangeOf("sinceMidnight", recorded);
  return today && today.to - today.from >= hourMs ? today : rangeOf("lastShift", recorded);
};

/** What a link holds: a stretch and a moment in it. */
export interface Place extends Range {
  readonly at: number;
}

const mark = "#replay";
/** To the millisecond, so that what a step has led to has happened for whoever follows the link, too. */
const written = (time: number) => new Date(Math.ceil(time)).toISOString().replace(".000Z", "Z");

/** Whether a link leads to a replay. */
export const isReplayLink = (hash: string): boolean => hash === mark || hash.startsWith(`${mark}?`);

export const linkOf = ({ from, to, at }: Place): string =>
  `${mark}?from=${written(from)}&to=${written(to)}&at=${written(at)}`;

/** The place that a link holds; undefined for a link that holds none. A moment outside the stretch is its nearest end. */
export const placeOf = (hash: string): Place | undefined => {
  if (!isReplayLink(hash)) return undefined;
  const parameters = new URLSearchParams(hash.slice(mark.length + 1));
  const [from, to] = ["from", "to"].map((name) => Date.parse(parameters.get(name) ?? ""));
  if (!(from! < to!)) return undefined;
  const at = Date.parse(parameters.get("at") ?? "");
  return { from: from!, to: to!, at: Math.min(to!, Math.max(from!, Number.isNaN(at) ? from! : at)) };
};
