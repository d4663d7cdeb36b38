import { dayMs } from "../../../services/core/zone.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { MaterialCover } from "./cover.ts";

/** "3 d" or "2.5 d"; hours below one day. */
export const spanUntil = (time: Date, now: Date): string => {
  const days = (time.getTime() - now.getTime()) / dayMs;
  return days < 1 ? formatDuration(days * 86_400) : `${Number(days.toFixed(1))} d`;
};

/** What is told of how far a material goes. */
export const coverEvidence = (cover: MaterialCover, material: string, now: Date): Evidence => {
  const { version, beyondStock: beyond, short, missing, last, waited, overdue } = cover;
  const time = (moment: Date | undefined) => (moment ? formatPlantTime(moment) : null);
  return {
    kind: "plan",
    id: `PLAN-${version}/${material}`,
    facts: {
      version,
      material,
      openOrders: cover.orders,
      openQuantity: cover.quantity,
      notInPlan: cover.notInPlan.orders,
      notInPlanQuantity: cover.notInPlan.quantity,
      free: cover.free,
      lastTaken: time(last),
      stockUntil: time(beyond?.time),
      stockLasts: beyond && beyond.time > now ? spanUntil(beyond.time, now) : null,
      firstBeyondStock: beyond?.order ?? null,
      waitingOrders: waited?.orders ?? 0,
      waitingQuantity: waited?.quantity ?? 0,
      receipt: waited?.receipt ?? null,
      countedFrom: time(waited?.time),
      shortFrom: time(short?.time),
      firstShort: short?.order ?? missing?.first ?? null,
      lacks: short?.quantity ?? missing?.quantity ?? 0,
      unplannedOrders: missing?.orders ?? 0,
      overdueReceipt: overdue?.id ?? null,
      overdueSince: time(overdue?.expected),
    },
    source: "plan_snapshot",
    at: now.toISOString(),
  };
};
