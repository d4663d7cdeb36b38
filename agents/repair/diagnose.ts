import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import {
  type MeasurementRow,
  measurementsOf,
  type RepairCatalogues,
  type RepairRow,
  repairsOf,
  testsOf,
  type UnitRow,
  type UnitTestRow,
  unitById,
} from "../../services/mes/queries/units.ts";
import type { Findings, Measurement, Symptoms } from "./expert/case.ts";
import { episodesOf, isSameFault } from "./expert/episodes.ts";
import { isFailing } from "./expert/level.ts";
import { type NextStep, nextStep, type Rates } from "./expert/troubleshoot.ts";
import { type RepairKnowledge, toMeasurement } from "./knowledge.ts";

/** What steps cost: money is a technician's minute, until a plant says otherwise. */
const rates: Rates = { perMinute: 1, retestMinutes: 6, scrap: 600 };
/** Cases that are looked at for those that failed most alike. */
const alikeCases = 15;

export interface ActionTold {
  readonly id: string;
  readonly name: Bilingual;
  readonly minutes: number;
  readonly cost: number;
  readonly material: string | null;
}

export interface CauseTold {
  readonly id: string;
  readonly name: Bilingual;
  readonly noFault: boolean;
  /** 0 to 1. */
  readonly probability: number;
  readonly action: ActionTold | undefined;
  /** Repairs of this cause that were learnt: of the product, and of its family. */
  readonly cases: { readonly product: number; readonly family: number };
  /** Units with this cause among those that failed most alike. */
  readonly alike: readonly string[];
}

export interface CheckTold {
  readonly id: string;
  readonly name: Bilingual;
  readonly minutes: number;
  /** Undefined while nobody has looked. */
  readonly found: boolean | undefined;
}

export interface Advice {
  readonly kind: NextStep["kind"];
  readonly check: CheckTold | undefined;
  readonly cause: CauseTold | undefined;
  /** Expected cost until the unit is mended or given up. */
  readonly expectedCost: number;
  /** What the look saves against repairing at once. */
  readonly saves: number;
}

export interface Diagnosis {
  readonly unit: UnitRow;
  /** The failed test that is explained; undefined where the unit never failed. */
  readonly test: UnitTestRow | undefined;
  readonly measurements: readonly (MeasurementRow & { readonly failed: boolean })[];
  readonly repairs: readonly RepairRow[];
  /** Of them those of the fault that is explained: made before that test, and in vain. */
  readonly inVain: readonly RepairRow[];
  /** The most probable first; none for a product whose family has no catalogue. */
  readonly causes: readonly CauseTold[];
  readonly checks: readonly CheckTold[];
  /** Undefined for a unit that does not wait for repair. */
  readonly advice: Advice | undefined;
  /** Repairs that the expert has learnt from. */
  readonly learnt: number;
}

export const nameOf = ({
  name_zh: zh,
  name_en: en,
}: {
  readonly name_zh: string;
  readonly name_en: string;
}): Bilingual => ({
  zh,
  en,
});

/** What is done about a cause. */
export const actionOf = (
  { actions }: Pick<RepairCatalogues, "actions">,
  family: string,
  cause: string,
): ActionTold | undefined => {
  const action = actions.find((row) => row.family === family && row.cause_id === cause);
  return action && { ...action, id: action.action_id, name: nameOf(action) };
};

const measuredIn = (rows: readonly Omit<MeasurementRow, "name_zh" | "name_en" | "unit">[]) =>
  rows.map(({ step, value, expected, lower_limit, upper_limit }) =>
    toMeasurement([step, value, expected, lower_limit, upper_limit]),
  );

/** The repairs before a failed test that were of the same fault, and so in vain. A fault that was mended for good is another. */
const repairsInVain = async (
  db: Db,
  { id, station }: UnitTestRow,
  measurements: readonly Measurement[],
  { tests, repairs }: { readonly tests: readonly UnitTestRow[]; readonly repairs: readonly RepairRow[] },
): Promise<RepairRow[]> => {
  const at = repairs.findIndex(({ test_id }) => test_id === id);
  const earlier = await Promise.all(
    repairs.slice(0, at < 0 ? repairs.length : at).map(async (repair) => ({
      ...repair,
      station: tests.find((test) => test.id === repair.test_id)?.station ?? "",
      measurements: measuredIn(await measurementsOf(db, repair.test_id)),
    })),
  );
  const open = episodesOf(earlier).at(-1);
  return open && isSameFault(open, { station, measurements }) ? open : [];
};

/**
 * What is wrong with a unit, how probable each cause is, and what to do next; from its latest failed test, what looks at
 * it found, and what was repaired in vain.
 *
 * @param found What looks found that are not written down yet.
 * @throws MillwrightError NOT_FOUND.
 */
export const diagnose = async (
  db: Db,
  knowledge: RepairKnowledge,
  serial: string,
  found: Findings = {},
): Promise<Diagnosis> => {
  const unit = await unitById(db, serial);
  const [tests, repairs, { model, catalogues }] = await Promise.all([
    testsOf(db, unit.id),
    repairsOf(db, unit.id),
    knowledge.current(),
  ]);
  const test = tests.find(({ result }) => result !== "Passed");
  const rows = test ? await measurementsOf(db, test.id) : [];
  const measurements = measuredIn(rows);
  const inVain = test ? await repairsInVain(db, test, measurements, { tests, repairs }) : [];
  const { family } = unit;
  const told: Omit<Diagnosis, "causes" | "checks" | "advice"> = {
    unit,
    test,
    measurements: rows.map((row, index) => ({ ...row, failed: isFailing(measurements[index]!) })),
    repairs,
    inVain,
    learnt: model.size,
  };
  const catalogue = family ? model.catalogueOf(family) : undefined;
  if (!family || !catalogue || !test) return { ...told, causes: [], checks: [], advice: undefined };

  const symptoms: Symptoms = {
    product: unit.product_id,
    family,
    line: unit.line ?? undefined,
    station: test.station,
    measurements,
  };
  const findings: Findings = Object.assign({}, ...inVain.map((each) => each.findings), found);
  const posterior = model.posterior({ symptoms, findings, before: inVain.map(({ cause_id }) => cause_id) });
  const alike = model.alike(symptoms, alikeCases).filter((one) => one.unit !== unit.id);
  const own = <Row extends { readonly family: string }>(list: readonly Row[]) =>
    list.filter((row) => row.family === family);
  const causes = own(catalogues.causes)
    .map((row): CauseTold => {
      return {
        id: row.cause_id,
        name: nameOf(row),
        noFault: row.no_fault,
        probability: posterior.get(row.cause_id) ?? 0,
        action: actionOf(catalogues, family, row.cause_id),
        cases: model.casesOf(row.cause_id, symptoms),
        alike: [...new Set(alike.filter(({ cause }) => cause === row.cause_id).map((one) => one.unit))],
      };
    })
    .toSorted((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1));
  const checks = own(catalogues.checks).map(
    (row): CheckTold => ({
      id: row.check_id,
      name: nameOf(row),
      minutes: row.minutes,
      found: findings[row.check_id],
    }),
  );
  if (unit.status !== "Failed") return { ...told, causes, checks, advice: undefined };
  const next = nextStep(posterior, {
    actions: catalogue.actions,
    checks: catalogue.checks.filter(({ id }) => !(id in findings)),
    rates,
    finds: model.finds,
    lasts: model.lasts,
  });
  return {
    ...told,
    causes,
    checks,
    advice: {
      kind: next.kind,
      check: next.kind === "check" ? checks.find(({ id }) => id === next.check.id) : undefined,
      cause: next.kind === "repair" ? causes.find(({ id }) => id === next.repair.action.cause) : undefined,
      expectedCost: next.cost,
      saves: next.kind === "check" ? next.saves : 0,
    },
  };
};
