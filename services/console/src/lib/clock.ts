import { createContext, useContext } from "react";
import { useNow } from "./socket.ts";

export interface ClockSetting {
  readonly plantAnchor: number;
  readonly wallAnchor: number;
  readonly speed: number;
}

export const ClockContext = createContext<ClockSetting>({ plantAnchor: 0, wallAnchor: 0, speed: 1 });

/** Plant time now, ms since the Unix epoch. */
export const usePlantNow = (everyMs = 1_000): number => {
  const { plantAnchor, wallAnchor, speed } = useContext(ClockContext);
  return plantAnchor + (useNow(everyMs) - wallAnchor) * speed;
};

/** The plant's own time zone: a planner at home reads the same clock as the line leader. */
const timeZone = "Asia/Shanghai";

/** The zone is a fixed one: its days begin at the same moment of the year's every day. */
export const zoneMs = 8 * 3_600_000;

/** A moment as an input of local time holds it, in the plant's own zone. */
export const asInput = (time: number): string => new Date(time + zoneMs).toISOString().slice(0, 16);
/** The moment, ms, of such an input's text; NaN for a text that is none. */
export const fromInput = (text: string): number => Date.parse(`${text}:00Z`) - zoneMs;

/** A format takes longer to make than a hundred times to write with it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param withDay Whether the day stands before the time; "date" leaves its weekday out. */
export const formatTime = (
  time: string | number,
  language: string,
  withDay: boolean | "date" = true,
  withSeconds = false,
): string => {
  const key = `${language} ${withDay} ${withSeconds}`;
  const known = formats.get(key);
  const format =
    known ??
    new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
      timeZone,
      ...(withDay ? { month: "short", day: "numeric" } : {}),
      ...(withDay === true ? { weekday: "short" } : {}),
      hour: "2-digit",
      minute: "2-digit",
      ...(withSeconds ? { second: "2-digit" } : {}),
      hour12: false,
    });
  if (!known) formats.set(key, format);
  return format.format(new Date(time));
};
