import { line } from "./arguments.ts";
import { automatic, define } from "./definition.ts";

// What machines and robots see.

export const inspectionStatus = define(
  "inspection_status",
  "检测情况",
  "Inspection",
  "Tell where defects cluster and what they probably come of, and how many calls of AOI, SPI and X-ray wait to be verified; line is all for every line.",
  { line: line("all") },
  automatic,
);

export const patrolStatus = define(
  "patrol_status",
  "巡检情况",
  "Patrol",
  "Tell what patrols of the site found and nobody has closed, and which rounds are overdue.",
  {},
  automatic,
);
