import { entry } from "./entry.ts";

/** Roads that vehicles cannot drive on, and vehicles that stay on the map. */
export const trafficErrors = {
  VEHICLE_HEARD: entry(
    409,
    true,
    "{id} was heard at {heard}: it is still about. Switch it off, wait ten minutes, and forget it then.",
    "{id} 在 {heard} 还有上报，仍在现场。请先关机，十分钟后再移除。",
  ),
  VEHICLE_BUSY: entry(
    409,
    true,
    "{id} has {has}. Call that transport off, or take the load from it, and forget it then.",
    "{id} 手上还有 {has}。请先取消该搬运或取下货物，再移除。",
  ),
  ROADMAP_UNSOUND: entry(
    422,
    false,
    "The roadmap is not sound; mend it and save it again. Mistakes: {count}. {problems}",
    "路网有 {count} 处错误，请更正后再保存。{problems}",
  ),
};
