import type { Measure } from "./measure.ts";
import { plantMeasures } from "./plant-measures.ts";
import { shopMeasures } from "./shop-measures.ts";

/** Everything that `npm run bench:planner` measures, in this order. */
export const measures: readonly Measure[] = [...shopMeasures, ...plantMeasures];
