import { isTime } from "../../runtime/metrics/metric.ts";
import { familyOf } from "../../runtime/spoken/reading.ts";
import { cellAt } from "./grid.ts";
import type { Scope } from "./query.ts";

/** What a row of the data store says of its dimensions. */
export interface Placed {
  readonly line?: string | null;
  readonly product_id?: string | null;
  readonly work_order_id?: string | null;
  readonly reason?: string | null;
  readonly material?: string | null;
}

/** The part of the split that a row belongs to, where it is split by anything but time; undefined where the filter leaves it out. */
export const keyOf = (scope: Scope, row: Placed): string | undefined => {
  const { split, filter, kindOf, isOfLines, customerOf } = scope;
  const { product, family, order, customer, without } = filter;
  if (isOfLines && !kindOf.has(row.line ?? "")) return undefined;
  if (product && row.product_id !== product) return undefined;
  if (family && familyOf(row.product_id ?? "") !== family) return undefined;
  if (order && row.work_order_id !== order) return undefined;
  const whose = () => customerOf.get(row.work_order_id ?? "");
  if (customer && whose() !== customer) return undefined;
  if (filter.reasons && !filter.reasons.includes(row.reason ?? "")) return undefined;
  if (without?.products.includes(row.product_id ?? "")) return undefined;
  if (without?.families.includes(familyOf(row.product_id ?? ""))) return undefined;
  if (without?.customers.includes(whose() ?? "")) return undefined;
  switch (split) {
    case "line":
      return row.line ?? undefined;
    case "kind":
      return kindOf.get(row.line ?? "");
    case "product":
      return row.product_id ?? undefined;
    case "family":
      return row.product_id ? familyOf(row.product_id) : undefined;
    case "order":
      return row.work_order_id ?? undefined;
    case "customer":
      return whose();
    case "reason":
      return row.reason ?? undefined;
    case "material":
      return row.material ?? undefined;
    default:
      return "";
  }
};

/** The same for a row of one moment, with the cell of a split by time. */
export const keyAt = (scope: Scope, row: Placed, time: number): string | undefined => {
  const key = keyOf(scope, row);
  if (key === undefined) return undefined;
  const cell = cellAt(scope.cells, time);
  if (!cell) return undefined;
  return scope.split && isTime(scope.split) ? cell.key : key;
};
