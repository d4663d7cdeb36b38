import type { Insertable } from "kysely";
import { hourMs } from "../../core/zone.ts";
import { jobOrderId } from "../commands/segment-ids.ts";
import type { Database } from "../schema.ts";
import { customers, products, segments } from "./catalogue.ts";
import type { Random } from "./random.ts";
import { type Bom, workMasterId } from "./routing.ts";
import type { SeedRows } from "./rows.ts";
import { at, demoEpoch } from "./time.ts";

const orderCount = 300;
/** Orders that the demonstration names, so that what is said about them stays true for every seed. */
const named: Readonly<Record<number, { product: number; quantity: number; priority: number; due: number }>> =
  {
    1042: { product: 0, quantity: 48, priority: 2, due: 2.5 },
    1107: { product: 1, quantity: 52, priority: 2, due: 3 },
    1080: { product: 9, quantity: 320, priority: 5, due: 0.6 },
    1055: { product: 12, quantity: 180, priority: 4, due: 4 },
  };

export const namedOrders: readonly string[] = Object.keys(named).map((number) => `WO-${number}`);

export const orders = (random: Random): Required<Pick<SeedRows, "sales_order" | "work_order">> => {
  const work = Array.from({ length: orderCount }, (_, index) => {
    const number = 1_001 + index;
    const fixed = named[number];
    const product = products[fixed?.product ?? random.int(2, products.length - 1)]!;
    const due = fixed?.due ?? 2 + (index / orderCount) * 12 + random.int(-10, 10) / 10;
    const held = [1_013, 1_077, 1_154, 1_201, 1_266].includes(number);
    return {
      id: `WO-${number}`,
      sales_order_id: `SO-${2_001 + Math.floor(index / 3)}`,
      product_id: product.id,
      work_master_id: workMasterId(product.id),
      quantity: fixed?.quantity ?? random.int(2, 40) * 10,
      priority: fixed?.priority ?? random.pick([1, 2, 3, 3, 4, 5, 5, 6, 7]),
      release_time: fixed ? demoEpoch() : at(Math.max(0, due - random.int(40, 90) / 10)),
      due_time: at(due),
      status: "Waiting" as const,
      held,
      hold_reason: held ? "customer change request" : null,
    };
  });
  const sales = [...new Set(work.map((order) => order.sales_order_id))].map((id) => {
    const customer = random.pick(customers);
    const promised = Math.max(
      ...work.filter((order) => order.sales_order_id === id).map((order) => order.due_time.getTime()),
    );
    return { id, customer: customer.name, customer_class: customer.class, promised_time: new Date(promised) };
  });
  return { sales_order: sales, work_order: work };
};

export const stock = (
  random: Random,
  boms: readonly Bom[],
  work: readonly Insertable<Database["work_order"]>[],
  ids: readonly string[],
  marks: (material: string) => { readonly vendor: string | null; readonly bin: string | null },
): SeedRows => {
  const demand = new Map<string, number>();
  const bomOf = new Map(boms.map((bom) => [bom.product, bom]));
  for (const order of work)
    for (const item of bomOf.get(order.product_id)!.items)
      demand.set(item.material, (demand.get(item.material) ?? 0) + item.per * order.quantity);
  const plenty = new Set(boms.slice(0, 2).flatMap((bom) => bom.items.map((item) => item.material)));
  // The short order's own critical parts, and a few parts that gate many orders.
  const scarce = new Set(
    boms[12]!.items
      .filter((item) => !plenty.has(item.material))
      .slice(0, 2)
      .map((item) => item.material),
  );
  const lots: Insertable<Database["material_lot"]>[] = [];
  const receipts: Insertable<Database["expected_receipt"]>[] = [];
  for (const id of ids) {
    const total = demand.get(id) ?? random.int(50, 5_000);
    const golden = !plenty.has(id) && random.chance(0.015);
    const share = plenty.has(id) ? 1.2 : scarce.has(id) ? 0 : golden ? 0.4 : random.int(92, 150) / 100;
    let open = Math.floor(total * share);
    const count = random.int(1, 3);
    for (let lot = 0; lot < count && open > 0; lot += 1) {
      const quantity = lot === count - 1 ? open : Math.ceil(open / (count - lot));
      open -= quantity;
      lots.push({
        id: `LOT-${String(lots.length + 1).padStart(6, "0")}`,
        material_id: id,
        quantity,
        status: "Released",
        location: `WH-${random.pick(["A", "B", "C", "D"])}${random.int(1, 60)}`,
        expires_at: random.chance(0.2) ? at(random.int(30, 300)) : null,
        ...marks(id),
      });
    }
    if (scarce.has(id) || random.chance(0.03))
      lots.push({
        id: `LOT-${String(lots.length + 1).padStart(6, "0")}`,
        material_id: id,
        quantity: Math.ceil(total * 0.3) + 10,
        status: random.chance(0.7) ? "Quarantine" : "Blocked",
        location: "WH-Q1",
        expires_at: null,
      });
    const missing = total - Math.floor(total * share);
    if (missing > 0) {
      const parts = random.int(1, 2);
      for (let part = 0; part < parts; part += 1)
        receipts.push({
          id: `RCV-${String(receipts.length + 1).padStart(5, "0")}`,
          material_id: id,
          quantity: Math.ceil((missing * 1.1) / parts),
          expected_time: at(random.int(5, 60) / 10 + part * 1.5),
          supplier: `V-${random.int(100, 180)}`,
          reliability: random.int(70, 100) / 100,
        });
    }
  }
  return { material_lot: lots, expected_receipt: receipts };
};

/** Some orders have left their first segment already when the demonstration begins. */
export const history = (random: Random, work: readonly Insertable<Database["work_order"]>[]): SeedRows => {
  const job: Insertable<Database["job_order"]>[] = [];
  for (const order of work.slice(0, 24)) {
    const line = segments[0].lines[random.int(0, 4)]!;
    const end = new Date(demoEpoch().getTime() - random.int(1, 40) * hourMs);
    const start = new Date(end.getTime() - order.quantity * 40_000);
    job.push({
      id: jobOrderId(order.id, 10),
      work_order_id: order.id,
      segment: 10,
      equipment_id: line,
      quantity: order.quantity,
      good: order.quantity,
      dispatch_status: "Completed",
      released_by: "li.wei",
      tool_call_id: null,
      planned_start: start,
      actual_start: start,
      actual_end: end,
      changed_at: end,
    });
  }
  return { job_order: job };
};
