import type { Generated } from "kysely";
import type { Json } from "./json.ts";

/** What work instructions are written from beside routing and bill, and the instructions themselves. */
export interface InstructionTables {
  process_parameter: ProcessParameterTable;
  bom_placement: BomPlacementTable;
  work_instruction: WorkInstructionTable;
}

/** A characteristic of a segment with its limits: a reflow zone, a torque, what a test measures. */
export interface ProcessParameterTable {
  work_master_id: string;
  segment: number;
  characteristic: string;
  /** Part of the work that it belongs to: PRINT, PLACE, REFLOW, FASTEN, TEST or a plant's own word. */
  stage: string;
  name_zh: string;
  name_en: string;
  target: number | null;
  lower_limit: number | null;
  upper_limit: number | null;
  unit: Generated<string>;
  /** How it is measured. */
  method_zh: string | null;
  method_en: string | null;
  /** Where the value comes from: a trial run, a specification. */
  source: string | null;
  sort: Generated<number>;
}

/** Where one piece of a position of the bill goes: its reference designator and centroid, mm and degrees. */
export interface BomPlacementTable {
  work_master_id: string;
  segment: number;
  designator: string;
  position: number;
  x: number;
  y: number;
  rotation: Generated<number>;
  side: Generated<"Top" | "Bottom">;
}

/** The contents of a version in the register of documents. */
export interface WorkInstructionTable {
  document_id: string;
  version: number;
  work_master_id: string;
  segment: number;
  /** The line that it is for alone; null for every line. */
  equipment_id: string | null;
  /** As it was composed. */
  generated: Json<object>;
  /** As people have edited it. */
  content: Json<object>;
  conflicts: Json<object>;
  edition: Generated<number>;
  written_by: string;
  written_at: Date;
  changed_by: string;
  changed_at: Date;
  approved_by: string | null;
  approved_at: Date | null;
  active_since: Date | null;
  ended_at: Date | null;
}
