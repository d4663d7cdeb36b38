import { contentHash } from "../../../services/core/ids.ts";
import type { SegmentMaster } from "../../../services/mes/queries/segment-master.ts";
import { compress } from "./designators.ts";
import type { Fact, Named } from "./model.ts";
import { rowKey, type SourceTable } from "./sources.ts";

const hashLength = 12;

/**
 * All that a segment's instruction may say of its master data, by source. Only what is used on the shop floor is in it: a
 * tool that is moved to another shelf makes no instruction old.
 */
export const basisOf = (master: SegmentMaster): Record<string, string> => {
  const basis: Record<string, string> = {};
  const add = (
    table: SourceTable,
    key: readonly (string | number)[],
    values: Readonly<Record<string, string | number | null | undefined>>,
  ) => {
    for (const [column, value] of Object.entries(values))
      if (value !== null && value !== undefined && value !== "")
        basis[rowKey(table, key, column)] = String(value);
  };
  const { workMaster, segment, routing, tool } = master;
  const own = [workMaster.id, segment.segment] as const;
  add("work_master", [workMaster.id], {
    id: workMaster.id,
    product_id: workMaster.product_id,
    version: workMaster.version,
  });
  for (const row of routing)
    add("work_master_segment", [row.work_master_id, row.segment], {
      segment: row.segment,
      name_zh: row.name_zh,
      name_en: row.name_en,
    });
  add("work_master_segment", own, {
    process: segment.process,
    setup_family: segment.setup_family,
    batch_size: segment.batch_size > 1 ? segment.batch_size : null,
    tool_id: segment.tool_id,
    skill: segment.skill,
    lag_seconds: segment.lag_seconds > 0 ? segment.lag_seconds : null,
    max_lag_seconds: segment.max_lag_seconds,
  });
  if (tool) add("tool", [tool.id], { name_zh: tool.name_zh, name_en: tool.name_en, kind: tool.kind });
  for (const row of master.equipment) {
    add("segment_equipment", [...own, row.equipment_id], {
      equipment_id: row.equipment_id,
      run_seconds: row.run_seconds,
    });
    add("equipment", [row.equipment_id], {
      name_zh: row.name_zh,
      name_en: row.name_en,
      capacity_units: row.capacity_units > 1 ? row.capacity_units : null,
    });
  }
  for (const row of master.secondary) {
    add("segment_secondary", [...own, row.secondary_id], {
      secondary_id: row.secondary_id,
      units: row.units,
    });
    add("secondary_resource", [row.secondary_id], {
      name_zh: row.name_zh,
      name_en: row.name_en,
      kind: row.kind,
      skill: row.skill,
    });
  }
  const used = new Set([workMaster.product_id]);
  for (const row of master.items) {
    used.add(row.material_id);
    add("bom_item", [...own, row.position], {
      position: row.position,
      material_id: row.material_id,
      quantity_per: row.quantity_per,
      uniform: row.uniform,
    });
    const placed = master.placements.filter(({ position }) => position === row.position);
    if (placed.length > 0)
      add("bom_placement", [...own, row.position], {
        designators: compress(placed.map(({ designator }) => designator)),
        map: contentHash(
          placed
            .map(({ designator, x, y, rotation, side }) => [designator, x, y, rotation, side])
            .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
        ).slice(0, hashLength),
      });
  }
  for (const row of master.alternates) {
    used.add(row.material_id);
    add("bom_alternate", [...own, row.position, row.material_id], {
      rank: row.rank,
      material_id: row.material_id,
    });
  }
  for (const row of master.vendors)
    add("approved_vendor", [...own, row.position, row.vendor], { vendor: row.vendor });
  for (const id of used) {
    const material = master.materials.get(id);
    if (material)
      add("material", [id], { name_zh: material.name_zh, name_en: material.name_en, unit: material.unit });
  }
  for (const row of master.parameters)
    add("process_parameter", [...own, row.characteristic], {
      characteristic: row.characteristic,
      name_zh: row.name_zh,
      name_en: row.name_en,
      target: row.target,
      lower_limit: row.lower_limit,
      upper_limit: row.upper_limit,
      unit: row.unit,
      method_zh: row.method_zh,
      method_en: row.method_en,
      source: row.source,
    });
  return basis;
};

/** The bill of the segment in a few characters: positions, quantities, alternates and vendors. */
export const bomHashOf = ({ items, alternates, vendors }: SegmentMaster): string =>
  contentHash(
    items.map(({ position, material_id, quantity_per, uniform }) => [
      position,
      material_id,
      quantity_per,
      uniform,
    ]),
    alternates.map(({ position, material_id, rank }) => [position, material_id, rank]),
    vendors.map(({ position, vendor }) => [position, vendor]),
  ).slice(0, hashLength);

export interface Facts {
  /** @throws Error for what was not read: a template cannot say it. */
  value(table: SourceTable, key: readonly (string | number)[], column: string): Fact;
  maybe(table: SourceTable, key: readonly (string | number)[], column: string): Fact | null;
  named(table: SourceTable, key: readonly (string | number)[]): Named;
  /** Rows below a key. */
  count(table: SourceTable, key: readonly (string | number)[]): Fact;
  sum(table: SourceTable, key: readonly (string | number)[], column: string): Fact;
}

/** Facts of what was read; nothing else can become one. */
export const factsOf = (basis: Readonly<Record<string, string>>): Facts => {
  const maybe: Facts["maybe"] = (table, key, column) => {
    const source = rowKey(table, key, column);
    const text = basis[source];
    return text === undefined ? null : { text, source };
  };
  const value: Facts["value"] = (table, key, column) => {
    const fact = maybe(table, key, column);
    if (!fact) throw new Error(`not read: ${rowKey(table, key, column)}`);
    return fact;
  };
  const below = (table: SourceTable, key: readonly (string | number)[]) =>
    `${table}:${key.map((part) => encodeURIComponent(part)).join("/")}/`;
  return {
    value,
    maybe,
    named: (table, key) => ({ zh: value(table, key, "name_zh"), en: value(table, key, "name_en") }),
    count: (table, key) => {
      const start = below(table, key);
      const rows = new Set(
        Object.keys(basis)
          .filter((source) => source.startsWith(start))
          .map((source) => source.slice(0, source.indexOf("#"))),
      );
      return { text: String(rows.size), source: `count:${start}` };
    },
    sum: (table, key, column) => {
      const start = below(table, key);
      const total = Object.entries(basis)
        .filter(([source]) => source.startsWith(start) && source.endsWith(`#${column}`))
        .reduce((sum, [, text]) => sum + Number(text), 0);
      return { text: String(total), source: `sum:${start}#${column}` };
    },
  };
};
