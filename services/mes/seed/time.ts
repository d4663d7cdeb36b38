import { dayMs, plantZone } from "../../core/zone.ts";

/** Monday 08:00 by the plant's clock: when the demonstration begins. */
export const demoEpoch = (): Date => plantZone().momentOf("2026-11-02", "08:00");

export const at = (days: number): Date =>
  new Date(demoEpoch().getTime() + Math.round((days * dayMs) / 60_000) * 60_000);
