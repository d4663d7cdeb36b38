import type { Measure } from "./measure.ts";
import { shopMeasures } from "./shop-measures.ts";

/** Everything that `npm run bench:planner` measures, in this order. */
export const measures: readonly Measure[] = [...shopMeasures];
