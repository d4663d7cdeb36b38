import { id, material, order } from "./arguments.ts";
import { automatic, confirmByDispatcher, define, type ToolDefinition } from "./definition.ts";

// Who looks after material and the things of the plant.

export const checkKit = define(
  "check_kit",
  "齐套检查",
  "Check kit",
  "Tell whether an order's material is complete and what is short.",
  { order },
  automatic,
);

export const createRequisition = define(
  "create_requisition",
  "创建领料单",
  "Create requisition",
  "Create the material requisition (pick list) of an order.",
  { order },
  confirmByDispatcher("resource"),
);

export const stockStatus = define(
  "stock_status",
  "库存查询",
  "Stock status",
  "Tell how much of a material is in stock.",
  { material },
  automatic,
);

/** Comes of the words alone; no model chooses it. */
export const expectedReceipts = {
  ...define(
    "expected_receipts",
    "到货情况",
    "Expected receipts",
    "Tell which receipts, of one material or of all, are expected in a stretch and which are overdue.",
    { material },
    automatic,
  ),
  spoken: false,
} as const satisfies ToolDefinition;

export const lookUp = {
  ...define(
    "look_up",
    "查编号",
    "Look up",
    "Tell what is known of a vehicle, stencil or fixture, lot, receipt, requisition, transport, job or person that is named.",
    { thing: id.nullable().describe("id or name, such as AGV-01; null when none is named") },
    automatic,
  ),
  wish: "thing",
  byWords: true,
} as const satisfies ToolDefinition;
