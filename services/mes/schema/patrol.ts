import type { Generated } from "kysely";
import type { Checkpoint, PatrolKind, Severity } from "../../protocols/patrol/description.ts";
import type { Json } from "./json.ts";

/** Rounds over the site, what was read on them, and what people see to. */
export interface PatrolTables {
  patrol_route: PatrolRouteTable;
  patrol_round: PatrolRoundTable;
  patrol_finding: PatrolFindingTable;
  patrol_reading: PatrolReadingTable;
  patrol_robot: PatrolRobotTable;
}

export interface PatrolRouteTable {
  id: string;
  name_zh: string;
  name_en: string;
  /** A robot's id, or a role of people. */
  patroller: string;
  first_minute: number;
  every_minutes: number;
  grace_minutes: Generated<number>;
  checkpoints: Json<Checkpoint[]>;
  is_active: Generated<boolean>;
  changed_by: string;
  changed_at: Date;
}

export type RoundStatus = "Due" | "Running" | "Completed" | "Aborted" | "Overdue";

export interface PatrolRoundTable {
  id: string;
  route_id: string;
  /** Null for one that nobody had planned. */
  due_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  status: RoundStatus;
  patroller: string | null;
  reason: string | null;
}

export type FindingStatus = "Open" | "Assigned" | "Closed";

export interface PatrolFindingTable {
  id: string;
  route_id: string;
  checkpoint_id: string;
  check_id: string;
  kind: PatrolKind;
  severity: Severity;
  x: number;
  y: number;
  value: number | null;
  lower_limit: number | null;
  upper_limit: number | null;
  unit: Generated<string>;
  text: string | null;
  image_id: string | null;
  image_url: string | null;
  opened_at: Date;
  last_at: Date;
  /** Readings that found it. */
  times: Generated<number>;
  /** When a later reading was within its limits again. */
  back_at: Date | null;
  status: FindingStatus;
  assigned_to: string | null;
  assigned_at: Date | null;
  closed_by: string | null;
  closed_at: Date | null;
  note: string | null;
}

export interface PatrolReadingTable {
  id: string;
  round_id: string;
  checkpoint_id: string;
  check_id: string;
  time: Date;
  value: number | null;
  ok: boolean;
  note: string | null;
  image_id: string | null;
  image_url: string | null;
  finding_id: string | null;
}

export interface PatrolRobotTable {
  id: string;
  online: boolean;
  x: number | null;
  y: number | null;
  battery: number | null;
  changed_at: Date;
}
