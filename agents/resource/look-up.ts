import { MillwrightError } from "../../services/core/errors.ts";
import { customersNamed } from "../../services/mes/queries/sales-orders.ts";
import { type ThingKind, thingsNamed } from "../../services/mes/queries/things.ts";
import type { ToolHandler } from "../runtime/context.ts";
import type { CardOf } from "./cards/card.ts";
import { cellCard } from "./cards/cell.ts";
import { lotCard } from "./cards/lot.ts";
import { jobCard, receiptCard, requisitionCard, transportCard } from "./cards/paper.ts";
import { personCard } from "./cards/person.ts";
import { customerCard, salesOrderCard } from "./cards/sales-order.ts";
import { toolCard } from "./cards/tool.ts";
import { vehicleCard } from "./cards/vehicle.ts";

const cards: Readonly<Record<ThingKind, CardOf>> = {
  vehicle: vehicleCard,
  tool: toolCard,
  material_lot: lotCard,
  expected_receipt: receiptCard,
  material_requisition: requisitionCard,
  transport_order: transportCard,
  job_order: jobCard,
  person: personCard,
  sales_order: salesOrderCard,
  customer: customerCard,
  cell: cellCard,
};

/** Tells what the plant knows of a thing by its id: a vehicle, stencil, lot, paper, person, sales order, customer or robot cell. */
export const lookUp: ToolHandler = async ({ db, clock, args }) => {
  const { thing: id } = args;
  if (!id) throw new MillwrightError("MISSING_ARGUMENT", { argument: "thing" });
  const [thing] = [
    ...(await thingsNamed(db, "", [id.toLowerCase()])),
    ...(await customersNamed(db, id)).map((customer) => ({ kind: "customer" as const, id: customer })),
  ];
  if (!thing) throw new MillwrightError("NOT_FOUND", { kind: "thing", id });
  return cards[thing.kind](db, thing.id, clock.now());
};
