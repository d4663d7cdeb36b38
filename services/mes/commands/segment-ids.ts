import { contentHash } from "../../core/ids.ts";

/** So many characters of an order's id stand in others: a command's id, which names two of them, holds at most 100. */
const longest = 32;

/**
 * What ids of a segment's documents end with; no two segments of any orders share one. `WO-1042` gives `1042-10`; an order
 * that is that number itself gives `1042.10`, any other keeps its whole id, or what makes it short.
 */
const suffix = (workOrderId: string, segment: number): string => {
  const number = /^WO-(\d{1,6})$/.exec(workOrderId)?.[1];
  if (number) return `${number}-${segment}`;
  if (/^\d{1,6}$/.test(workOrderId)) return `${workOrderId}.${segment}`;
  const stem =
    workOrderId.length > longest
      ? `${workOrderId.slice(0, longest - 13)}~${contentHash(workOrderId).slice(0, 12)}`
      : workOrderId;
  return `${stem}-${segment}`;
};

/** The job order that releases a segment of a work order. */
export const jobOrderId = (workOrderId: string, segment: number): string =>
  `JO-${suffix(workOrderId, segment)}`;

/** The transport of a segment's kit. */
export const transportOrderId = (workOrderId: string, segment: number): string =>
  `TO-${suffix(workOrderId, segment)}`;

/** The requisition of a segment's kit. */
export const requisitionId = (workOrderId: string, segment: number): string =>
  `REQ-${suffix(workOrderId, segment)}`;
