import { z } from "zod";
import { decimal, id, later, optional, orNone, text, whole } from "./fields.ts";
import { type Parents, type Specs, spec } from "./spec.ts";

/** The files of what work instructions are written from beside routing and bill; docs/process-documents.md. */

export const instructionParents = {
  "process_parameters.csv": { file: "segments.csv", columns: ["work_master_id", "segment"] },
  "bom_placements.csv": { file: "bom.csv", columns: ["work_master_id", "segment", "position"] },
} as const satisfies Parents;

const measured = () => orNone(decimal(-1e15, 1e15));
const part = { work_master_id: id, segment: whole(1, 10_000) };

type Limits = { target?: unknown; lower_limit?: unknown; upper_limit?: unknown };
const above = (low: unknown, high: unknown) => low === null || high === null || Number(low) <= Number(high);

/** In the order in which they are written, behind those of the plant. */
export const instructionFiles = {
  "process_parameters.csv": spec(
    "process_parameter",
    z
      .object({
        ...part,
        characteristic: id,
        stage: text,
        name_zh: text,
        name_en: text,
        target: measured(),
        lower_limit: measured(),
        upper_limit: measured(),
        unit: z.string().max(40),
        method_zh: later(optional),
        method_en: later(optional),
        source: later(optional),
        sort: whole(0),
      })
      .refine(({ lower_limit, upper_limit }: Limits) => above(lower_limit, upper_limit), {
        path: ["upper_limit"],
        error: "must not be less than lower_limit",
      })
      .refine(
        ({ target, lower_limit, upper_limit }: Limits) =>
          above(lower_limit, target ?? null) && above(target ?? null, upper_limit),
        { path: ["target"], error: "must be within its limits" },
      )
      .refine(
        ({ target, lower_limit, upper_limit }: Limits) =>
          [target, lower_limit, upper_limit].some((value) => value !== null),
        { path: ["target"], error: "must be given where there is no limit" },
      ),
    ["work_master_id", "segment", "characteristic"],
    { work_master_id: "work_masters.csv" },
  ),
  "bom_placements.csv": spec(
    "bom_placement",
    z.object({
      ...part,
      designator: id.regex(/^[^\s,–]+$/, "must hold no space, comma or dash of a range"),
      position: whole(1),
      x: decimal(-1e6, 1e6),
      y: decimal(-1e6, 1e6),
      rotation: decimal(-360, 360),
      side: z.enum(["Top", "Bottom"]),
    }),
    ["work_master_id", "segment", "designator"],
    { work_master_id: "work_masters.csv" },
  ),
  "placement_setups.csv": spec(
    "placement_setup",
    z.object({ line: id, product_id: id, material_id: id, feeder: id, nozzle: id }),
    ["line", "product_id", "material_id"],
    { line: "equipment.csv", product_id: "materials.csv", material_id: "materials.csv" },
  ),
} as const satisfies Specs;
