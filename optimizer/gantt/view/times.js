import { chart, view } from "./view.js";

export const hour = 3_600;
export const day = 24 * hour;
const two = (value) => String(value).padStart(2, "0");
const zone = /([+-])(\d\d):(\d\d)$/.exec(chart.start ?? "");
const offset = zone ? Number(`${zone[1]}1`) * (Number(zone[2]) * hour + Number(zone[3]) * 60) : 0;
// Seconds of local time at the problem's time 0; days begin at its multiples of a day.
export const origin = chart.start ? Date.parse(chart.start) / 1_000 + offset : 0;
export const clock = (time) => {
  const minutes = Math.floor(((((time + origin) % day) + day) % day) / 60);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};
const weekdays = ["en-GB", "zh-CN"].map(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }),
);
export const dayName = (time) => {
  if (!chart.start) {
    const number = Math.floor(time / day) + 1;
    return view.language === 1 ? `第 ${number} 天` : `day ${number}`;
  }
  const date = new Date((time + origin) * 1_000);
  const weekday = weekdays[view.language].format(date);
  return `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${weekday}`;
};
export const moment = (time) => `${dayName(time)} ${clock(time)}`;
export const span = (seconds) => {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return view.language === 1 ? `${minutes} 分钟` : `${minutes} min`;
  const hours = (seconds / hour).toFixed(1);
  return view.language === 1 ? `${hours} 小时` : `${hours} h`;
};
