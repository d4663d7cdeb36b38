import { type Problem, type ProblemInput, parseProblem } from "./problem.ts";
import { createRandom } from "./random.ts";
import { type RandomFeatures, randomConstrainedProblem } from "./random-constrained.ts";

/** Which rules about material a random problem has. */
export interface RandomSupply extends RandomFeatures {
  /** Vendors, bins and lists of them. */
  readonly marks?: boolean;
  /** Lots that expire. */
  readonly expiry?: boolean;
  /** Receipts that are often late. */
  readonly doubt?: boolean;
  /** Orders that make what others need. */
  readonly made?: boolean;
}

const hour = 3_600;
const vendors = ["V1", "V2", "V3"];
const bins = ["B1", "B2"];

/** A random problem whose material comes in lots, of vendors and bins, expires, is late, or is made by other orders. */
export const randomSupplyProblem = (seed: number, orders: number, features: RandomSupply): Problem => {
  const { int } = createRandom(seed ^ 0x5a9b);
  const base = randomConstrainedProblem(seed, orders, features);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const marksOf = () => ({
    ...(features.marks && int(3) > 0 ? { vendor: pick(vendors) } : {}),
    ...(features.marks && int(3) > 0 ? { bin: pick(bins) } : {}),
    ...(features.expiry && int(3) === 0 ? { expires: (20 + int(200)) * hour } : {}),
  });
  const materials: ProblemInput["materials"] = base.materials.map(({ id, stock, receipts }) => ({
    id,
    stock: int(2) === 0 ? stock : 0,
    lots: Array.from({ length: int(4) }, (_, lot) => ({
      id: `${id}-L${lot}`,
      quantity: 1 + int(Math.max(2, stock)),
      ...marksOf(),
    })),
    receipts: receipts.map((receipt, index) => ({
      ...receipt,
      id: `${id}-R${index}`,
      ...marksOf(),
      ...(features.doubt && int(2) === 0 ? { reliability: int(11) / 10, delay: int(40) * hour } : {}),
    })),
  }));
  const kits = Math.max(1, Math.floor(orders / 4));
  const made = features.made ? Array.from({ length: kits }, (_, kit) => `KIT-${kit % 3}`) : [];
  for (const id of new Set(made)) materials.push({ id, stock: int(5), receipts: [] });
  return parseProblem({
    ...base,
    materials,
    orders: base.orders.map((order, index) => {
      const makes = made[index];
      return {
        ...order,
        ...(makes ? { produces: { material: makes, quantity: 5 + int(30) } } : {}),
        operations: order.operations.map((operation) => ({
          ...operation,
          needs: [
            ...operation.needs.map((need) => ({
              ...need,
              ...(features.marks && int(3) === 0 ? { vendors: vendors.slice(0, 1 + int(3)) } : {}),
              ...(features.marks && int(3) === 0 ? { uniform: pick(["bin", "vendor"] as const) } : {}),
            })),
            ...(made.length > 0 && !makes && int(3) === 0
              ? [{ material: pick(made), quantity: 1 + int(8), alternates: [] }]
              : []),
          ],
        })),
      };
    }),
  });
};
