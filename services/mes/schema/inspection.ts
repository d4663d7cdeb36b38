import type { Generated, GeneratedAlways } from "kysely";
import type { DefectKind } from "../../protocols/cfx/defect-kinds.ts";
import type { InspectionMethod, VerificationResult } from "../../protocols/cfx/inspection.ts";
import type { Json } from "./json.ts";
import type { TestResult } from "./repair.ts";

/** What machines and people saw on boards. */
export interface InspectionTables {
  placement_setup: PlacementSetupTable;
  inspection_image: InspectionImageTable;
  inspection: InspectionTable;
  inspection_defect: InspectionDefectTable;
  defect_cluster: DefectClusterTable;
}

/** What places a part at a line. */
export interface PlacementSetupTable {
  line: string;
  product_id: string;
  material_id: string;
  feeder: string;
  nozzle: string;
}

export interface InspectionImageTable {
  /** SHA-256 of its bytes. */
  id: string;
  media_type: "image/png" | "image/jpeg" | "image/webp";
  bytes: Buffer;
  created_by: string;
  created_at: Date;
}

export type BoardSide = "Top" | "Bottom";

export interface InspectionTable {
  id: string;
  time: Date;
  method: InspectionMethod;
  machine: string;
  line: string | null;
  unit_id: string;
  /** Place in the panel, from 1. */
  panel_position: number;
  side: BoardSide;
  product_id: string;
  work_order_id: string | null;
  /** What the machine said. */
  result: TestResult;
  /** The first of its unit, method and side. */
  is_first: boolean;
  /** Parts, placements and joints that were looked at (IPC-7912). */
  opportunities: number;
  simulated: Generated<boolean>;
}

export interface InspectionDefectTable {
  id: string;
  inspection_id: string;
  time: Date;
  method: InspectionMethod;
  line: string | null;
  unit_id: string;
  panel_position: number;
  side: BoardSide;
  product_id: string;
  work_order_id: string | null;
  kind: DefectKind;
  code: string | null;
  description: string | null;
  designator: string | null;
  pin: string | null;
  material_id: string | null;
  lot_id: string | null;
  feeder: string | null;
  nozzle: string | null;
  /** mm from the lower left corner of the unit. */
  x: number | null;
  y: number | null;
  measured: string | null;
  value: number | null;
  expected: number | null;
  lower_limit: number | null;
  upper_limit: number | null;
  value_unit: Generated<string>;
  /** The machine's own, from 1 to 100. */
  confidence: number | null;
  image_id: string | null;
  image_url: string | null;
  verification: Generated<VerificationResult>;
  verified_by: string | null;
  verified_at: Date | null;
  arrived: GeneratedAlways<string>;
}

/** Where defects that come together probably come from. */
const clusterSources = ["feeder", "nozzle", "lot", "designator", "panel"] as const;
export type ClusterSource = (typeof clusterSources)[number];

/** Over: it stopped by itself; Closed: a person has said what it was. */
export type ClusterStatus = "Open" | "Over" | "Closed";

export interface DefectClusterTable {
  id: string;
  line: string;
  method: InspectionMethod;
  kind: DefectKind;
  source: ClusterSource;
  source_id: string;
  product_id: string | null;
  status: ClusterStatus;
  opened_at: Date;
  first_at: Date;
  last_at: Date;
  ended_at: Date | null;
  /** Boards with such a defect. */
  found: number;
  /** Of them called false by a person. */
  rejected: Generated<number>;
  expected: number;
  boards: number;
  /** That so many come by chance. */
  chance: number;
  /** Groups that were looked at beside it. */
  tests: number;
  designators: string[];
  /** Other sources that explain the same defects as well. */
  alternatives: Json<{ source: ClusterSource; id: string }[]>;
  closed_by: string | null;
  cause: string | null;
  note: string | null;
}
