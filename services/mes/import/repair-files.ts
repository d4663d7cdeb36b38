import { z } from "zod";
import { boolean, decimal, findings, id, optional, orNone, text, time, whole } from "./fields.ts";
import { type Parents, type Specs, spec } from "./spec.ts";

/** The files of what fails, how it is repaired, and of the units that were; docs/repair.md. */

export const repairParents = {
  "repair_actions.csv": { file: "repair_causes.csv", columns: ["family", "cause_id"] },
  "repairs.csv": { file: "repair_causes.csv", columns: ["family", "cause_id"] },
} as const satisfies Parents;

/** Names in both languages. */
const named = { name_zh: text, name_en: text };
const measured = () => decimal(-1e15, 1e15);

/** In the order in which they are written, behind those of the plant. */
export const repairFiles = {
  "product_families.csv": spec("product_family", z.object({ product_id: id, family: text }), ["product_id"], {
    product_id: "materials.csv",
  }),
  "test_steps.csv": spec(
    "test_step",
    z.object({ family: text, step: id, ...named, unit: z.string().max(40), sort: whole(0) }),
    ["family", "step"],
  ),
  "repair_causes.csv": spec(
    "repair_cause",
    z.object({ family: text, cause_id: id, ...named, no_fault: boolean }),
    ["family", "cause_id"],
  ),
  "repair_actions.csv": spec(
    "repair_action",
    z.object({
      family: text,
      action_id: id,
      cause_id: id,
      ...named,
      minutes: decimal(0.1, 100_000),
      cost: decimal(0),
      material: optional,
    }),
    ["family", "action_id"],
  ),
  "repair_checks.csv": spec(
    "repair_check",
    z.object({ family: text, check_id: id, ...named, minutes: decimal(0.1, 100_000) }),
    ["family", "check_id"],
  ),
  "units.csv": spec(
    "unit",
    z.object({
      id,
      product_id: id,
      work_order_id: optional,
      line: optional,
      status: z.enum(["Failed", "Retest", "Passed", "Scrapped"]),
      changed_at: time,
      simulated: boolean,
    }),
    ["id"],
    { product_id: "materials.csv", work_order_id: "work_orders.csv" },
  ),
  "unit_tests.csv": spec(
    "unit_test",
    z.object({
      id,
      unit_id: id,
      station: text,
      time,
      result: z.enum(["Passed", "Failed", "Error", "Aborted"]),
    }),
    ["id"],
    { unit_id: "units.csv" },
  ),
  "unit_measurements.csv": spec(
    "unit_measurement",
    z.object({
      test_id: id,
      step: id,
      value: measured(),
      unit: z.string().max(40),
      expected: orNone(measured()),
      lower_limit: orNone(measured()),
      upper_limit: orNone(measured()),
    }),
    ["test_id", "step"],
    { test_id: "unit_tests.csv" },
  ),
  "repairs.csv": spec(
    "repair",
    z.object({
      id,
      unit_id: id,
      test_id: id,
      attempt: whole(1, 1_000),
      time,
      family: text,
      cause_id: id,
      action_id: optional,
      result: z.enum(["RepairSuccessful", "UnableToRepair", "Scrap", "Error", "Aborted"]),
      findings,
      minutes: orNone(decimal(0, 100_000)),
      person_id: optional,
      verified: orNone(boolean),
    }),
    ["id"],
    { unit_id: "units.csv", test_id: "unit_tests.csv" },
  ),
} as const satisfies Specs;
