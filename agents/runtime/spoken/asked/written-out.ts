import type { Dimension } from "../../metrics/metric.ts";
import { dayOf, saidDay } from "../periods/calendar.ts";
import type { Period, SaidPeriod } from "../periods/said.ts";
import type { AskedFigure } from "./question.ts";
import type { Ranking } from "./rank.ts";
import { type ShiftName, shiftNames } from "./shift.ts";

type Language = "zh" | "en";

/** What a figure is split by, in words that `splitIn` reads. */
const parts: Readonly<Record<Dimension, { readonly zh: string; readonly en: string }>> = {
  line: { zh: "产线", en: "line" },
  kind: { zh: "工序", en: "process" },
  product: { zh: "产品", en: "product" },
  family: { zh: "系列", en: "product family" },
  order: { zh: "工单", en: "order" },
  customer: { zh: "客户", en: "customer" },
  reason: { zh: "原因", en: "reason" },
  material: { zh: "物料", en: "part" },
  shift: { zh: "班次", en: "shift" },
  hour: { zh: "小时", en: "hour" },
  day: { zh: "天", en: "day" },
  week: { zh: "周", en: "week" },
  month: { zh: "月", en: "month" },
};

const ends: Readonly<Record<Ranking["from"], { readonly zh: string; readonly en: string }>> = {
  high: { zh: "最高", en: "highest" },
  low: { zh: "最低", en: "lowest" },
  best: { zh: "最好", en: "best" },
  worst: { zh: "最差", en: "worst" },
  fallen: { zh: "降得最多", en: "fell most" },
  risen: { zh: "升得最多", en: "rose most" },
};

/** All of them from one end; ranked without one, the best come first. */
const orders: Partial<Record<Ranking["from"], { readonly zh: string; readonly en: string }>> = {
  high: { zh: "从高到低", en: "highest first" },
  low: { zh: "从低到高", en: "lowest first" },
  worst: { zh: "从差到好", en: "worst first" },
};

/** A stretch of whole days by its dates: "10月19日到10月25日". */
export const inDates = ({ from, to }: Period, language: Language): string => {
  const [first, last] = [dayOf(from), dayOf(new Date(to.getTime() - 1))];
  const [start, end] = [first, last].map((day) => saidDay(day, language)) as [string, string];
  if (first === last) return language === "zh" ? start : `on ${start}`;
  return language === "zh" ? `${start}到${end}` : `from ${start} to ${end}`;
};

const splitWords = (
  { split, ranking }: Pick<AskedFigure, "split" | "ranking">,
  language: Language,
): string => {
  if (!split) return "";
  const part = parts[split][language];
  if (!ranking) return language === "zh" ? `按${part}` : `by ${part}`;
  const end = ends[ranking.from][language];
  const isAll = ranking.count > 20;
  const count = isAll || ranking.count === 1 ? "" : String(ranking.count);
  const order = isAll ? orders[ranking.from]?.[language] : undefined;
  if (order) return language === "zh" ? `按${part}${order}` : `by ${part}, ${order}`;
  if (language === "zh") return isAll ? `按${part}排名` : `${end}的${count && `前${count}个`}${part}`;
  return isAll ? `rank by ${part}` : `the ${count} ${end} ${part}`;
};

/** What a question for a figure is put together from. */
export interface WrittenFigure
  extends Omit<AskedFigure, "metrics" | "period" | "compare" | "split" | "ranking"> {
  /** As it is called. */
  readonly metric: string;
  readonly period: SaidPeriod | undefined;
  /** In its own words, where those said more than its dates. */
  readonly compare: AskedFigure["compare"];
  readonly split: Dimension | undefined;
  readonly ranking: Ranking | undefined;
}

/** Stretches that their names say whole. */
const named =
  /^(?:上{1,2}[周月]|本[周月]|昨天|前天|今天|(?:last|this) (?:week|month)|the (?:week|month) before last|yesterday)$/;

const comparedWords = (compare: WrittenFigure["compare"], language: Language): string => {
  if (!compare) return "";
  if (compare === "before") return language === "zh" ? "环比" : "than the period before";
  if (compare === "usual") return language === "zh" ? "比平时" : "than usual";
  if (compare === "week") return language === "zh" ? "比上周同期" : "than the same time last week";
  if (compare === "month") return language === "zh" ? "比上月同期" : "than the same time last month";
  if (compare === "year") return language === "zh" ? "同比" : "year on year";
  // 上月 is one month, of which as much is taken as there is of this one; its dates would be days.
  const own = compare.name[language].toLowerCase();
  const words = named.test(own) ? own : inDates(compare, language);
  return language === "zh" ? `比${words}` : `compared with ${words}`;
};

/** A question in one sentence of which `readFigure` reads just what it is made of. */
export const writtenOutOf = (asked: WrittenFigure, language: Language): string => {
  const {
    metric,
    period,
    lines,
    kind,
    product,
    family,
    customer,
    without,
    shift,
    among,
    defects,
    limit,
    compare,
  } = asked;
  const zh = language === "zh";
  const kindWords = kind ? (zh ? `${kind} 产线` : `${kind} lines`) : "";
  const families = family ? [family] : [];
  const scope = [
    ...(customer ? [customer] : []),
    ...(product ? [product] : []),
    ...families,
    ...lines,
    ...defects,
    ...asked.stopReasons.map((one) => one[language]),
    ...among.map((id) => (asked.split === "shift" ? (shiftNames[id as ShiftName]?.[language] ?? id) : id)),
  ].join(zh ? "、" : ", ");
  const words = [
    period?.words.trim() ?? "",
    // 昨晚夜班 is one stretch: nothing stands between them.
    shift ? shiftNames[shift][language] : "",
    scope,
    kindWords,
    metric,
    splitWords(asked, language),
    limit ?? "",
    without
      ? `${zh ? "除了" : "without"} ${Object.values(without)
          .flat()
          .join(zh ? "、" : ", ")}`
      : "",
    comparedWords(compare, language),
  ];
  return words.filter(Boolean).join(" ");
};
