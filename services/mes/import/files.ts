import { z } from "zod";
import { boolean, decimal, id, later, optional, optionalTime, orNone, text, time, whole } from "./fields.ts";
import { instructionFiles, instructionParents } from "./instruction-files.ts";
import { repairFiles, repairParents } from "./repair-files.ts";
import { type Parents, type Specs, spec } from "./spec.ts";

/** The files of an import: one a table, columns by name. docs/import.md explains every column. */

/** Times of a row that has both. */
const inOrder = <Row extends { start_time: z.ZodType<Date>; end_time: z.ZodType<Date> }>(
  row: z.ZodObject<Row>,
) =>
  row.refine(
    ({ start_time, end_time }: { start_time?: unknown; end_time?: unknown }) =>
      (end_time as Date) > (start_time as Date),
    { path: ["end_time"], error: "must be after start_time" },
  );

/** Files whose rows belong to a row of another file by several columns together; the last column is named when it fails. */
export const parents: Parents = {
  "segment_equipment.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "bom.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "segment_secondary.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "bom_alternates.csv": { file: "bom.csv", columns: ["work_master_id", "segment", "position"] },
  "approved_vendors.csv": { file: "bom.csv", columns: ["work_master_id", "segment", "position"] },
  ...repairParents,
  ...instructionParents,
};

/** A month: work in process that waits longer is another order. */
const longestLag = 2_678_400;

/** In the order in which they are written, as all are. */
const plantFiles = {
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
    z
      .object({
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
      })
      // They are levels of the topics that machines are told by.
      .refine(({ id, level }) => (level !== "Site" && level !== "WorkCenter") || /^[^/+#]+$/.test(id), {
        path: ["id"],
        error: "must hold no slash, + or #",
      }),
    ["id"],
    { parent_id: "equipment.csv", calendar_id: "calendars.csv" },
  ),
  "calendar_exceptions.csv": spec(
    "calendar_exception",
    inOrder(z.object({ id, equipment_id: id, start_time: time, end_time: time, reason: text })),
    ["id"],
    { equipment_id: "equipment.csv" },
  ),
  "secondary_resources.csv": spec(
    "secondary_resource",
    z
      .object({
        id,
        name_zh: text,
        name_en: text,
        kind: z.enum(["Tool", "Stencil", "Feeder", "Fixture", "Skill"]),
        capacity: orNone(whole(1, 1_000_000)),
        calendar_id: optional,
        skill: optional,
      })
      .refine(({ kind, skill }) => (kind === "Skill") === (skill !== null), {
        path: ["skill"],
        error: "must be given for the kind Skill, and be empty for the others",
      })
      .refine(({ kind, capacity }) => (kind === "Skill") === (capacity === null), {
        path: ["capacity"],
        error: "must be empty for the kind Skill, whose people are counted, and be given for the others",
      }),
    ["id"],
    { calendar_id: "calendars.csv" },
  ),
  "secondary_outages.csv": spec(
    "secondary_outage",
    inOrder(
      z.object({
        id,
        secondary_id: id,
        units: whole(1, 1_000_000),
        start_time: time,
        end_time: time,
        reason: text,
      }),
    ),
    ["id"],
    { secondary_id: "secondary_resources.csv" },
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
  "person_absences.csv": spec(
    "person_absence",
    inOrder(z.object({ id, person_id: id, start_time: time, end_time: time, reason: text })),
    ["id"],
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
      terminations: later(orNone(whole(0, 100_000))),
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
      vendor: later(optional),
      bin: later(optional),
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
      reliability: decimal(0, 1),
      bin: later(optional),
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
    z
      .object({
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
        lag_seconds: later(orNone(whole(0, longestLag)).transform((value) => value ?? 0)),
        max_lag_seconds: later(orNone(whole(0, longestLag))),
        transfer_share: later(orNone(decimal(0.001, 1))),
        batch_family: later(optional),
      })
      .refine(
        ({ lag_seconds = 0, max_lag_seconds = null }) =>
          max_lag_seconds === null || max_lag_seconds >= lag_seconds,
        { path: ["max_lag_seconds"], error: "must not be less than lag_seconds" },
      ),
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
  "segment_secondary.csv": spec(
    "segment_secondary",
    z.object({
      work_master_id: id,
      segment: whole(1, 10_000),
      secondary_id: id,
      units: whole(1, 1_000_000),
    }),
    ["work_master_id", "segment", "secondary_id"],
    { work_master_id: "work_masters.csv", secondary_id: "secondary_resources.csv" },
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
      uniform: later(orNone(z.enum(["bin", "vendor"], { error: "must be bin, vendor or empty" }))),
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
  "approved_vendors.csv": spec(
    "approved_vendor",
    z.object({ work_master_id: id, segment: whole(1, 10_000), position: whole(1), vendor: text }),
    ["work_master_id", "segment", "position", "vendor"],
    { work_master_id: "work_masters.csv" },
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
      held: later(boolean),
      hold_reason: later(optional),
    }),
    ["id"],
    { sales_order_id: "sales_orders.csv", product_id: "materials.csv", work_master_id: "work_masters.csv" },
  ),
} as const satisfies Specs;

/** In the order in which they are written: what is referred to comes first. */
export const importFiles = { ...plantFiles, ...repairFiles, ...instructionFiles } as const;
export type ImportFile = keyof typeof importFiles;
