import type { Bilingual } from "../../../services/core/errors.ts";
import type { Dimension } from "../../runtime/metrics/metric.ts";

export const dimensionNames: Readonly<Record<Dimension, Bilingual>> = {
  line: { zh: "产线", en: "line" },
  kind: { zh: "工序", en: "process" },
  product: { zh: "产品", en: "product" },
  family: { zh: "产品系列", en: "product family" },
  order: { zh: "工单", en: "order" },
  customer: { zh: "客户", en: "customer" },
  shift: { zh: "班次", en: "shift" },
  hour: { zh: "小时", en: "hour" },
  day: { zh: "天", en: "day" },
  week: { zh: "周", en: "week" },
  month: { zh: "月", en: "month" },
  reason: { zh: "原因", en: "reason" },
  material: { zh: "物料", en: "part" },
};

/** Kinds of lines, by the process that they run. */
export const kindNames: Readonly<Record<string, Bilingual>> = {
  SMT: { zh: "贴片线", en: "SMT lines" },
  ASM: { zh: "装配线", en: "assembly lines" },
  BI: { zh: "老化房", en: "burn-in chambers" },
  FT: { zh: "测试线", en: "test lines" },
};
