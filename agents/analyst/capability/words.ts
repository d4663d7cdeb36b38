import type { Bilingual } from "../../../services/core/errors.ts";
import { leastForIndex, type NoIndex } from "../statistics/capability.ts";
import type { NelsonRule } from "../statistics/run-rules.ts";

/** Why there is no index, in words. */
export const noIndexTold: Readonly<Record<NoIndex, Bilingual>> = {
  "no-limits": {
    zh: "测试没有上下限，只能看波动，算不出能力指数",
    en: "the test has no limits, so there is no index",
  },
  "no-tolerance": {
    zh: "是通过或不通过的项目，上下限相同，没有能力指数",
    en: "it reads yes or no: its limits are the same, so there is no index",
  },
  "too-few": { zh: "只有一个值，算不出能力指数", en: "there is a single value, too few for an index" },
  "no-spread": {
    zh: "所有值都一样，没有波动，算不出能力指数：查测量分辨率",
    en: "all values are alike, so there is no index: look at the resolution of the measurement",
  },
};

/** That an index is not to be relied on yet. */
export const fewTold: Bilingual = {
  zh: `值少于 ${leastForIndex} 个，以置信区间为准`,
  en: `fewer than ${leastForIndex} values: go by the interval`,
};

/** Rules of control charts in words, by their numbers in Nelson (1984). */
export const nelsonTold: Readonly<Record<NelsonRule, Bilingual>> = {
  1: { zh: "1 点超出 3σ", en: "a point beyond 3σ" },
  2: { zh: "连续 9 点在中心线同一侧", en: "nine in a row on one side" },
  3: { zh: "连续 6 点递增或递减", en: "six in a row rising or falling" },
  4: { zh: "连续 14 点上下交替", en: "fourteen in a row alternating" },
  5: { zh: "3 点中 2 点在同侧超出 2σ", en: "two of three beyond 2σ on one side" },
  6: { zh: "5 点中 4 点在同侧超出 1σ", en: "four of five beyond 1σ on one side" },
  7: { zh: "连续 15 点在 1σ 以内", en: "fifteen in a row within 1σ" },
  8: { zh: "连续 8 点都在 1σ 以外", en: "eight in a row beyond 1σ on either side" },
};
