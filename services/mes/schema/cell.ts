import type { Generated, GeneratedAlways } from "kysely";
import type { Cell, CellDescription, Recipe } from "../../protocols/cell/description.ts";
import type { Json } from "./json.ts";

/** Robot cells, their recipes, runs and reports. */
export interface CellTables {
  cell: CellTable;
  cell_recipe: CellRecipeTable;
  cell_run: CellRunTable;
  cell_report: CellReportTable;
}

export interface CellTable {
  id: string;
  /** Site that it speaks in. */
  site: string;
  name_zh: string;
  name_en: string;
  description: Json<Cell>;
  /** Work centre of the plan that it is. */
  equipment_id: string | null;
  version: Generated<number>;
  online: Generated<boolean>;
  /** Why nothing may move; null while it may. Only a person's reset takes it away. */
  stopped: string | null;
  stopped_by: string | null;
  stopped_at: Date | null;
  /** Who is in it: while anybody is, nothing begins. */
  inside: Json<CellInside[]>;
  changed_at: Date;
}

export interface CellInside {
  readonly person: string;
  /** Plant time. */
  readonly since: string;
}

export interface CellRecipeTable {
  cell_id: string;
  product: string;
  recipe: Json<Recipe>;
  version: Generated<number>;
  changed_at: Date;
}

export type CellRunStatus =
  | "Asked"
  | "Proposed"
  | "Running"
  | "Completed"
  | "Failed"
  | "Aborted"
  | "Rejected";

export interface CellUnit {
  readonly id: string;
  readonly product: string;
}

/** A fixture that a person has to mount before a step may begin. */
export interface CellSetUp {
  /** `unit/step` that needs it. */
  readonly step: string;
  readonly at: string;
  readonly what: string;
  readonly instead: string | null;
  /** Plant time; null while it is to be done. */
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** A unit that stands in a tester that failed: only a person gets it out. */
export interface CellStranded {
  readonly unit: string;
  /** The tester that is out. */
  readonly from: string;
  /** Steps of the unit that were done by then. */
  readonly done: readonly string[];
  /** The tester that a person has moved it to; null for set aside, or while nobody has seen to it. */
  readonly to: string | null;
  /** Plant time; null while it is to be done. */
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** A step as it was first planned, to hold what happens against. Seconds since the run began. */
export interface CellPlannedStep {
  readonly id: string;
  readonly start: number;
  readonly durationS: number;
  readonly robots: readonly string[];
  readonly from: string | null;
  readonly at: string;
}

export interface CellRunTable {
  number: GeneratedAlways<string>;
  request_id: string;
  tool_call_id: string;
  cell_id: string;
  status: CellRunStatus;
  units: Json<CellUnit[]>;
  /** Cell and recipes as they were when it was asked for. */
  description: Json<CellDescription>;
  /** Of agents/robot/run.ts; this room only keeps it. */
  state: Json<object> | null;
  set_ups: Json<CellSetUp[]>;
  planned: Json<CellPlannedStep[]>;
  makespan_s: number | null;
  bound_s: number | null;
  replans: Generated<number>;
  /** Robots that failed in it and are not used any more. */
  robots_out: Json<string[]>;
  /** Job order whose units these are. */
  job_order_id: string | null;
  /** Units with every step done. */
  good: Generated<number>;
  stranded: Json<CellStranded[]>;
  report_seq: Generated<string>;
  revision: Generated<number>;
  requested_by: string;
  asked_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  reason: string | null;
}

export interface CellReportTable {
  seq: GeneratedAlways<string>;
  run_number: string;
  command_id: string;
  state: "Running" | "Ended" | "Aborted";
  reason: string | null;
  time: Date;
}
