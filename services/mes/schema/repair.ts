import type { Generated, GeneratedAlways } from "kysely";
import type { Json } from "./json.ts";

/** Units, their tests and repairs, and what may be wrong with a family of products. */
export interface RepairTables {
  product_family: { product_id: string; family: string };
  test_step: TestStepTable;
  repair_cause: RepairCauseTable;
  repair_action: RepairActionTable;
  repair_check: RepairCheckTable;
  unit: UnitTable;
  unit_test: UnitTestTable;
  unit_measurement: UnitMeasurementTable;
  repair: RepairTable;
}

interface Named {
  family: string;
  name_zh: string;
  name_en: string;
}

export interface TestStepTable extends Named {
  step: string;
  unit: Generated<string>;
  sort: Generated<number>;
}

export interface RepairCauseTable extends Named {
  cause_id: string;
  /** Nothing is wrong with the unit itself. */
  no_fault: Generated<boolean>;
}

export interface RepairActionTable extends Named {
  action_id: string;
  cause_id: string;
  minutes: number;
  /** Of its material, in money. */
  cost: Generated<number>;
  /** What it uses up, in words or as a material's id. */
  material: string | null;
}

export interface RepairCheckTable extends Named {
  check_id: string;
  minutes: number;
}

/** Failed: waits for repair; Retest: repaired, waits for its test. */
export type UnitStatus = "Failed" | "Retest" | "Passed" | "Scrapped";

export interface UnitTable {
  /** Serial number. */
  id: string;
  product_id: string;
  work_order_id: string | null;
  /** Where it was made. */
  line: string | null;
  status: UnitStatus;
  changed_at: Date;
  /** Comes of a simulation, not of a plant. */
  simulated: Generated<boolean>;
}

export type TestResult = "Passed" | "Failed" | "Error" | "Aborted";

export interface UnitTestTable {
  id: string;
  unit_id: string;
  station: string;
  time: Date;
  result: TestResult;
}

export interface UnitMeasurementTable {
  test_id: string;
  step: string;
  value: number;
  unit: Generated<string>;
  expected: number | null;
  lower_limit: number | null;
  upper_limit: number | null;
}

export type RepairResult = "RepairSuccessful" | "UnableToRepair" | "Scrap" | "Error" | "Aborted";

export interface RepairTable {
  id: string;
  unit_id: string;
  /** The failed test that it follows. */
  test_id: string;
  attempt: number;
  time: Date;
  family: string;
  cause_id: string;
  action_id: string | null;
  result: RepairResult;
  /** What looks at the unit found, by check. */
  findings: Json<Record<string, boolean>>;
  minutes: number | null;
  person_id: string | null;
  /** Whether the unit passed the test after it, for good; null while nobody knows. */
  verified: boolean | null;
  /** Grows with every change of any repair. */
  revision: GeneratedAlways<string>;
}
