import { type Reading, readingOf } from "../../../../agents/analyst/figures/reading.ts";
import type { GraphContext } from "../builder.ts";

const readings = new WeakMap<GraphContext, Reading>();

/** What a request reads of the data store for its figures; all of its fields share it, and it ends with the request. */
export const readingFor = (context: GraphContext): Reading => {
  const reading = readings.get(context) ?? readingOf(context.db);
  readings.set(context, reading);
  return reading;
};
