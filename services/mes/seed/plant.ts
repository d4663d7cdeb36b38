import { marksOf, secondary, segmentSecondary } from "./constraints.ts";
import { equipment, people } from "./equipment.ts";
import { history, orders, stock } from "./orders.ts";
import { parameters } from "./parameters.ts";
import { placements } from "./placements.ts";
import { createRandom } from "./random.ts";
import { materials, setups, workMasters } from "./routing.ts";
import type { SeedRows } from "./rows.ts";

/** The whole demonstration plant; the same seed gives the same rows. */
export const plantRows = (seed: number): SeedRows[] => {
  const random = createRandom(seed);
  const { component, product, boms } = materials(random);
  const marks = marksOf(boms);
  const masters = workMasters(random, boms, marks.isUniform);
  const { sales_order, work_order } = orders(random);
  const categories = new Map(component.map(({ id, category }) => [id, category]));
  const done = new Set(work_order.slice(0, 24).map((order) => order.id));
  return [
    equipment(),
    people(random),
    { material: [...component, ...product] },
    { tool: masters.tool!, document: masters.document! },
    { work_master: masters.work_master!, work_master_segment: masters.work_master_segment! },
    { segment_equipment: masters.segment_equipment!, bom_item: masters.bom_item! },
    parameters(),
    placements(boms, (id) => categories.get(id)!, seed),
    { bom_alternate: masters.bom_alternate!, approved_vendor: marks.approved },
    secondary(),
    segmentSecondary(),
    setups(random),
    { sales_order },
    {
      work_order: work_order.map((order) =>
        done.has(order.id) ? { ...order, status: "Released" as const } : order,
      ),
    },
    stock(
      random,
      boms,
      work_order,
      component.map((row) => row.id),
      marks.lot,
    ),
    history(random, work_order),
  ];
};
