import type { Generated } from "kysely";
import type { Factsheet } from "../../protocols/vda5050/factsheet.ts";
import type { VehicleState } from "../../protocols/vda5050/messages.ts";
import type { Json } from "./json.ts";

/** What is sent to the floor: job orders, material, transports. */
export interface DispatchTables {
  job_order: JobOrderTable;
  /** A view: the job that stands for a segment of an order; none where the last was broken off. */
  standing_job: JobOrderTable;
  material_requisition: MaterialRequisitionTable;
  requisition_line: RequisitionLineTable;
  transport_order: TransportOrderTable;
  vehicle: VehicleTable;
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
  /** Null until traffic control has chosen one. */
  vehicle_id: string | null;
  from_station: string;
  to_station: string;
  status: "Pending" | "InTransit" | "Delivered" | "Failed" | "Cancelled";
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
  manufacturer: Generated<string>;
  /** Null where it is the id. */
  serial_number: string | null;
  /** What it says that it can do; null for one that has not said so. */
  factsheet: Json<Factsheet> | null;
  /** Its last state message; null for one that has not reported yet. */
  state: Json<VehicleState> | null;
  changed_at: Date;
}
