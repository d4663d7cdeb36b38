import type { Measure } from "./measure.ts";
import { measureEvents } from "./plant/events.ts";
import { measurePegging } from "./plant/pegging.ts";
import { measureWhole } from "./plant/whole.ts";

/** A whole plant: material, plan, promises and repairs. */
export const plantMeasures: readonly Measure[] = [
  { name: "pegging", run: measurePegging },
  { name: "plant", run: measureWhole },
  { name: "events", run: measureEvents },
];
