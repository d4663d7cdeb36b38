import type { Bilingual } from "../../../../services/core/errors.ts";
import { plantDayTime } from "../../../runtime/format.ts";
import type { CitedPassage, Instruction } from "../model.ts";
import { parseSource, type SourceTable } from "../sources.ts";

const tables: Readonly<Record<SourceTable, Bilingual>> = {
  material: { zh: "物料主数据", en: "Material" },
  work_master: { zh: "工艺主数据", en: "Work master" },
  work_master_segment: { zh: "工艺路线", en: "Routing" },
  tool: { zh: "工装主数据", en: "Tool" },
  equipment: { zh: "设备主数据", en: "Equipment" },
  secondary_resource: { zh: "辅助资源", en: "Secondary resource" },
  segment_equipment: { zh: "工序设备", en: "Equipment of the segment" },
  segment_secondary: { zh: "工序辅助资源", en: "Resources of the segment" },
  bom_item: { zh: "物料清单", en: "Bill of material" },
  bom_alternate: { zh: "替代料", en: "Alternates" },
  approved_vendor: { zh: "认可供应商", en: "Approved vendors" },
  process_parameter: { zh: "工艺参数", en: "Process parameters" },
  bom_placement: { zh: "坐标文件", en: "Placements" },
};

const columns: Readonly<Record<string, Bilingual>> = {
  id: { zh: "编号", en: "id" },
  name_zh: { zh: "名称", en: "name" },
  name_en: { zh: "名称", en: "name" },
  unit: { zh: "单位", en: "unit" },
  product_id: { zh: "产品", en: "product" },
  version: { zh: "版本", en: "version" },
  segment: { zh: "工序号", en: "segment" },
  process: { zh: "工艺", en: "process" },
  setup_family: { zh: "换线族", en: "set-up family" },
  batch_size: { zh: "批量", en: "batch size" },
  tool_id: { zh: "工装", en: "tool" },
  skill: { zh: "技能", en: "skill" },
  lag_seconds: { zh: "最短间隔", en: "least lag" },
  max_lag_seconds: { zh: "最长间隔", en: "most lag" },
  equipment_id: { zh: "设备", en: "equipment" },
  run_seconds: { zh: "节拍", en: "run time" },
  capacity_units: { zh: "容量", en: "capacity" },
  secondary_id: { zh: "资源", en: "resource" },
  units: { zh: "数量", en: "units" },
  position: { zh: "位置", en: "position" },
  material_id: { zh: "物料", en: "material" },
  quantity_per: { zh: "每台数量", en: "quantity a unit" },
  uniform: { zh: "一致性", en: "uniform" },
  rank: { zh: "优先级", en: "rank" },
  vendor: { zh: "供应商", en: "vendor" },
  characteristic: { zh: "特性", en: "characteristic" },
  target: { zh: "目标值", en: "target" },
  lower_limit: { zh: "下限", en: "lower limit" },
  upper_limit: { zh: "上限", en: "upper limit" },
  method_zh: { zh: "测量方法", en: "method" },
  method_en: { zh: "测量方法", en: "method" },
  source: { zh: "取值依据", en: "origin of the value" },
  designators: { zh: "位号", en: "designators" },
  map: { zh: "坐标", en: "coordinates" },
  kind: { zh: "类别", en: "kind" },
};

const over: Readonly<Record<"count" | "sum", Bilingual>> = {
  count: { zh: "行数", en: "number of rows" },
  sum: { zh: "合计", en: "sum" },
};

export const citationWords = ({ documentId, title, revision, locator }: CitedPassage): string =>
  [documentId, title, revision, locator].filter((part) => part !== "").join(" · ");

/** Where a fact was read, in words. */
export const sourceWords = (
  source: string,
  { passages, basis }: Pick<Instruction, "passages" | "basis">,
): Bilingual => {
  const parsed = parseSource(source);
  if (!parsed) return { zh: source, en: source };
  if (parsed.kind === "person") {
    const { day, time } = plantDayTime(new Date(parsed.at));
    const when = `${day} ${time}`;
    return { zh: `${parsed.id} 填写，${when}`, en: `Written by ${parsed.id}, ${when}` };
  }
  if (parsed.kind === "passage") {
    const cited = passages[parsed.id];
    const words = cited ? citationWords(cited) : parsed.id;
    return { zh: words, en: words };
  }
  const { kind, table, key, column } = parsed;
  /** What a row is about, where its key alone tells nobody. */
  const nameOf = (language: "zh" | "en"): string | undefined => {
    if (kind !== "row") return undefined;
    const row = source.slice(0, source.indexOf("#"));
    if (table === "process_parameter") return basis[`${row}#name_${language}`];
    if (table !== "bom_item" && table !== "bom_placement") return undefined;
    const material = basis[`${row.replace("bom_placement:", "bom_item:")}#material_id`];
    return material && `#${key[2]} ${material}`;
  };
  const tell = (language: "zh" | "en") =>
    [
      tables[table][language],
      nameOf(language) ?? key.join(" / "),
      column === "" ? "" : (columns[column]?.[language] ?? column),
      kind === "row" ? "" : over[kind][language],
    ]
      .filter((part) => part !== "")
      .join(" · ");
  return { zh: tell("zh"), en: tell("en") };
};
