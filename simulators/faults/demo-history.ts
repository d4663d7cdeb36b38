import { nonEmpty } from "../engine/non-empty.ts";
import { demoPlant } from "../plant.ts";
import type { HistorySpan } from "./history.ts";

/** Monday 08:00 in the plant's time zone: when the demonstration begins. */
const demonstrationBegins = Date.parse("2026-11-02T00:00:00Z");
/** Units that have failed and wait for repair when it begins. */
export const waitingUnits = 14;
const repairedUnits = 3_000;

const idsOf = (prefix: string) =>
  nonEmpty(demoPlant.lines.map(({ id }) => id).filter((id) => id.startsWith(prefix)));

/** The months before the demonstration. */
export const demoHistory: HistorySpan = {
  count: repairedUnits + waitingUnits,
  until: demonstrationBegins,
  days: 240,
  products: demoPlant.products,
  lines: idsOf("SMT-"),
  stations: idsOf("FT-"),
};
