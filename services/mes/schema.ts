import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from "kysely";

/** Tables of the MES data store. Business times are plant time; `created_at` and the like are wall time. */
type Json<T extends object | null> = JSONColumnType<T, string, string>;

export interface EquipmentTable {
  id: string;
  parent_id: string | null;
  level: "Enterprise" | "Site" | "Area" | "WorkCenter" | "WorkUnit";
  name_zh: string;
  name_en: string;
  area: string | null;
  /** Which segments it runs: SMT, ASM, BI, FT. */
  process: string | null;
  calendar_id: string | null;
  /** Units that are processed at once: 1, or a chamber's load. */
  capacity_units: Generated<number>;
  power_kw: Generated<number>;
  /** CFX station state; null while offline. */
  state_code: number | null;
  state_reason: string | null;
  state_since: Date | null;
  energy_kwh: Generated<number>;
  temperature_c: number | null;
  sort: Generated<number>;
}
export interface CalendarTable {
  id: string;
  name: string;
}
/** Minutes are counted from midnight in the plant's time zone; an end past 1440 runs into the next day. */
export interface CalendarShiftTable {
  calendar_id: string;
  /** 0 is Sunday. */
  weekday: number;
  start_minute: number;
  end_minute: number;
}
export interface CalendarExceptionTable {
  id: string;
  equipment_id: string;
  start_time: Date;
  end_time: Date;
  reason: string;
}
export interface PersonTable {
  id: string;
  name_zh: string;
  name_en: string;
  role: string;
  area: string | null;
  calendar_id: string | null;
  shift_start_minute: number | null;
  shift_end_minute: number | null;
}
export interface QualificationTable {
  person_id: string;
  skill: string;
  expires_at: Date | null;
}
export interface MaterialTable {
  id: string;
  name_zh: string;
  name_en: string;
  category: string;
  unit: Generated<string>;
  kind: "Component" | "Product";
}
export interface MaterialLotTable {
  id: string;
  material_id: string;
  quantity: number;
  reserved: Generated<number>;
  status: "Released" | "Quarantine" | "Blocked";
  location: string;
  expires_at: Date | null;
  vendor: Generated<string | null>;
  /** Pieces of one bin are alike in brightness, colour, frequency. */
  bin: Generated<string | null>;
}
export interface ExpectedReceiptTable {
  id: string;
  material_id: string;
  quantity: number;
  expected_time: Date;
  supplier: string;
  reliability: Generated<number>;
  bin: Generated<string | null>;
}
export interface DocumentTable {
  id: string;
  version: number;
  title_zh: string;
  title_en: string;
  status: "DRAFT" | "FOR_REVIEW" | "APPROVED" | "ACTIVE" | "DEPRECATED";
  changed_at: Date;
}
export interface ToolTable {
  id: string;
  name_zh: string;
  name_en: string;
  kind: string;
  status: "Available" | "InUse" | "Maintenance" | "Missing";
  location: string;
  cycles_left: number;
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
/** What a segment holds beside its line: a stencil, a feeder cart, a person of a skill. */
export interface SecondaryResourceTable {
  id: string;
  name_zh: string;
  name_en: string;
  kind: "Tool" | "Stencil" | "Feeder" | "Fixture" | "Skill";
  /** Units at once; null for a skill, whose units are the people who have it. */
  capacity: number | null;
  calendar_id: string | null;
  skill: string | null;
}
export interface SecondaryOutageTable {
  id: string;
  secondary_id: string;
  units: number;
  start_time: Date;
  end_time: Date;
  reason: string;
}
export interface SegmentSecondaryTable {
  work_master_id: string;
  segment: number;
  secondary_id: string;
  units: number;
}
/** Vendors whose pieces may be used at a position of a bill; none: those of every vendor. */
export interface ApprovedVendorTable {
  work_master_id: string;
  segment: number;
  position: number;
  vendor: string;
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
export interface SalesOrderTable {
  id: string;
  customer: string;
  customer_class: string;
  promised_time: Date;
}
export interface WorkOrderTable {
  id: string;
  sales_order_id: string | null;
  product_id: string;
  work_master_id: string;
  quantity: number;
  /** 1 is the most urgent. */
  priority: number;
  release_time: Date;
  due_time: Date;
  status: "Waiting" | "Released" | "Running" | "Completed" | "Cancelled";
  held: Generated<boolean>;
  hold_reason: string | null;
}

export interface PlanTable {
  version: number;
  created_at: Date;
  plant_time: Date;
  reason: string;
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
}
export interface PersonAbsenceTable {
  id: string;
  person_id: string;
  start_time: Date;
  end_time: Date;
  reason: string;
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
  actual_start: Date | null;
  actual_end: Date | null;
}
export type DispatchStatus =
  | "Waiting"
  | "Pending"
  | "Cancelled"
  | "Dispatched"
  | "Ready"
  | "Running"
  | "Completed"
  | "Aborted"
  | "Held"
  | "Suspended"
  | "Closed";
export interface JobOrderTable {
  id: string;
  work_order_id: string;
  segment: number;
  equipment_id: string;
  quantity: number;
  good: Generated<number>;
  scrap: Generated<number>;
  dispatch_status: DispatchStatus;
  released_by: string;
  tool_call_id: string | null;
  planned_start: Date | null;
  actual_start: Date | null;
  actual_end: Date | null;
  changed_at: Date;
}
export interface MaterialRequisitionTable {
  id: string;
  work_order_id: string;
  segment: number;
  equipment_id: string | null;
  status: "Requested" | "InTransit" | "Issued" | "Cancelled";
  requested_by: string;
  requested_at: Date;
  issued_at: Date | null;
  tool_call_id: string | null;
}
export interface RequisitionLineTable {
  requisition_id: string;
  lot_id: string;
  material_id: string;
  /** The material of the BOM that this alternate stands in for. */
  substitutes: string | null;
  quantity: number;
}
export interface TransportOrderTable {
  id: string;
  requisition_id: string;
  vehicle_id: string;
  from_station: string;
  to_station: string;
  status: "Pending" | "InTransit" | "Delivered" | "Failed";
  changed_at: Date;
}
export interface VehicleTable {
  id: string;
  online: Generated<boolean>;
  x: number | null;
  y: number | null;
  driving: Generated<boolean>;
  battery: number | null;
  order_id: string | null;
  load_id: string | null;
  errors: Json<object[]>;
  changed_at: Date;
}
export interface EventObject {
  readonly id: string;
  readonly type: string;
  readonly qualifier: string;
}
/** OCEL 2.0 event: what happened, when, to which objects. */
export interface EventTable {
  seq: GeneratedAlways<string>;
  id: string;
  type: string;
  time: Date;
  source: string;
  attributes: Json<Record<string, unknown>>;
  objects: Json<EventObject[]>;
  recorded_at: GeneratedAlways<Date>;
}
export interface OutboxTable {
  seq: GeneratedAlways<string>;
  id: string;
  topic: string;
  payload: Buffer;
  created_at: GeneratedAlways<Date>;
  sent_at: Date | null;
}
export interface PlantClockTable {
  id: Generated<boolean>;
  plant_anchor: Date;
  wall_anchor: Date;
  speed: number;
}
export interface SetAsideMessageTable {
  id: GeneratedAlways<string>;
  topic: string;
  payload: Buffer;
  problem: string;
  received_at: GeneratedAlways<Date>;
}

export interface AppUserTable {
  id: string;
  name_zh: string;
  name_en: string;
  title_zh: string;
  title_en: string;
  roles: string[];
  password_hash: string;
}
export interface IdempotencyKeyTable {
  key: string;
  user_id: string;
  request_hash: string;
  response: Json<object>;
  created_at: GeneratedAlways<Date>;
}
export interface ConversationTable {
  id: string;
  user_id: string;
  title: string | null;
  created_at: GeneratedAlways<Date>;
  last_seq: Generated<number>;
  mentioned_order: string | null;
  mentioned_line: string | null;
}
export interface ChatMessageTable {
  id: string;
  conversation_id: string;
  user_id: string;
  text: string;
  created_at: GeneratedAlways<Date>;
}
export interface ChatEventTable {
  conversation_id: string;
  seq: number;
  /** What makes a repeated append recognisable. */
  key: string;
  type: string;
  time: GeneratedAlways<Date>;
  data: Json<Record<string, unknown>>;
}
export interface AgentRunTable {
  id: string;
  conversation_id: string;
  message_id: string;
  language: string;
  outcome: string | null;
  model: string | null;
  prompt: Json<object | null>;
  answer: string | null;
  confidence: number | null;
  started_at: GeneratedAlways<Date>;
  finished_at: Date | null;
}
export interface ToolCallTable {
  id: string;
  run_id: string;
  conversation_id: string;
  tool: string;
  args: Json<Record<string, string | number | null>>;
  args_hash: string;
  user_id: string;
  resolved: Json<Record<string, unknown> | null>;
  status: "Created" | "Proposed" | "Refused" | "Executed" | "Failed" | "Rejected" | "Expired";
  result: Json<Record<string, unknown> | null>;
}
export interface AgentStepTable {
  id: string;
  tool_call_id: string;
  role: string;
  status: "ok" | "warn" | "fail";
  summary: Json<{ zh: string; en: string }>;
  evidence: Json<object[]>;
  facts: Json<Record<string, unknown>>;
  finished_at: GeneratedAlways<Date>;
}
export interface ApprovalTable {
  id: string;
  tool_call_id: string;
  tool: string;
  args: Json<Record<string, unknown>>;
  args_hash: string;
  plan_version: number;
  role: string;
  expires_at: Date;
  status: "Pending" | "Approved" | "Rejected" | "Expired";
  decided_by: string | null;
  decided_at: Date | null;
}

export interface Database {
  equipment: EquipmentTable;
  calendar: CalendarTable;
  calendar_shift: CalendarShiftTable;
  calendar_exception: CalendarExceptionTable;
  person: PersonTable;
  qualification: QualificationTable;
  material: MaterialTable;
  material_lot: MaterialLotTable;
  expected_receipt: ExpectedReceiptTable;
  document: DocumentTable;
  tool: ToolTable;
  work_master: WorkMasterTable;
  work_master_segment: WorkMasterSegmentTable;
  segment_equipment: SegmentEquipmentTable;
  secondary_resource: SecondaryResourceTable;
  secondary_outage: SecondaryOutageTable;
  segment_secondary: SegmentSecondaryTable;
  approved_vendor: ApprovedVendorTable;
  setup_time: SetupTimeTable;
  bom_item: BomItemTable;
  bom_alternate: BomAlternateTable;
  sales_order: SalesOrderTable;
  work_order: WorkOrderTable;
  plan: PlanTable;
  plan_operation: PlanOperationTable;
  plan_snapshot: PlanSnapshotTable;
  plan_proposal: PlanProposalTable;
  person_absence: PersonAbsenceTable;
  job_order: JobOrderTable;
  material_requisition: MaterialRequisitionTable;
  requisition_line: RequisitionLineTable;
  transport_order: TransportOrderTable;
  vehicle: VehicleTable;
  event: EventTable;
  event_id: { id: string };
  outbox: OutboxTable;
  plant_clock: PlantClockTable;
  set_aside_message: SetAsideMessageTable;
  app_user: AppUserTable;
  idempotency_key: IdempotencyKeyTable;
  conversation: ConversationTable;
  chat_message: ChatMessageTable;
  chat_event: ChatEventTable;
  agent_run: AgentRunTable;
  tool_call: ToolCallTable;
  agent_step: AgentStepTable;
  approval: ApprovalTable;
}
