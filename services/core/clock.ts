/**
 * Plant time. In a real plant it is wall time; a simulated plant runs faster or slower from an anchor, and the
 * whole brain has to agree with it on what "now" is.
 */
export interface PlantClockSetting {
  /** Plant time at the anchor, ms since the Unix epoch. */
  readonly plantAnchor: number;
  /** Wall time at the anchor, ms since the Unix epoch. */
  readonly wallAnchor: number;
  /** Plant seconds per wall second; 1 in a real plant. */
  readonly speed: number;
}

export interface PlantClock {
  /** Plant time now. */
  now(): Date;
  /** Wall milliseconds until the given plant time; 0 when it is past. */
  wallMsUntil(plant: Date): number;
  /** Plant time when so many wall milliseconds have passed. */
  after(wallMs: number): Date;
}

export const realTime: PlantClockSetting = { plantAnchor: 0, wallAnchor: 0, speed: 1 };

export const createPlantClock = (
  setting: PlantClockSetting = realTime,
  wallNow: () => number = Date.now,
): PlantClock => {
  const plantNow = () => setting.plantAnchor + (wallNow() - setting.wallAnchor) * setting.speed;
  return {
    now: () => new Date(plantNow()),
    wallMsUntil: (plant) => Math.max(0, (plant.getTime() - plantNow()) / setting.speed),
    after: (wallMs) => new Date(plantNow() + wallMs * setting.speed),
  };
};
