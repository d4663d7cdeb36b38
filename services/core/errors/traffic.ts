import { entry } from "./entry.ts";

/** Roads that vehicles cannot drive on. */
export const trafficErrors = {
  ROADMAP_UNSOUND: entry(
    422,
    false,
    "The roadmap is not sound; mend it and save it again. Mistakes: {count}. {problems}",
    "路网有 {count} 处错误，请更正后再保存。{problems}",
  ),
};
