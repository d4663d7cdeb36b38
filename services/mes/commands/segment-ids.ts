import { contentHash } from "../../core/ids.ts";

/** So many characters of an order's id stand in others: a command's id, which names two of them, holds at most 100. */
const longest = 32;

/**
 * What ids of a segment's documents end with; no two segments of any orders share one. `WO-1042` gives `1042-10`; an order
 * that is that number itself gives `1042.10`, any other keeps its whole id, or what makes it short.
 */
const suffix = (workOrderId: string, segment: number, most = longest): string => {
  const number = /^WO-(\d{1,6})$/.exec(workOrderId)?.[1];
  if (number) return `${number}-${segment}`;
  if (/^\d{1,6}$/.test(workOrderId)) return `${workOrderId}.${segment}`;
  const stem =
    workOrderId.length > most
      ? `${workOrderId.slice(0, most - 13)}~${contentHash(workOrderId).slice(0, 12)}`
      : workOrderId;
  return `${stem}-${segment}`;
};

/**
 * The job order that releases a segment of a work order; one that releases what is left of it after an attempt before was broken off
 * says which it is, behind a dot.
 */
export const jobOrderId = (workOrderId: string, segment: number, attempt = 1): string =>
  attempt === 1
    ? `JO-${suffix(workOrderId, segment)}`
    : `JO-${suffix(workOrderId, segment, longest - 2)}.${attempt}`;

/** The transport that brings a job its kit. */
export const transportOrderId = (jobOrder: string): string => jobOrder.replace(/^JO-/, "TO-");

/** The requisition of a segment's kit. */
export const requisitionId = (workOrderId: string, segment: number): string =>
  `REQ-${suffix(workOrderId, segment)}`;
