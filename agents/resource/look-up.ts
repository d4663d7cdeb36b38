import { MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { hasRouting } from "../../services/mes/queries/segment-master.ts";
import { type Thing, type ThingKind, thingsNamed } from "../../services/mes/queries/things.ts";
import type { ToolHandler } from "../runtime/context.ts";
import { customersSaid } from "../runtime/customers-said.ts";
import { wantsCellStop } from "../runtime/spoken/about/cell.ts";
import { everyVehicle, thingWords } from "../runtime/spoken/about/thing.ts";
import { type Card, type CardOf, rowEvidence } from "./cards/card.ts";
import { cellCard } from "./cards/cell.ts";
import { fleetCard } from "./cards/fleet.ts";
import { lotCard } from "./cards/lot.ts";
import { jobCard, receiptCard, requisitionCard, transportCard } from "./cards/paper.ts";
import { personCard } from "./cards/person.ts";
import { productCard } from "./cards/product.ts";
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
  product: productCard,
  fleet: fleetCard,
};

/** The thing that an id or a name is of. */
const thingOf = async (db: Db, name: string): Promise<Pick<Thing, "kind" | "id"> | undefined> => {
  const [thing] = await thingsNamed(db, "", [name.toLowerCase()]);
  if (thing) return thing;
  if (name === everyVehicle) return { kind: "fleet", id: name };
  const [customer] = await customersSaid(db, name);
  if (customer) return { kind: "customer", id: customer };
  return (await hasRouting(db, name)) ? { kind: "product", id: name } : undefined;
};

/** That a sentence stops no cell, and where the stop is; told before how the cell is. */
const whereStopIs = ({ text, ...card }: Card): Card => ({
  ...card,
  text: {
    zh: `说一句话停不了单元：请马上按单元上的红色急停按钮，或在“单元”页按“急停”（Alt+X）。${text.zh}`,
    en: `A sentence does not stop the cell: press the red button on it now, or “Emergency stop” on the Cells page (Alt+X). ${text.en}`,
  },
});

/** Vehicles that a sentence names and the plant has not, told before those that it has. */
const withUnknown = async (db: Db, text: string, card: Card, now: Date): Promise<Card> => {
  const said = thingWords(text).filter((word) => /^agv-\d+$/.test(word));
  const known = new Set((await thingsNamed(db, "", said)).map(({ id }) => Number(/\d+$/.exec(id)?.[0])));
  const missing = said
    .filter((word) => !known.has(Number(/\d+$/.exec(word)?.[0])))
    .map((word) => word.toUpperCase());
  if (missing.length === 0) return card;
  return {
    ...card,
    text: {
      zh: `没有 ${missing.join("、")}。${card.text.zh}`,
      en: `There is no ${missing.join(", ")}. ${card.text.en}`,
    },
    evidence: [
      ...card.evidence,
      ...missing.map((id) => rowEvidence("equipment", id, "vehicle", { known: false }, now)),
    ],
  };
};

/**
 * Tells what the plant knows of a thing by its id: a vehicle or all of them, a stencil, lot, paper, person, sales order, customer,
 * robot cell, or how a product is made.
 */
export const lookUp: ToolHandler = async ({ db, clock, args, text }) => {
  const { thing: id } = args;
  if (!id) throw new MillwrightError("MISSING_ARGUMENT", { argument: "thing" });
  const thing = await thingOf(db, id);
  if (!thing) throw new MillwrightError("NOT_FOUND", { kind: "record", id });
  const card = await cards[thing.kind](db, thing.id, clock.now());
  if (thing.kind === "vehicle" || thing.kind === "fleet") return withUnknown(db, text, card, clock.now());
  return thing.kind === "cell" && wantsCellStop(text, true) ? whereStopIs(card) : card;
};
