const dayMs = 86_400_000;
export const hourMs = 3_600_000;

/** Monday 08:00 in the plant's time zone: when the demonstration begins. */
export const demoEpoch = new Date("2026-11-02T00:00:00Z");

export const at = (days: number): Date =>
  new Date(demoEpoch.getTime() + Math.round((days * dayMs) / 60_000) * 60_000);
