import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { Json } from "./json.ts";

/** Plans, what they say of material, and plans that are only proposed. */
export interface PlanTables {
  plan: PlanTable;
  plan_snapshot: PlanSnapshotTable;
  plan_operation: PlanOperationTable;
  plan_proposal: PlanProposalTable;
}

export interface PlanTable {
  version: number;
  created_at: Date;
  plant_time: Date;
  reason: Json<PlanReason>;
  request_id: string;
  seed: number;
  objective: number;
  bound: number;
  gap: number;
  on_time_rate: number;
  late_orders: number;
  utilisation: number;
  kpis: Json<Record<string, number>>;
  /** Orders that no known supply brings the material for. */
  unplanned: Generated<string[]>;
  shortages: ColumnType<PlanShortage[], string | undefined, string>;
  golden_parts: ColumnType<GoldenPartRow[], string | undefined, string>;
  /** When its operations were removed by the retention policy; null while they are there. */
  thinned_at: ColumnType<Date | null, undefined, Date>;
}

/** Pieces that no known receipt brings; times are ISO 8601 plant time. */
export interface PlanShortage {
  readonly material: string;
  readonly quantity: number;
  readonly needs: readonly {
    readonly order: string;
    readonly segment: number;
    readonly quantity: number;
    readonly by: string;
  }[];
}

/** A material that gates orders, by the weighted hours that its early arrival would save. */
export interface GoldenPartRow {
  readonly material: string;
  readonly gated: number;
  readonly orders: number;
}

export interface PlanSnapshotTable {
  version: number;
  content: Buffer;
}

export interface PlanOperationTable {
  version: number;
  work_order_id: string;
  segment: number;
  equipment_id: string;
  start_time: Date;
  end_time: Date;
  setup_seconds: Generated<number>;
  setup_family: string | null;
  material_time: Date | null;
  late_seconds: Generated<number>;
}

/** Something that has happened to the plant and that a plan answers; times are ISO 8601 plant time. */
export type Happening =
  | { readonly kind: "down"; readonly equipmentId: string; readonly from: string; readonly to: string }
  | { readonly kind: "absent"; readonly personId: string; readonly from: string; readonly to: string }
  | { readonly kind: "late"; readonly receiptId: string; readonly time: string }
  | {
      readonly kind: "scrap";
      readonly materialId: string;
      readonly quantity: number;
      readonly lotId?: string | undefined;
    }
  | { readonly kind: "cancel"; readonly workOrderId: string }
  /** A planned order that is to go before others, and when it is wanted; without, as soon as may be. */
  | { readonly kind: "expedite"; readonly workOrderId: string; readonly by?: string | undefined }
  /** An operation that a person wants on another line. */
  | {
      readonly kind: "move";
      readonly workOrderId: string;
      readonly segment: number;
      readonly equipmentId: string;
    }
  /** A known order that is wanted in another quantity, by another date, or both; what is not said stays. */
  | {
      readonly kind: "change";
      readonly workOrderId: string;
      readonly quantity?: number | undefined;
      readonly dueTime?: string | undefined;
    }
  /** An order of the data store that the plan does not know, or knows as it was. */
  | { readonly kind: "order"; readonly workOrderId: string }
  /** An order that the data store does not have yet. */
  | {
      readonly kind: "rush";
      readonly workOrderId: string;
      readonly productId: string;
      readonly quantity: number;
      readonly dueTime: string;
      readonly priority: number;
    };

/** Why a plan was made; readers are told it in their own language. */
export type PlanReason =
  /** The plant had none. */
  | { readonly kind: "first" }
  /** Somebody asked for it, in these words. */
  | { readonly kind: "asked"; readonly text: string }
  /** It answers a happening, and was adopted from a proposal. */
  | { readonly kind: "repair"; readonly happening: Happening };

/** One operation whose place is not the same in a proposed plan; times are ISO 8601 plant time. */
export interface ProposedMove {
  readonly workOrderId: string;
  readonly segment: number;
  readonly kind: "moved" | "later" | "earlier" | "new" | "gone";
  readonly before?: ProposedPlace;
  readonly after?: ProposedPlace;
}

export interface ProposedPlace {
  readonly equipmentId: string;
  readonly start: string;
  readonly end: string;
}

export type ProposalStatus = "Proposed" | "Adopted" | "Rejected" | "Expired" | "Stale";

/** A plan that answers an event and becomes the plan in force only when a person approves it. */
export interface PlanProposalTable {
  number: GeneratedAlways<number>;
  request_id: string;
  tool_call_id: string;
  /** The plan that it changes; when another is in force, it is stale. */
  base_version: number;
  status: ProposalStatus;
  happening: Json<Happening>;
  cause: Json<{ zh: string; en: string }>;
  change: Json<object>;
  moves: Json<ProposedMove[]>;
  kpis_before: Json<Record<string, number>>;
  kpis_after: Json<Record<string, number>>;
  unplanned: string[];
  evidence: Json<object[]>;
  /** Problem and plan, packed by the scheduler. */
  content: Buffer;
  proposed_by: string;
  plant_time: Date;
  created_at: GeneratedAlways<Date>;
  /** The plan that it has become. */
  version: number | null;
  /** What gates most orders once it is in force; null until it is found. */
  golden_parts: ColumnType<GoldenPartRow[] | null, string | undefined, string>;
}
