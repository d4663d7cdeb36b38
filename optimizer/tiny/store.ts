import type { Order, Problem } from "../problem.ts";
import { horizon, hours } from "./hours.ts";
import type { Placed } from "./placed.ts";
import { hour } from "./plant.ts";

const kindOf = ({
  material,
  vendor,
  bin,
  order,
  expires,
}: Partial<Record<"material" | "vendor" | "bin" | "order", string | undefined>> & {
  expires?: number | undefined;
}): string => [material, vendor, bin, order, expires].join("|");

/** When an order that is planned to its end is through. */
export const throughAt = (placed: readonly Placed[], order: Order): number =>
  Math.max(...placed.filter((one) => one.order === order).map(({ end }) => end));

/** What comes into the store, and when, in hours. */
export const suppliesOf = (problem: Problem, placed: readonly Placed[], unplanned: readonly string[]) => {
  const { reliability = 0.9, delay = 48 * hour } = problem.policy ?? {};
  return [
    ...problem.materials.flatMap(({ id, stock, lots = [], receipts }) => [
      { material: id, time: 0, quantity: stock },
      ...lots.map((lot) => ({ ...lot, material: id, time: 0 })),
      ...receipts.map((receipt) => ({
        ...receipt,
        material: id,
        time:
          (receipt.time + ((receipt.reliability ?? 1) < reliability ? (receipt.delay ?? delay) : 0)) / hour,
      })),
    ]),
    ...problem.orders.flatMap((order) =>
      order.produces && !unplanned.includes(order.id)
        ? [{ ...order.produces, order: order.id, time: throughAt(placed, order) }]
        : [],
    ),
  ] as {
    material: string;
    time: number;
    quantity: number;
    vendor?: string;
    bin?: string;
    expires?: number;
    order?: string;
  }[];
};

/** Nobody takes what is not there. */
export const ofMaterial = (
  problem: Problem,
  placed: readonly Placed[],
  unplanned: readonly string[],
  wrong: (text: string) => void,
): void => {
  const supplies = suppliesOf(problem, placed, unplanned);
  for (const { step, allocations, start, order } of placed) {
    if (unplanned.includes(order.id)) continue;
    for (const need of step.needs) {
      const own = allocations.filter((one) => (one.substitutes ?? one.material) === need.material);
      if (own.reduce((sum, { quantity }) => sum + quantity, 0) !== need.quantity) wrong("not what it needs");
      for (const { material, vendor, expires } of own) {
        if (material !== need.material && !need.alternates.includes(material)) wrong("no alternate");
        if (need.vendors && !need.vendors.includes(vendor ?? "")) wrong("a vendor that may not");
        if (expires !== undefined && start * hour > expires) wrong("has expired");
      }
      const { uniform } = need;
      if (uniform && new Set(own.map((one) => `${one.material}|${one[uniform]}`)).size > 1) wrong("mixed");
    }
    if (
      allocations.some(
        (one) => !step.needs.some(({ material }) => material === (one.substitutes ?? one.material)),
      )
    )
      wrong("more than it needs");
  }
  const taken = placed.flatMap(({ allocations, start, order }) =>
    unplanned.includes(order.id) ? [] : allocations.map((one) => ({ ...one, start })),
  );
  for (const kind of new Set(taken.map(kindOf)))
    for (const t of hours(0, horizon)) {
      const there = supplies.filter((one) => kindOf(one) === kind && one.time <= t);
      const gone = taken.filter((one) => kindOf(one) === kind && one.start <= t);
      const sum = (list: readonly { quantity: number }[]) =>
        list.reduce((all, { quantity }) => all + quantity, 0);
      if (sum(gone) > sum(there)) wrong(`${kind} is not there at ${t}`);
    }
};
