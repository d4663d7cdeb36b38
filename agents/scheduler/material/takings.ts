import { keyOf } from "../../../optimizer/index.ts";
import type { OpenSnapshot } from "../desk/snapshot.ts";
import type { OpenNeed } from "./open-needs.ts";

/** What one operation of the plan still takes of a material. */
export interface Taking {
  readonly order: string;
  readonly due: Date;
  /** Undefined where the order is not planned. */
  readonly start: number | undefined;
  readonly quantity: number;
  /** By the plan, some of it is still to come. */
  readonly waits: boolean;
  readonly missing: number;
}

/** What each operation takes of the material, in the order of time; what other orders make of it is not taken from stock. */
export const takingsOf = ({ plan }: OpenSnapshot, needs: readonly OpenNeed[], material: string): Taking[] => {
  const startOf = new Map(plan.operations.map((one) => [keyOf(one.orderId, one.operationId), one.start]));
  const sum = (list: readonly { readonly quantity: number }[]) =>
    list.reduce((total, { quantity }) => total + quantity, 0);
  return needs
    .map(({ key, order, due, peg, waiting }): Taking => {
      const own = peg.allocations.filter((one) => one.material === material && one.order === undefined);
      const missing = sum(peg.missing.filter((one) => one.material === material));
      return {
        order,
        due,
        start: startOf.get(key),
        quantity: sum(own) + missing,
        waits: waiting.some((one) => one.material === material),
        missing,
      };
    })
    .filter(({ quantity }) => quantity > 0)
    .sort(
      (a, b) =>
        (a.start ?? Number.POSITIVE_INFINITY) - (b.start ?? Number.POSITIVE_INFINITY) ||
        a.due.getTime() - b.due.getTime() ||
        a.order.localeCompare(b.order),
    );
};

/** What orders lack of a material that are not planned because no known receipt brings it. */
export interface Missing {
  readonly orders: number;
  readonly quantity: number;
  /** The one due first. */
  readonly first: string;
}

/** Pieces that orders lack which are not planned for it. */
export const missingOf = (takings: readonly Taking[]): Missing | undefined => {
  const lacking = takings.filter(({ missing }) => missing > 0).sort((a, b) => +a.due - +b.due);
  const [first] = lacking;
  return (
    first && {
      orders: new Set(lacking.map(({ order }) => order)).size,
      quantity: lacking.reduce((total, { missing }) => total + missing, 0),
      first: first.order,
    }
  );
};
