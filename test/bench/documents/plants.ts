import type { Db } from "../../../services/mes/database.ts";
import type { Database } from "../../../services/mes/schema.ts";
import { parts } from "../../../services/mes/seed/catalogue.ts";
import { createRandom, type Random } from "../../../services/mes/seed/random.ts";
import type { SeedRows } from "../../../services/mes/seed/rows.ts";

/** Kinds of work of plants that nobody designed the templates for, beside those that they know. */
const works = [
  ["SMT", "贴片", "SMT"],
  ["ASM", "装配", "Assembly"],
  ["BI", "老化", "Burn-in"],
  ["FT", "测试", "Test"],
  ["PACK", "包装", "Packing"],
  ["COAT", "三防涂覆", "Conformal coating"],
  ["WELD", "焊接", "Welding"],
] as const;
const stages = [
  "PRINT",
  "PLACE",
  "REFLOW",
  "INSPECT",
  "THERMAL",
  "FASTEN",
  "CABLE",
  "SOAK",
  "TEST",
  "CURE",
  "干燥",
];
const units = ["°C", "N·m", "s", "mm", "%", "V", "", "cm/min", "kPa"];
const categories = [...Object.keys(parts), "resin", "film", "wire"];
const productIds = [
  (n: number) => `A-${n}`,
  (n: number) => `MO/26/${String(n).padStart(4, "0")}`,
  (n: number) => `45000${n}`,
  (n: number) => `板-${n}`,
  (n: number) => `X#${n} B`,
];

const parameter = (random: Random, index: number) => {
  const target = random.int(-500, 2_500) / 10;
  const [lower, upper] = [target - random.int(1, 200) / 10, target + random.int(1, 200) / 10];
  const shape = random.int(0, 4);
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    characteristic: `CHAR_${index}`,
    stage: random.pick(stages),
    name_zh: `特性 ${index}`,
    name_en: `Characteristic ${index}`,
    target: shape === 1 ? null : target,
    lower_limit: shape === 2 ? null : round(lower),
    upper_limit: shape === 3 ? null : round(upper),
    unit: random.pick(units),
    method_zh: random.chance(0.5) ? "仪器 7" : null,
    method_en: random.chance(0.5) ? "gauge 7" : null,
    source: random.chance(0.5) ? `TR-${random.int(1, 99)}` : null,
    sort: index,
  };
};

/** One product's master data, with whatever may be missing missing; the same seed gives the same. */
const product = (seed: number, index: number): SeedRows => {
  const random = createRandom(seed * 97 + index);
  const id = `${productIds[seed % productIds.length]!(seed * 10 + index)}`;
  const master = `WM-${id}`;
  const rows: Required<
    Pick<
      SeedRows,
      | "material"
      | "tool"
      | "equipment"
      | "secondary_resource"
      | "person"
      | "qualification"
      | "work_master"
      | "work_master_segment"
      | "segment_equipment"
      | "segment_secondary"
      | "bom_item"
      | "bom_alternate"
      | "approved_vendor"
      | "bom_placement"
      | "process_parameter"
    >
  > = {
    material: [
      { id, name_zh: `产品 ${id}`, name_en: `Product ${id}`, category: "finished", kind: "Product" },
    ],
    tool: [],
    equipment: [],
    secondary_resource: [],
    person: [
      {
        id: `P ${id}`,
        name_zh: "某",
        name_en: "One",
        role: "operator",
        area: null,
        calendar_id: null,
        shift_start_minute: 0,
        shift_end_minute: 480,
      },
    ],
    qualification: [],
    work_master: [{ id: master, product_id: id, version: random.int(1, 9) }],
    work_master_segment: [],
    segment_equipment: [],
    segment_secondary: [],
    bom_item: [],
    bom_alternate: [],
    approved_vendor: [],
    bom_placement: [],
    process_parameter: [],
  };
  const count = random.int(1, 6);
  for (let number = 1; number <= count; number += 1) {
    const segment = number * random.pick([10, 10, 5]);
    if (rows.work_master_segment.some((row) => row.segment === segment)) continue;
    const key = { work_master_id: master, segment };
    const [process, zh, en] = random.pick(works);
    const own = (what: string) => `${what}-${id}-${segment}`;
    const tool = random.chance(0.6) ? own("T") : null;
    if (tool)
      rows.tool.push({
        id: tool,
        name_zh: `工装 ${segment}`,
        name_en: `Tool ${segment}`,
        kind: "fixture",
        status: "Available",
        location: "1",
        cycles_left: 9,
      });
    const skill = random.chance(0.7) ? own("SK") : null;
    if (skill) rows.qualification.push({ person_id: `P ${id}`, skill, expires_at: null });
    const lag = random.chance(0.3) ? random.int(60, 9_000) : 0;
    rows.work_master_segment.push({
      ...key,
      name_zh: zh,
      name_en: en,
      process,
      setup_family: own("F"),
      batch_size: process === "BI" ? random.int(2, 200) : 1,
      tool_id: tool,
      skill,
      document_id: random.chance(0.5) ? own("WI") : null,
      lag_seconds: lag,
      max_lag_seconds: random.chance(0.2) ? lag + random.int(60, 9_000) : null,
    });
    for (let line = 0; line < random.int(1, 3); line += 1) {
      const equipment = own(`L${line}`);
      rows.equipment.push({
        id: equipment,
        parent_id: null,
        level: "WorkCenter",
        name_zh: `线 ${line}`,
        name_en: `Line ${line}`,
        area: null,
        process,
        calendar_id: null,
        capacity_units: random.pick([1, 1, 50]),
        state_code: null,
        state_reason: null,
        state_since: null,
      });
      rows.segment_equipment.push({
        ...key,
        equipment_id: equipment,
        run_seconds: random.int(10, 99_999) / 10,
      });
    }
    for (let each = 0; each < random.int(0, 2); each += 1) {
      const secondary = own(`R${each}`);
      const isSkill = random.chance(0.4);
      if (isSkill) rows.qualification.push({ person_id: `P ${id}`, skill: secondary, expires_at: null });
      rows.secondary_resource.push({
        id: secondary,
        name_zh: `资源 ${each}`,
        name_en: `Resource ${each}`,
        kind: isSkill ? "Skill" : "Feeder",
        capacity: isSkill ? null : 5,
        calendar_id: null,
        skill: isSkill ? secondary : null,
      });
      rows.segment_secondary.push({ ...key, secondary_id: secondary, units: random.int(1, 5) });
    }
    for (let position = 1; position <= random.int(0, 40); position += 1) {
      const material = own(`M${position}`);
      const kind = (suffix: string) => ({
        id: `${material}${suffix}`,
        name_zh: `料 ${position}${suffix}`,
        name_en: `Part ${position}${suffix}`,
        category: random.pick(categories),
        unit: random.pick(["pcs", "g", "m"]),
        kind: "Component" as const,
      });
      const per = random.int(1, 60);
      rows.material.push(kind(""));
      rows.bom_item.push({
        ...key,
        position,
        material_id: material,
        quantity_per: per,
        uniform: random.pick([null, null, "bin", "vendor"]),
      });
      for (let rank = 1; rank <= random.pick([0, 0, 1, 2]); rank += 1) {
        rows.material.push(kind(`/${rank}`));
        rows.bom_alternate.push({ ...key, position, material_id: `${material}/${rank}`, rank });
      }
      if (random.chance(0.1)) rows.approved_vendor.push({ ...key, position, vendor: `V ${position}` });
      if (random.chance(0.5))
        for (let piece = 1; piece <= per; piece += 1)
          rows.bom_placement.push({
            ...key,
            position,
            designator: `P${position}.${piece}`,
            x: random.int(0, 3_000) / 10,
            y: random.int(0, 2_000) / 10,
            rotation: 0,
            side: random.pick(["Top", "Bottom"]),
          });
    }
    for (let each = 1; each <= random.int(0, 12); each += 1)
      rows.process_parameter.push({ ...key, ...parameter(random, each) });
  }
  return rows;
};

const productsOf = 2;

/** Writes the plants into the data store; gives their segments. */
export const writePlants = async (
  db: Db,
  seeds: readonly number[],
): Promise<{ readonly plant: number; readonly workMasterId: string; readonly segment: number }[]> => {
  const out: { plant: number; workMasterId: string; segment: number }[] = [];
  for (const plant of seeds)
    for (let index = 0; index < productsOf; index += 1) {
      const rows = product(plant, index);
      for (const [table, list] of Object.entries(rows))
        for (let from = 0; from < list.length; from += 1_000)
          await db
            .insertInto(table as keyof Database)
            .values(list.slice(from, from + 1_000) as never)
            .execute();
      for (const { work_master_id, segment } of rows.work_master_segment ?? [])
        out.push({ plant, workMasterId: work_master_id, segment });
    }
  return out;
};
