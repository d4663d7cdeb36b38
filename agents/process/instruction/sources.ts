/**
 * Keys of sources. A row's value is `table:key/of/row#column`, with the key's parts encoded as in a URL; what is counted or
 * summed over rows is `count:table:key/` or `sum:table:key/#column`; what a passage says `passage:id`; what a person wrote
 * `person:id@time`.
 */

/** Tables that a value may come from, with the columns that make a row. */
export const keyColumns = {
  material: ["id"],
  work_master: ["id"],
  work_master_segment: ["work_master_id", "segment"],
  tool: ["id"],
  equipment: ["id"],
  secondary_resource: ["id"],
  segment_equipment: ["work_master_id", "segment", "equipment_id"],
  segment_secondary: ["work_master_id", "segment", "secondary_id"],
  bom_item: ["work_master_id", "segment", "position"],
  bom_alternate: ["work_master_id", "segment", "position", "material_id"],
  approved_vendor: ["work_master_id", "segment", "position", "vendor"],
  process_parameter: ["work_master_id", "segment", "characteristic"],
  /** By position of the bill: `designators`, and `map` for where they all are. */
  bom_placement: ["work_master_id", "segment", "position"],
} as const;

export type SourceTable = keyof typeof keyColumns;

export const rowKey = (table: SourceTable, key: readonly (string | number)[], column: string): string =>
  `${table}:${key.map((part) => encodeURIComponent(part)).join("/")}#${column}`;

export interface RowSource {
  readonly kind: "row" | "count" | "sum";
  readonly table: SourceTable;
  /** Of a count or sum: the first parts of the key. */
  readonly key: readonly string[];
  readonly column: string;
}

export type Source =
  | RowSource
  | { readonly kind: "passage"; readonly id: string }
  | { readonly kind: "person"; readonly id: string; readonly at: string };

const isTable = (name: string): name is SourceTable => Object.hasOwn(keyColumns, name);

/** Undefined for a text that is no source. */
export const parseSource = (source: string): Source | undefined => {
  const passage = /^passage:(.+)$/s.exec(source);
  if (passage) return { kind: "passage", id: passage[1]! };
  const person = /^person:([^@]+)@(.+)$/.exec(source);
  if (person) return { kind: "person", id: person[1]!, at: person[2]! };
  const row = /^(?:(count|sum):)?([a-z_]+):([^#]*)(?:#([a-z_]+))?$/.exec(source);
  if (!row) return undefined;
  const [, over, table = "", path = "", column = ""] = row;
  if (!isTable(table)) return undefined;
  const key = path.replace(/\/$/, "").split("/").map(decodeURIComponent);
  if (over === "count" || over === "sum") return { kind: over, table, key, column };
  return column !== "" && key.length === keyColumns[table].length
    ? { kind: "row", table, key, column }
    : undefined;
};
