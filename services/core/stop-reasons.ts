import type { Bilingual } from "./errors/entry.ts";

/** Why the house itself has a cell stand. */
export const cellStops = {
  emergency: ["emergency stop", "急停"],
  away: ["the cell's control was away", "控制器断线"],
} as const;

/** Why lines and cells stand still, as their machines often say it, with what it is called on a Chinese floor. */
const known: readonly (readonly [en: string, zh: string])[] = [
  ["feeder jam", "供料器卡料"],
  ["feeder empty", "供料器缺料"],
  ["component pick error", "吸料异常"],
  ["component recognition error", "元件识别异常"],
  ["placement error", "贴装异常"],
  ["nozzle clogged", "吸嘴堵塞"],
  ["nozzle worn", "吸嘴磨损"],
  ["head fault", "贴装头故障"],
  ["solder paste printer stencil misaligned", "印刷机钢网偏位"],
  ["stencil misaligned", "钢网偏位"],
  ["solder paste low", "锡膏不足"],
  ["printer fault", "印刷机故障"],
  ["reflow zone temperature alarm", "回流焊温区温度报警"],
  ["reflow oven fault", "回流焊炉故障"],
  ["torque driver fault", "电批故障"],
  ["conveyor stopped", "传送带停止"],
  ["conveyor jam", "传送带卡板"],
  ["board jam", "卡板"],
  ["chamber temperature out of range", "老化房温度超限"],
  ["load board fault", "负载板故障"],
  ["rf switch matrix fault", "射频开关矩阵故障"],
  ["fixture contact worn", "夹具触点磨损"],
  ["fixture fault", "夹具故障"],
  ["test program hung", "测试程序卡死"],
  ["instrument fault", "测试仪器故障"],
  ["barcode read failure", "条码读取失败"],
  ["material shortage", "缺料"],
  ["waiting for material", "待料"],
  ["no operator", "无操作员"],
  ["waiting for operator", "等待操作员"],
  ["door open", "安全门打开"],
  ...Object.values(cellStops),
  ["air pressure low", "气压不足"],
  ["vacuum low", "真空不足"],
  ["power failure", "断电"],
  ["communication lost", "通信中断"],
  ["preventive maintenance", "预防性保养"],
  ["chamber maintenance", "老化房保养"],
  ["calibration", "校准"],
  ["changeover", "换线"],
  ["quality hold", "质量停线"],
  ["offline", "离线"],
];
const byEnglish = new Map(known.map(([en, zh]) => [en, zh]));
const byChinese = new Map(known.map(([en, zh]) => [zh, en]));

/** The reason as words are compared: "FEEDER_JAM" is "feeder jam". */
const folded = (reason: string): string =>
  reason
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, " ");

/** A reason that a sentence names, with the words that do. */
export interface NamedReason extends Bilingual {
  readonly words: string;
}

const longestFirst = known
  .flatMap(([en, zh]) => [
    { en, zh, pattern: new RegExp(`(?<![a-z])${en.replaceAll(" ", "[\\s_-]+")}s?(?![a-z])`, "i") },
    { en, zh, pattern: new RegExp(zh) },
  ])
  .toSorted((a, b) => b.pattern.source.length - a.pattern.source.length);

/** The reasons that a sentence names; of names that lie in one another the longest: 供料器缺料 is no 缺料. */
export const reasonsNamedIn = (sentence: string): readonly NamedReason[] => {
  const found: NamedReason[] = [];
  let rest = sentence.normalize("NFKC");
  for (const { en, zh, pattern } of longestFirst) {
    const [words] = pattern.exec(rest) ?? [];
    if (words === undefined) continue;
    rest = rest.replace(words, " # ");
    if (!found.some((one) => one.en === en)) found.push({ en, zh, words });
  }
  return found;
};

/** A machine's reason in both languages. One that is not known stays as the machine said it, in both. */
export const saidReason = (reason: string): Bilingual => ({
  zh: byEnglish.get(folded(reason)) ?? reason,
  en: byChinese.get(reason.trim()) ?? reason,
});
