import type { Bilingual } from "../../../services/core/errors.ts";
import { saidReason } from "../../../services/core/stop-reasons.ts";
import type { Db } from "../../../services/mes/database.ts";
import { defectKindName } from "../../../services/protocols/cfx/defect-kinds.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import type { Dimension, Measure, Metric, Sums } from "../../runtime/metrics/metric.ts";
import type { LeftOut } from "../../runtime/spoken/asked/left-out.ts";
import type { ShiftName } from "../../runtime/spoken/asked/shift.ts";
import { shiftNames } from "../../runtime/spoken/asked/shift.ts";
import { kindNames } from "./dimension-names.ts";
import { saidKey } from "./grid.ts";
import type { Stop } from "./proof.ts";
import type { FigureFilter, Stretch } from "./query.ts";

const unitNames: Readonly<Record<Metric["unit"], Bilingual>> = {
  pieces: { zh: " 件", en: " pieces" },
  "%": { zh: "%", en: "%" },
  h: { zh: " 小时", en: " h" },
  min: { zh: " 分钟", en: " min" },
  times: { zh: " 次", en: "" },
  orders: { zh: " 个工单", en: " orders" },
  kWh: { zh: " kWh", en: " kWh" },
  "kWh/piece": { zh: " kWh/件", en: " kWh per piece" },
  repairs: { zh: " 次", en: "" },
  DPMO: { zh: " DPMO", en: " DPMO" },
};
const digitsOf: Readonly<Record<Metric["unit"], number>> = {
  pieces: 0,
  "%": 1,
  h: 1,
  min: 1,
  times: 0,
  orders: 1,
  kWh: 0,
  "kWh/piece": 3,
  repairs: 0,
  DPMO: 1,
};

/** What the text of a value needs of its metric. */
type Told = Pick<Metric, "unit"> & { readonly digits?: number };

/** A number of a metric's unit, without it. */
export const numberText = ({ unit, digits = digitsOf[unit] }: Told, value: number | undefined): string =>
  value === undefined ? "–" : value.toFixed(digits);

/** A value with its unit. */
export const valueText = (metric: Told, value: number | undefined): Bilingual => {
  if (value === undefined) return { zh: "–", en: "–" };
  const { zh, en } = unitNames[metric.unit];
  const number = numberText(metric, value);
  return { zh: `${number}${zh}`, en: `${number}${en}` };
};

/** A difference with its unit; of shares in points of percent. */
export const changeText = (metric: Told, change: number): Bilingual => {
  const number = numberText(metric, Math.abs(change));
  if (metric.unit === "%") return { zh: `${number} 个百分点`, en: `${number} points` };
  const { zh, en } = unitNames[metric.unit];
  return { zh: `${number}${zh}`, en: `${number}${en}` };
};

/** A stretch as it is told: "11-16 00:00 到 11-23 00:00". */
export const stretchText = ({ from, to }: Stretch): Bilingual => {
  const [start, end] = [formatPlantTime(from), formatPlantTime(to)];
  return { zh: `${start} 到 ${end}`, en: `${start} to ${end}` };
};

/** What a figure is told without. */
const leftOutText = ({ lines, kinds, products, families, customers }: LeftOut): Bilingual => {
  const parts: readonly Bilingual[] = [
    ...[...lines, ...products, ...customers].map((id) => ({ zh: id, en: id })),
    ...families.map((id) => ({ zh: `${id} 系列`, en: `the ${id} family` })),
    ...kinds.map((kind) => kindNames[kind] ?? { zh: `${kind} 线`, en: `${kind} lines` }),
  ];
  return { zh: parts.map(({ zh }) => zh).join("、"), en: parts.map(({ en }) => en).join(", ") };
};

/** What a figure is narrowed to: "SMT-2", "贴片线夜班". */
export const scopeText = (filter: FigureFilter): Bilingual => {
  const { lines = [], kind, product, family, shift, order, customer, reasons = [], without } = filter;
  const left = without && leftOutText(without);
  const parts: Bilingual[] = [
    ...(order ? [{ zh: order, en: order }] : []),
    ...(customer ? [{ zh: `${customer} 订单`, en: `the orders of ${customer}` }] : []),
    ...(product ? [{ zh: product, en: product }] : []),
    ...(family ? [{ zh: `${family} 系列`, en: `the ${family} family` }] : []),
    ...(lines.length > 0 ? [{ zh: lines.join("、"), en: lines.join(", ") }] : []),
    ...(kind ? [kindNames[kind] ?? { zh: `${kind} 线`, en: `${kind} lines` }] : []),
    ...(shift ? [shiftNames[shift]] : []),
    ...reasons.map(defectKindName),
  ];
  const [zh, en] = [parts.map((part) => part.zh).join(" "), parts.map((part) => part.en).join(", ")];
  return {
    zh: `${zh || "全厂"}${left ? `（除 ${left.zh} 外）` : ""}`,
    en: `${en || "the plant"}${left ? ` (without ${left.en})` : ""}`,
  };
};

/** Why a stop was, and since when where it had begun before the stretch that is looked at: "feeder jam, down since …". */
export const stopRemark = ({ reason, since, from }: Stop): Bilingual => {
  const begun = formatPlantTime(since);
  const isBefore = since < from;
  const said = saidReason(reason);
  const remarks = (why: string, before: string) => [...(why ? [why] : []), ...(isBefore ? [before] : [])];
  return {
    zh: remarks(said.zh, `${begun} 已停`).join("，"),
    en: remarks(said.en, `down since ${begun}`).join(", "),
  };
};

const knownReasons: Readonly<Record<string, Bilingual>> = {
  blocked: { zh: "阻塞", en: "blocked" },
  unknown: { zh: "原因未报", en: "no reason told" },
};

/** What a machine, or whoever looks at a board, calls the reason. */
const reasonName = (key: string): Bilingual => {
  const said = saidReason(key);
  return said.zh === said.en ? defectKindName(key) : said;
};

/** Names of the parts of a split, by their keys; a key without a name of its own is one. */
export const partNames = async (
  db: Db,
  split: Dimension,
  keys: readonly string[],
): Promise<(key: string) => Bilingual> => {
  const same = (key: string): Bilingual => ({ zh: saidKey(key, "zh"), en: saidKey(key, "en") });
  if (split === "kind") return (key) => kindNames[key] ?? same(key);
  if (split === "shift") {
    return (key) => {
      // "2026-11-20 night", or "2026-11-20 04:00 day" where two are called so.
      const [day, name] = key.includes(" ")
        ? [key.slice(0, key.lastIndexOf(" ")), key.slice(key.lastIndexOf(" ") + 1)]
        : ["", key];
      const { zh, en } = shiftNames[name as ShiftName] ?? same(name);
      return day ? { zh: `${saidKey(day, "zh")} ${zh}`, en: `${saidKey(day, "en")} ${en}` } : { zh, en };
    };
  }
  if (split === "material") {
    const materials =
      keys.length === 0
        ? []
        : await db
            .selectFrom("material")
            .select(["id", "name_zh", "name_en"])
            .where("id", "in", keys)
            .execute();
    const named = new Map(
      materials.map(({ id, name_zh, name_en }) => [id, { zh: `${id} ${name_zh}`, en: `${id} ${name_en}` }]),
    );
    return (key) => named.get(key) ?? same(key);
  }
  if (split !== "reason") return same;
  const causes = keys.filter((key) => key.includes("/"));
  const rows =
    causes.length === 0
      ? []
      : await db.selectFrom("repair_cause").select(["family", "cause_id", "name_zh", "name_en"]).execute();
  const names = new Map(
    rows.map(({ family, cause_id, name_zh, name_en }) => [
      `${family}/${cause_id}`,
      { zh: name_zh, en: name_en },
    ]),
  );
  return (key) => names.get(key) ?? knownReasons[key] ?? reasonName(key);
};

/** The parts of a split, each with its name. */
export const namedParts = async <T extends { readonly key: string }>(
  db: Db,
  split: Dimension,
  parts: readonly T[],
): Promise<readonly (T & { readonly name: Bilingual })[]> => {
  const keys = parts.map(({ key }) => key);
  const nameOf = await partNames(db, split, keys);
  return parts.map((part) => ({ ...part, name: nameOf(part.key) }));
};

const measureNames: Readonly<Record<Measure, readonly [Bilingual, "pieces" | "h" | "kWh" | "times"]>> = {
  good: [{ zh: "良品 GQ", en: "Good quantity GQ" }, "pieces"],
  scrap: [{ zh: "报废 SQ", en: "Scrap quantity SQ" }, "pieces"],
  planned: [{ zh: "按工艺应花 PRI×PQ", en: "Planned run time PRI×PQ" }, "h"],
  untimed: [{ zh: "没有工艺节拍的件数", en: "Pieces without a standard time" }, "pieces"],
  finalGood: [{ zh: "末道良品 GP", en: "Good at the last step GP" }, "pieces"],
  finalScrap: [{ zh: "末道报废", en: "Scrap at the last step" }, "pieces"],
  pbt: [{ zh: "计划工作时间 PBT", en: "Planned busy time PBT" }, "h"],
  apt: [{ zh: "实际生产时间 APT", en: "Actual production time APT" }, "h"],
  beside: [{ zh: "计划外生产时间", en: "Production beside planned busy time" }, "h"],
  aust: [{ zh: "换线 AUST", en: "Set-up AUST" }, "h"],
  adet: [{ zh: "停机与阻塞 ADET", en: "Down or blocked ADET" }, "h"],
  starved: [{ zh: "无任务等待", en: "Without work" }, "h"],
  offline: [{ zh: "离线", en: "Offline" }, "h"],
  failures: [{ zh: "故障 FE", en: "Failures FE" }, "times"],
  repaired: [{ zh: "期间内结束的故障", en: "Failures that ended" }, "times"],
  repairSeconds: [{ zh: "修复时间合计 TTR", en: "Time to repair TTR in all" }, "h"],
  completed: [{ zh: "完工工单", en: "Orders completed" }, "times"],
  onTime: [{ zh: "其中按期", en: "Of them on time" }, "times"],
  leadOrders: [
    { zh: "有首道下达记录的完工工单", en: "Completed with their first release on record" },
    "times",
  ],
  leadSeconds: [{ zh: "周期合计", en: "Lead time in all" }, "h"],
  promised: [{ zh: "有承诺的完工工单", en: "Completed with a promise" }, "times"],
  deviationSeconds: [{ zh: "偏差合计", en: "Deviation in all" }, "h"],
  processSeconds: [{ zh: "在制时间合计", en: "Time in process in all" }, "h"],
  clockSeconds: [{ zh: "所看时间", en: "Time looked at" }, "h"],
  kwh: [{ zh: "电量", en: "Energy" }, "kWh"],
  repairs: [{ zh: "维修", en: "Repairs" }, "times"],
  thirdRepairs: [{ zh: "其中第三次及以上", en: "Of them third or later" }, "times"],
  judgedFirst: [{ zh: "已有结果的首次维修", en: "First repairs with an outcome" }, "times"],
  fixedFirst: [{ zh: "其中修好", en: "Of them mended" }, "times"],
  plannedStarts: [{ zh: "计划开工任务", en: "Planned starts" }, "times"],
  keptStarts: [{ zh: "其中按时开工", en: "Of them begun on time" }, "times"],
  kits: [{ zh: "有领料单的任务", en: "Jobs with a requisition" }, "times"],
  readyKits: [{ zh: "其中齐套", en: "Of them with a complete kit" }, "times"],
  opportunities: [{ zh: "检测机会", en: "Opportunities" }, "times"],
  aoiBoards: [{ zh: "首次送检板", en: "Boards at their first AOI" }, "pieces"],
  aoiPassed: [{ zh: "其中无真缺陷", en: "Of them without a defect" }, "pieces"],
  aoiDefects: [{ zh: "缺陷（误报除外）", en: "Defects, false calls left out" }, "times"],
  verifiedCalls: [{ zh: "已复判报警", en: "Verified calls" }, "times"],
  falseCalls: [{ zh: "其中误报", en: "Of them false" }, "times"],
};

/** An amount that a figure is made of, with its name. */
export const amountText = (
  measure: Measure,
  sums: Sums,
): { readonly label: Bilingual; readonly value: Bilingual } => {
  const [label, unit] = measureNames[measure];
  const amount = (sums[measure] ?? 0) / (unit === "h" ? 3_600 : 1);
  return { label, value: valueText({ unit }, amount) };
};
