import { comparedAsks } from "./asks-compared.ts";
import { documentsAsks } from "./asks-documents.ts";
import { figuresAsks } from "./asks-figures.ts";
import { goodsAsks } from "./asks-goods.ts";
import { linesAsks } from "./asks-lines.ts";
import { ordersAsks } from "./asks-orders.ts";
import { promisesAsks } from "./asks-promises.ts";
import { refusedAsks } from "./asks-refused.ts";
import { repairsAsks } from "./asks-repairs.ts";
import { stopsAsks } from "./asks-stops.ts";
import { thingsAsks } from "./asks-things.ts";
import type { Asks } from "./said.ts";

/** In this order: another line of an act before more of its order, an order before its figures, what is refused before what it looks like. */
const all: readonly Asks[] = [
  ...linesAsks,
  ...ordersAsks,
  ...comparedAsks,
  ...refusedAsks,
  ...stopsAsks,
  ...promisesAsks,
  ...goodsAsks,
  ...thingsAsks,
  ...figuresAsks,
  ...repairsAsks,
  ...documentsAsks,
];

/** What a sentence asks of the call before it, beside another argument of it. */
export const asksOfLast: Asks = (last, said) => {
  for (const asks of all) {
    const call = asks(last, said);
    if (call) return call;
  }
  return undefined;
};
