import type { Material, Order, Problem } from "../problem.ts";

/** One lot, receipt or order that brings pieces. */
export interface Supply {
  readonly time: number;
  readonly quantity: number;
  readonly vendor?: string | undefined;
  readonly bin?: string | undefined;
  readonly expires?: number | undefined;
  /** Id of the lot or receipt, or of the order that makes it. */
  readonly id?: string | undefined;
  readonly kind: "stock" | "lot" | "receipt" | "order";
  /** How likely it is there by then; 1 for what is certain. */
  readonly reliability: number;
}

/** Pieces of one material that anyone may have for each other: the same vendor, bin and last date. */
export interface Pool {
  readonly material: number;
  readonly vendor: string | undefined;
  readonly bin: string | undefined;
  /** The operation that uses it must start by then; Infinity when it keeps. */
  readonly until: number;
  /** In the order of time. */
  readonly supplies: readonly Supply[];
}

const usualReliability = 0.9;
const usualDelay = 2 * 86_400;

/**
 * All supplies of a material: its stock, its lots, its receipts, what orders make. A receipt that is often late counts from
 * when it then comes.
 */
export const suppliesOf = (
  { stock, lots = [], receipts }: Material,
  outputs: readonly Supply[],
  {
    reliability: least = usualReliability,
    delay: usual = usualDelay,
  }: Partial<NonNullable<Problem["policy"]>>,
): Supply[] => [
  { time: 0, quantity: stock, kind: "stock", reliability: 1 },
  ...lots.map((lot): Supply => ({ ...lot, time: 0, kind: "lot", reliability: 1 })),
  ...receipts.map(({ reliability = 1, delay = usual, ...receipt }): Supply => {
    const counted = reliability < least ? { time: receipt.time + delay, reliability: 1 } : { reliability };
    return { ...receipt, kind: "receipt", ...counted };
  }),
  ...outputs,
];

const poolsOf = (material: number, supplies: readonly Supply[]): Pool[] => {
  const pools = new Map<string, { -readonly [K in keyof Pool]: Pool[K] } & { supplies: Supply[] }>();
  for (const supply of supplies) {
    const { vendor, bin, expires: until = Number.POSITIVE_INFINITY } = supply;
    // What has expired when it comes is of no use.
    if (supply.quantity === 0 || until < supply.time) continue;
    const key =
      vendor === undefined && bin === undefined ? String(until) : JSON.stringify([vendor, bin, until]);
    const pool = pools.get(key);
    if (pool) pool.supplies.push(supply);
    else pools.set(key, { material, vendor, bin, until, supplies: [supply] });
  }
  // First expired, first out.
  return [...pools.values()]
    .map((pool) => ({ ...pool, supplies: pool.supplies.sort((a, b) => a.time - b.time) }))
    .sort((a, b) => a.until - b.until);
};

/** Pools of every material, material by material. `endOf` says when an order is expected to end. */
export const findPools = (problem: Problem, endOf: (order: Order, index: number) => number): Pool[][] => {
  const made = new Map<string, Supply[]>();
  for (const [index, order] of problem.orders.entries()) {
    if (!order.produces) continue;
    const { material, quantity } = order.produces;
    const list = made.get(material) ?? [];
    made.set(material, list);
    list.push({ time: endOf(order, index), quantity, kind: "order", id: order.id, reliability: 1 });
  }
  return problem.materials.map((material, index) =>
    poolsOf(index, suppliesOf(material, made.get(material.id) ?? [], problem.policy ?? {})),
  );
};
