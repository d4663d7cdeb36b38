import type { Metric } from "./metric.ts";

/** What AOI finds behind the reflow oven. A call that nobody has looked at yet counts as a defect. */
const untilSeen = {
  zh: "未复判的报警先按缺陷计；只计每块板首次 AOI，SPI 与 AXI 不计入",
  en: "a call that nobody has verified yet counts as a defect; of each board its first AOI counts, SPI and AXI do not",
};

export const inspection: readonly Metric[] = [
  {
    id: "dpmo",
    name: { zh: "百万机会缺陷数", en: "DPMO" },
    synonyms: {
      zh: ["百万机会缺陷率", "每百万机会缺陷数", "百万缺陷率", "AOI 缺陷率", "AOI缺陷率", "焊接缺陷率"],
      en: [
        "defects per million opportunities",
        "defects per million",
        "aoi defect rate",
        "assembly defect rate",
        "solder defect rate",
      ],
    },
    meaning: {
      zh: "AOI 确认的缺陷占检测机会的百万分率；机会为器件、贴装、焊点",
      en: "Defects that AOI found, per million opportunities: parts, placements and solder joints looked at",
    },
    unit: "DPMO",
    better: "lower",
    type: "ratio",
    formula: { zh: "10⁶ × 缺陷数 / 检测机会数", en: "10⁶ × defects / opportunities" },
    standard: "IPC-7912",
    of: { part: { aoiDefects: 1 }, whole: { opportunities: 1 }, scale: 1_000_000 },
    children: ["aoi_defects", "false_calls"],
    limit: untilSeen,
  },
  {
    id: "aoi_fpy",
    name: { zh: "AOI 一次通过率", en: "AOI first-pass yield" },
    synonyms: {
      zh: [
        "AOI一次通过率",
        "AOI 直通率",
        "AOI直通率",
        "AOI 良率",
        "AOI良率",
        "贴片直通率",
        "检测一次通过率",
        "光学检测直通率",
      ],
      en: [
        "aoi yield",
        "aoi first pass yield",
        "aoi fpy",
        "inspection yield",
        "smt first pass yield",
        "optical inspection yield",
      ],
    },
    meaning: {
      zh: "首次 AOI 没有真缺陷的板占首次送检板的比例",
      en: "Boards without a defect at their first AOI, as a share of those that came to it",
    },
    unit: "%",
    digits: 2,
    better: "higher",
    type: "ratio",
    formula: {
      zh: "首次 AOI 无真缺陷的板数 / 首次 AOI 送检板数",
      en: "boards without a defect at first AOI / boards at first AOI",
    },
    of: { part: { aoiPassed: 1 }, whole: { aoiBoards: 1 }, scale: 100 },
    children: ["dpmo"],
    limit: untilSeen,
  },
  {
    id: "false_calls",
    name: { zh: "AOI 误报率", en: "AOI false call rate" },
    synonyms: {
      zh: ["AOI误报率", "误报率", "误判率", "误报", "假缺陷率", "AOI 误判率", "AOI误判率"],
      en: [
        "false call rate",
        "false calls",
        "false-call rate",
        "false alarm rate",
        "false fail rate",
        "overkill",
        "overkill rate",
      ],
    },
    meaning: {
      zh: "已复判的 AOI 报警中被判为误报的比例",
      en: "Calls of AOI that a person rejected, as a share of those that were verified",
    },
    unit: "%",
    digits: 1,
    better: "lower",
    type: "ratio",
    formula: { zh: "误报数 / 已复判报警数", en: "rejected calls / verified calls" },
    of: { part: { falseCalls: 1 }, whole: { verifiedCalls: 1 }, scale: 100 },
    children: [],
    limit: { zh: "未复判的报警不计", en: "calls that nobody has verified yet count for nothing" },
  },
  {
    id: "aoi_defects",
    name: { zh: "AOI 缺陷数", en: "AOI defects" },
    synonyms: {
      zh: ["AOI缺陷数", "AOI 缺陷", "AOI缺陷", "贴片缺陷", "焊接缺陷", "外观缺陷", "检测缺陷"],
      en: [
        "defects found by aoi",
        "aoi defect count",
        "inspection defects",
        "solder defects",
        "visual defects",
      ],
    },
    meaning: { zh: "AOI 报出、未判为误报的缺陷", en: "Defects that AOI called and nobody has rejected" },
    unit: "times",
    better: "lower",
    type: "simple",
    formula: { zh: "Σ 缺陷数", en: "Σ defects" },
    of: { part: { aoiDefects: 1 } },
    children: [],
    limit: untilSeen,
  },
];
