import type { Peg } from "../plan.ts";

/** What pegs mean for operations: when their material is there, until when it keeps, whose products they wait for. */
export interface SupplyLimits {
  readonly materialTime: Float64Array;
  /** The operation must start by then; Infinity when nothing expires. */
  readonly until: Float64Array;
  /** Orders that must have ended before each operation starts: makers of operation o stand from firstMaker[o] on. */
  readonly firstMaker: Int32Array;
  readonly maker: Int32Array;
  /** Operations that wait for each order, closed. */
  readonly firstUser: Int32Array;
  readonly user: Int32Array;
}

/** Compressed rows of pairs, row by row in the order in which they come. */
const rowsOf = (pairs: readonly (readonly [number, number])[], rows: number) => {
  const first = new Int32Array(rows + 1);
  for (const [row] of pairs) first[row + 1]! += 1;
  for (let row = 0; row < rows; row += 1) first[row + 1]! += first[row]!;
  const place = first.slice();
  const values = new Int32Array(pairs.length);
  for (const [row, value] of pairs) values[place[row]!++] = value;
  return { first, values };
};

/** Reads the pegs of operations in their order. `indexOf` gives the number of an order. */
export const supplyLimits = (
  pegs: readonly (Peg | undefined)[],
  orders: number,
  indexOf: (order: string) => number,
): SupplyLimits => {
  const materialTime = new Float64Array(pegs.length);
  const until = new Float64Array(pegs.length).fill(Number.POSITIVE_INFINITY);
  const waits: [number, number][] = [];
  for (const [operation, peg] of pegs.entries()) {
    const makers = new Set<number>();
    for (const { time, order, expires } of peg?.allocations ?? []) {
      if (order === undefined) materialTime[operation] = Math.max(materialTime[operation]!, time);
      else makers.add(indexOf(order));
      if (expires !== undefined) until[operation] = Math.min(until[operation]!, expires);
    }
    for (const maker of makers) waits.push([operation, maker]);
  }
  const makers = rowsOf(waits, pegs.length);
  const users = rowsOf(
    waits.map(([operation, maker]) => [maker, operation]),
    orders,
  );
  return {
    materialTime,
    until,
    firstMaker: makers.first,
    maker: makers.values,
    firstUser: users.first,
    user: users.values,
  };
};

/** Orders that are blocked, that lack material, or what an order makes that is one of them. */
export const lackingOrders = (
  orders: readonly {
    readonly id: string;
    readonly blocked?: boolean | undefined;
    readonly pegs: readonly (Peg | undefined)[];
  }[],
): Set<string> => {
  const lacking = new Set(orders.flatMap(({ id, blocked }) => (blocked ? [id] : [])));
  let before = -1;
  while (lacking.size !== before) {
    before = lacking.size;
    for (const { id, pegs } of orders) {
      const lacks = pegs.some(
        (peg) =>
          (peg?.missing.length ?? 0) > 0 ||
          peg?.allocations.some(({ order }) => order !== undefined && lacking.has(order)),
      );
      if (lacks) lacking.add(id);
    }
  }
  return lacking;
};
