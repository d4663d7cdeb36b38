import type { Generated } from "kysely";

/** How products are made (ISA-95 work masters): segments, where they run, bills of material, work instructions. */
export interface DefinitionTables {
  document: DocumentTable;
  work_master: WorkMasterTable;
  work_master_segment: WorkMasterSegmentTable;
  segment_secondary: SegmentSecondaryTable;
  segment_equipment: SegmentEquipmentTable;
  setup_time: SetupTimeTable;
  bom_item: BomItemTable;
  bom_alternate: BomAlternateTable;
  approved_vendor: ApprovedVendorTable;
}

export interface DocumentTable {
  id: string;
  version: number;
  title_zh: string;
  title_en: string;
  status: "DRAFT" | "FOR_REVIEW" | "APPROVED" | "ACTIVE" | "DEPRECATED";
  changed_at: Date;
}

export interface WorkMasterTable {
  id: string;
  product_id: string;
  version: Generated<number>;
}

export interface WorkMasterSegmentTable {
  work_master_id: string;
  segment: number;
  name_zh: string;
  name_en: string;
  process: string;
  setup_family: string;
  batch_size: Generated<number>;
  tool_id: string | null;
  skill: string | null;
  document_id: string | null;
  /** Least and most seconds from its end until the next segment starts. */
  lag_seconds: Generated<number>;
  max_lag_seconds: Generated<number | null>;
  /** Share of the order that goes on to the next segment as a transfer batch. */
  transfer_share: Generated<number | null>;
  /** Orders of one family may run together in a chamber, up to its capacity. */
  batch_family: Generated<string | null>;
}

export interface SegmentSecondaryTable {
  work_master_id: string;
  segment: number;
  secondary_id: string;
  units: number;
}

export interface SegmentEquipmentTable {
  work_master_id: string;
  segment: number;
  equipment_id: string;
  /** Seconds a unit; for a batch segment, seconds a batch. */
  run_seconds: number;
}

export interface SetupTimeTable {
  process: string;
  from_family: string;
  to_family: string;
  seconds: number;
}

export interface BomItemTable {
  work_master_id: string;
  segment: number;
  position: number;
  material_id: string;
  quantity_per: number;
  /** All pieces of an order come of one bin, or of one vendor. */
  uniform: Generated<"bin" | "vendor" | null>;
}

export interface BomAlternateTable {
  work_master_id: string;
  segment: number;
  position: number;
  material_id: string;
  rank: number;
}

/** Vendors whose pieces may be used at a position of a bill; none: those of every vendor. */
export interface ApprovedVendorTable {
  work_master_id: string;
  segment: number;
  position: number;
  vendor: string;
}
