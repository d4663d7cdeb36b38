import type { Bilingual } from "../lib/language.ts";

export interface PlanOperation {
  readonly id: string;
  readonly workOrderId: string;
  readonly productId: string;
  readonly segment: number;
  readonly equipmentId: string;
  readonly start: string;
  readonly end: string;
  /** Line that it was released to, which need not be the planned one. */
  readonly actualEquipmentId: string | null;
  readonly actualStart: string | null;
  readonly actualEnd: string | null;
  readonly status: string;
  readonly lateSeconds: number;
  readonly setupFamily: string | null;
}

export interface PlanView {
  readonly version: number;
  readonly createdAt: string;
  readonly reason: Bilingual;
  readonly objective: number;
  /** How far from the bound at most; null where the bound is too weak to tell. */
  readonly tellingGap: number | null;
  readonly onTimeRate: number;
  readonly lateOrders: number;
  /** Operations that should have begun and were not released. */
  readonly overdue: number;
  readonly utilisation: number;
  readonly kpis: {
    readonly weightedLateness?: number;
    readonly movedOperations?: number;
    readonly reroutedOperations?: number;
  };
  readonly unplanned: readonly string[];
  readonly shortages: readonly {
    readonly materialId: string;
    readonly quantity: number;
    readonly needs: readonly { readonly workOrderId: string }[];
  }[];
  readonly goldenParts: readonly {
    readonly materialId: string;
    readonly gatedHours: number;
    readonly orders: number;
  }[];
  readonly operations: readonly PlanOperation[];
}

/** A stretch in which a line does not work. */
export interface LineStop {
  readonly equipmentId: string;
  readonly kind: "OFF_SHIFT" | "PLANNED_STOP" | "BREAKDOWN";
  readonly start: string;
  readonly end: string;
  readonly reason: string | null;
}

/** A line of the floor, in its order. */
export interface FloorLine {
  readonly id: string;
  readonly area: string;
}

export const planQuery = `query Plan($from: DateTime!, $to: DateTime!) {
  lines { id area }
  lineStops(from: $from, to: $to) { equipmentId kind start end reason }
  plan {
    version createdAt reason { zh en } objective tellingGap onTimeRate lateOrders overdue utilisation kpis unplanned
    shortages { materialId quantity needs { workOrderId } }
    goldenParts { materialId gatedHours orders }
    operations(from: $from, to: $to) {
      id workOrderId productId segment equipmentId start end actualEquipmentId actualStart actualEnd status lateSeconds setupFamily
    }
  }
}`;

/** Where the plan has one order. */
export const findQuery = `query Find($id: ID!) {
  plan { operations(workOrderId: $id) { id start end } }
}`;

/** What begins first from a moment on. */
export const nextQuery = `query Next($from: DateTime!) {
  plan { operationsPage(from: $from, first: 1) { nodes { start } } }
}`;
