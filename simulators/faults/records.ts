import { families, familyOf } from "./families.ts";
import type { WrittenCase } from "./history.ts";
import { noFault } from "./model.ts";
import type { TestRun } from "./unit.ts";

type Row = Readonly<Record<string, string | number | boolean | null>>;
export type Records = Readonly<Record<string, readonly Row[]>>;

const minuteMs = 60_000;

const momentOf = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
/** Without an exponent. */
const numeral = (value: number) => String(Number(value.toFixed(6)));

/** What is known beforehand of the families: steps of their test programs, and the catalogue of causes, actions, looks. */
export const catalogueRecords = (products: readonly string[]): Records => {
  const each = <T>(of: (family: (typeof families)[number]) => readonly T[]) => families.flatMap(of);
  return {
    "product_families.csv": products.flatMap((product_id) => {
      const known = familyOf(product_id);
      return known ? [{ product_id, family: known.family }] : [];
    }),
    "test_steps.csv": each(({ family, steps }) =>
      steps.map(({ id, zh, en, unit }, sort) => ({ family, step: id, name_zh: zh, name_en: en, unit, sort })),
    ),
    "repair_causes.csv": each(({ family, causes }) =>
      causes.map(({ id, zh, en }) => ({
        family,
        cause_id: id,
        name_zh: zh,
        name_en: en,
        no_fault: id === noFault,
      })),
    ),
    "repair_actions.csv": each(({ family, causes }) =>
      causes.map(({ id, action }) => ({
        family,
        action_id: action.id,
        cause_id: id,
        name_zh: action.zh,
        name_en: action.en,
        minutes: action.minutes,
        cost: action.cost,
        material: action.part ?? null,
      })),
    ),
    "repair_checks.csv": each(({ family, checks }) =>
      checks.map(({ id, zh, en, minutes }) => ({ family, check_id: id, name_zh: zh, name_en: en, minutes })),
    ),
  };
};

const measurementsOf = (test_id: string, { readings }: TestRun): Row[] =>
  readings.map(({ step, value, unit, expected, lower, upper }) => ({
    test_id,
    step,
    value: numeral(value),
    unit,
    expected: numeral(expected),
    lower_limit: lower === undefined ? null : numeral(lower),
    upper_limit: upper === undefined ? null : numeral(upper),
  }));

/**
 * Cases as the plant's own records would hold them, marked as simulated: what was measured, found, done and written down.
 * What was really wrong is not among it.
 *
 * @param waiting How many of the last units nobody has repaired yet, or only in vain.
 */
export const caseRecords = (cases: readonly WrittenCase[], waiting: number): Records => {
  const units: Row[] = [];
  const tests: Row[] = [];
  const measurements: Row[] = [];
  const repairs: Row[] = [];
  for (const [index, { unit, time, repairs: all }] of cases.entries()) {
    const waits = index >= cases.length - waiting;
    // One in three of those that wait was repaired in vain already.
    const [first] = all;
    const done = !waits
      ? all
      : index % 3 === 0 && all.length > 1 && first?.after?.passed === false
        ? [first]
        : [];
    const last = done.at(-1);
    const failing = waits
      ? [...done.map(({ before }) => before), last?.after ?? first!.before]
      : done.map(({ before }) => before);
    const testId = (attempt: number) => `T-${unit.serial.slice(3)}-${attempt}`;
    for (const [at, run] of failing.entries()) {
      const failedAt = at === 0 ? time : done[at - 1]!.time + 10 * minuteMs;
      tests.push({
        id: testId(at + 1),
        unit_id: unit.serial,
        station: run.station,
        time: momentOf(failedAt),
        result: "Failed",
      });
      measurements.push(...measurementsOf(testId(at + 1), run));
    }
    const scrapped = last?.result === "Scrapped";
    units.push({
      id: unit.serial,
      product_id: unit.product,
      work_order_id: null,
      line: unit.line,
      status: waits ? "Failed" : scrapped ? "Scrapped" : "Passed",
      changed_at: momentOf((last?.time ?? time) + 20 * minuteMs),
      simulated: true,
    });
    for (const [at, repair] of done.entries())
      repairs.push({
        id: `R-${unit.serial.slice(3)}-${repair.attempt}`,
        unit_id: unit.serial,
        test_id: testId(at + 1),
        attempt: repair.attempt,
        time: momentOf(repair.time),
        family: unit.family.family,
        cause_id: repair.cause,
        action_id: repair.action,
        result: repair.result === "Scrapped" ? "Scrap" : "RepairSuccessful",
        findings: Object.entries(repair.findings)
          .map(([check, found]) => `${check}=${found ? "yes" : "no"}`)
          .join(";"),
        minutes: repair.minutes,
        person_id: null,
        verified: repair.result === "Scrapped" ? null : repair === last && !waits,
      });
  }
  return {
    "units.csv": units,
    "unit_tests.csv": tests,
    "unit_measurements.csv": measurements,
    "repairs.csv": repairs,
  };
};
