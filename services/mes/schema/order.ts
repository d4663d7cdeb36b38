import type { Generated } from "kysely";

/** What customers ordered and what the plant is to make. */
export interface OrderTables {
  sales_order: SalesOrderTable;
  work_order: WorkOrderTable;
  line_choice: LineChoiceTable;
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

/** A line that a person chose for an operation that is not released yet. */
export interface LineChoiceTable {
  work_order_id: string;
  segment: number;
  equipment_id: string;
  chosen_by: string;
  chosen_at: Date;
}
