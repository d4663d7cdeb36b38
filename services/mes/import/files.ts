import { z } from "zod";
import type { Database } from "../schema.ts";

/** The files of an import: one a table, columns by name. docs/import.md explains every column. */
const id = z.string().min(1, "must not be empty").max(100);
const text = z.string().min(1, "must not be empty").max(500);
const optional = z
  .string()
  .max(200)
  .transform((value) => (value === "" ? null : value));
const whole = (least: number, most = 1_000_000_000) =>
  z
    .string()
    .regex(/^-?\d+$/, "must be a whole number")
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be from ${least} to ${most}`);
const decimal = (least: number) =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, "must be a number")
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`);
const time = z
  .string()
  .refine(
    (value) =>
      /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
    "must be a time with a zone, such as 2026-11-02T08:00:00+08:00",
  )
  .transform((value) => new Date(value));
const optionalTime = z.union([z.literal("").transform(() => null), time]);
const boolean = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((value) => value === "true");

/** One file: its table, its columns, what makes a row unique, and which columns name rows of other files. */
const spec = <Row extends z.ZodObject>(
  table: keyof Database,
  row: Row,
  key: readonly (keyof z.infer<Row> & string)[],
  references: Readonly<Record<string, string>> = {},
) => ({
  table,
  row,
  key,
  references,
});

/** Files whose rows belong to a row of another file by several columns together; the last column is named when it fails. */
export const parents: Readonly<Record<string, { file: string; columns: readonly string[] }>> = {
  "segment_equipment.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "bom.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "bom_alternates.csv": { file: "bom.csv", columns: ["work_master_id", "segment", "position"] },
};

/** In the order in which they are written: what is referred to comes first. */
export const importFiles = {
  "calendars.csv": spec("calendar", z.object({ id, name: text }), ["id"]),
  "calendar_shifts.csv": spec(
    "calendar_shift",
    z
      .object({
        calendar_id: id,
        weekday: whole(0, 6),
        start_minute: whole(0, 1_439),
        end_minute: whole(1, 2_880),
      })
      .refine(({ start_minute, end_minute }) => end_minute > start_minute, {
        path: ["end_minute"],
        error: "must be after start_minute",
      }),
    ["calendar_id", "weekday", "start_minute"],
    { calendar_id: "calendars.csv" },
  ),
  "equipment.csv": spec(
    "equipment",
    z.object({
      id,
      parent_id: optional,
      level: z.enum(["Enterprise", "Site", "Area", "WorkCenter", "WorkUnit"]),
      name_zh: text,
      name_en: text,
      area: optional,
      process: optional,
      calendar_id: optional,
      capacity_units: whole(1),
      power_kw: decimal(0),
      sort: whole(0),
    }),
    ["id"],
    { parent_id: "equipment.csv", calendar_id: "calendars.csv" },
  ),
  "people.csv": spec(
    "person",
    z.object({
      id,
      name_zh: text,
      name_en: text,
      role: text,
      area: optional,
      calendar_id: optional,
      shift_start_minute: whole(0, 1_439),
      shift_end_minute: whole(1, 2_880),
    }),
    ["id"],
    { calendar_id: "calendars.csv" },
  ),
  "qualifications.csv": spec(
    "qualification",
    z.object({ person_id: id, skill: text, expires_at: optionalTime }),
    ["person_id", "skill"],
    { person_id: "people.csv" },
  ),
  "materials.csv": spec(
    "material",
    z.object({
      id,
      name_zh: text,
      name_en: text,
      category: text,
      unit: text,
      kind: z.enum(["Component", "Product"]),
    }),
    ["id"],
  ),
  "lots.csv": spec(
    "material_lot",
    z.object({
      id,
      material_id: id,
      quantity: whole(0),
      status: z.enum(["Released", "Quarantine", "Blocked"]),
      location: text,
      expires_at: optionalTime,
    }),
    ["id"],
    { material_id: "materials.csv" },
  ),
  "receipts.csv": spec(
    "expected_receipt",
    z.object({
      id,
      material_id: id,
      quantity: whole(1),
      expected_time: time,
      supplier: text,
      reliability: decimal(0).refine((value) => value <= 1, "must be at most 1"),
    }),
    ["id"],
    { material_id: "materials.csv" },
  ),
  "documents.csv": spec(
    "document",
    z.object({
      id,
      version: whole(1),
      title_zh: text,
      title_en: text,
      status: z.enum(["DRAFT", "FOR_REVIEW", "APPROVED", "ACTIVE", "DEPRECATED"]),
      changed_at: time,
    }),
    ["id", "version"],
  ),
  "tools.csv": spec(
    "tool",
    z.object({
      id,
      name_zh: text,
      name_en: text,
      kind: text,
      status: z.enum(["Available", "InUse", "Maintenance", "Missing"]),
      location: text,
      cycles_left: whole(0),
    }),
    ["id"],
  ),
  "work_masters.csv": spec("work_master", z.object({ id, product_id: id, version: whole(1) }), ["id"], {
    product_id: "materials.csv",
  }),
  "segments.csv": spec(
    "work_master_segment",
    z.object({
      work_master_id: id,
      segment: whole(1, 10_000),
      name_zh: text,
      name_en: text,
      process: text,
      setup_family: text,
      batch_size: whole(1),
      tool_id: optional,
      skill: optional,
      document_id: optional,
    }),
    ["work_master_id", "segment"],
    { work_master_id: "work_masters.csv", tool_id: "tools.csv" },
  ),
  "segment_equipment.csv": spec(
    "segment_equipment",
    z.object({
      work_master_id: id,
      segment: whole(1, 10_000),
      equipment_id: id,
      run_seconds: decimal(0.001),
    }),
    ["work_master_id", "segment", "equipment_id"],
    { work_master_id: "work_masters.csv", equipment_id: "equipment.csv" },
  ),
  "setup_times.csv": spec(
    "setup_time",
    z.object({ process: text, from_family: text, to_family: text, seconds: whole(0, 1_000_000) }),
    ["process", "from_family", "to_family"],
  ),
  "bom.csv": spec(
    "bom_item",
    z.object({
      work_master_id: id,
      segment: whole(1, 10_000),
      position: whole(1),
      material_id: id,
      quantity_per: whole(1),
    }),
    ["work_master_id", "segment", "position"],
    { work_master_id: "work_masters.csv", material_id: "materials.csv" },
  ),
  "bom_alternates.csv": spec(
    "bom_alternate",
    z.object({
      work_master_id: id,
      segment: whole(1, 10_000),
      position: whole(1),
      material_id: id,
      rank: whole(1),
    }),
    ["work_master_id", "segment", "position", "material_id"],
    { work_master_id: "work_masters.csv", material_id: "materials.csv" },
  ),
  "sales_orders.csv": spec(
    "sales_order",
    z.object({ id, customer: text, customer_class: text, promised_time: time }),
    ["id"],
  ),
  "work_orders.csv": spec(
    "work_order",
    z.object({
      id,
      sales_order_id: optional,
      product_id: id,
      work_master_id: id,
      quantity: whole(1),
      priority: whole(1, 9),
      release_time: time,
      due_time: time,
      status: z.enum(["Waiting", "Released", "Running", "Completed", "Cancelled"]),
      held: boolean,
      hold_reason: optional,
    }),
    ["id"],
    { sales_order_id: "sales_orders.csv", product_id: "materials.csv", work_master_id: "work_masters.csv" },
  ),
} as const satisfies Record<
  string,
  {
    table: keyof Database;
    row: z.ZodObject;
    key: readonly string[];
    references: Readonly<Record<string, string>>;
  }
>;

export type ImportFile = keyof typeof importFiles;
