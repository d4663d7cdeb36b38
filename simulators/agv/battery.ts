import type { Scheduler } from "../engine/scheduler.ts";

/** Percent: what driving takes, what standing takes, what the charger gives; about an hour from empty to full. */
const drainPerMetre = 0.01;
const drainPerSecond = 0.0006;
const chargePerSecond = 0.03;
const leastCharge = 5;

export interface Battery {
  /** Percent. */
  charge(): number;
  /** It stands at a charger that gives. */
  isCharging(): boolean;
  plug(isIn: boolean): void;
  /** What driving so many metres takes. */
  drive(metres: number): void;
}

/** A vehicle's battery: its charge follows from when it was plugged in or out last, and from what was driven. */
export const createBattery = (scheduler: Scheduler, full: number, isPluggedIn: boolean): Battery => {
  let known = full;
  /** Since when the charge was what it is said to be. */
  let knownAt = scheduler.now();
  let isCharging = isPluggedIn;
  const charge = () => {
    const perSecond = isCharging ? chargePerSecond : -drainPerSecond;
    const now = known + ((scheduler.now() - knownAt) / 1_000) * perSecond;
    return Math.min(100, Math.max(leastCharge, now));
  };
  const plug = (isIn: boolean) => {
    known = charge();
    knownAt = scheduler.now();
    isCharging = isIn;
  };
  return {
    charge,
    isCharging: () => isCharging,
    plug,
    drive: (metres) => {
      plug(false);
      known = Math.max(leastCharge, known - metres * drainPerMetre);
    },
  };
};
