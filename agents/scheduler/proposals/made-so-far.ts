import type { Bilingual } from "../../../services/core/errors.ts";
import type { Order } from "../../../services/mes/queries/orders.ts";
import { segmentEvidence } from "../../runtime/evidence.ts";
import type { Evidence } from "../../runtime/tool.ts";

/** What stays of an order that is called off half-made; undefined where nothing of it is made. */
export const madeSoFar = (
  order: Order,
  now: Date,
): { readonly text: Bilingual; readonly evidence: Evidence } | undefined => {
  const last = order.segments.findLast(({ good, scrap }) => good + scrap > 0);
  if (!last) return undefined;
  const { segment, good, scrap } = last;
  return {
    text: {
      zh: `工序 ${segment} 已做的 ${good} 件仍计入产量，已送到产线的物料不退回`,
      en: `${good} pieces that segment ${segment} has made stay counted, and material at its line is not taken back`,
    },
    evidence: segmentEvidence(order, segment, { good, scrap }, now),
  };
};
