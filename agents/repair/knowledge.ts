import { sql } from "kysely";
import type { Db } from "../../services/mes/database.ts";
import { type RepairCatalogues, repairCatalogues } from "../../services/mes/queries/units.ts";
import type { Catalogue, Measurement, RepairCase } from "./expert/case.ts";
import { createRepairModel, type RepairModel } from "./expert/model.ts";

/** The model with the catalogue that it speaks of. */
export interface Knowledge {
  readonly model: RepairModel;
  readonly catalogues: RepairCatalogues;
}

/** Changes are read again this far back: one that took its number earlier may have been committed later. */
const overlap = 500;

const cataloguesOf = ({ causes, actions, checks }: RepairCatalogues): Catalogue[] =>
  [...new Set(causes.map(({ family }) => family))].map((family) => ({
    family,
    causes: causes.filter((row) => row.family === family).map(({ cause_id }) => cause_id),
    actions: actions
      .filter((row) => row.family === family)
      .map(({ action_id: id, cause_id: cause, minutes, cost }) => ({ id, cause, minutes, cost })),
    checks: checks
      .filter((row) => row.family === family)
      .map(({ check_id: id, minutes }) => ({ id, minutes })),
  }));

type StoredMeasurement = readonly [
  step: string,
  value: number,
  expected: number | null,
  lower: number | null,
  upper: number | null,
];

export const toMeasurement = ([step, value, expected, lower, upper]: StoredMeasurement): Measurement => ({
  step,
  value,
  ...(expected === null ? {} : { expected }),
  ...(lower === null ? {} : { lower }),
  ...(upper === null ? {} : { upper }),
});

interface CaseRow {
  readonly unit_id: string;
  readonly product_id: string;
  readonly line: string | null;
  readonly station: string;
  readonly family: string;
  readonly repairs: readonly {
    readonly cause: string;
    readonly findings: Readonly<Record<string, boolean>>;
    readonly result: string;
    readonly verified: boolean | null;
  }[];
  readonly measurements: readonly StoredMeasurement[] | null;
}

/** Units with a repair changed after a revision: all their repairs, and what the first of them answered. */
const changedCases = async (db: Db, after: bigint): Promise<CaseRow[]> => {
  const { rows } = await sql<CaseRow>`
    with changed as (select distinct unit_id from repair where revision > ${String(after)}::bigint),
    told as (
      select r.unit_id, min(r.family) as family,
        (array_agg(r.test_id order by r.attempt))[1] as test_id,
        json_agg(json_build_object('cause', r.cause_id, 'findings', r.findings, 'result', r.result,
          'verified', r.verified) order by r.attempt) as repairs
      from repair r join changed using (unit_id) group by r.unit_id)
    select told.unit_id, told.family, told.repairs, u.product_id, u.line, t.station,
      (select json_agg(json_build_array(m.step, m.value, m.expected, m.lower_limit, m.upper_limit) order by m.step)
        from unit_measurement m where m.test_id = told.test_id) as measurements
    from told join unit u on u.id = told.unit_id join unit_test t on t.id = told.test_id
    order by told.unit_id`.execute(db);
  return rows;
};

/** The labelled case of a unit; undefined while what was repaired is known to be wrong, or it was scrapped. */
const caseOf = ({ unit_id, product_id, line, station, family, repairs, measurements }: CaseRow) => {
  const last = repairs.at(-1);
  if (last?.result !== "RepairSuccessful" || last.verified === false) return undefined;
  return {
    id: unit_id,
    symptoms: {
      product: product_id,
      family,
      line: line ?? undefined,
      station,
      measurements: (measurements ?? []).map(toMeasurement),
    },
    findings: Object.assign({}, ...repairs.map(({ findings }) => findings)),
    cause: last.cause,
    before: repairs.slice(0, -1).map(({ cause }) => cause),
  } satisfies RepairCase;
};

/**
 * The expert's knowledge, kept in step with the data store: what was repaired or tested since it was last asked is learnt
 * or taken back first. Made anew when the catalogue has changed.
 */
export const createKnowledge = (db: Db) => {
  let known: (Knowledge & { readonly print: string }) | undefined;
  let revision = 0n;
  let reading: Promise<Knowledge> | undefined;

  const read = async (): Promise<Knowledge> => {
    const catalogues = await repairCatalogues(db);
    const print = JSON.stringify(catalogues);
    if (known?.print !== print) {
      known = { model: createRepairModel(cataloguesOf(catalogues)), catalogues, print };
      revision = 0n;
    }
    const { latest } = await db
      .selectFrom("repair")
      .select((fields) => fields.fn.coalesce(fields.fn.max("revision"), sql<string>`0`).as("latest"))
      .executeTakeFirstOrThrow();
    if (BigInt(latest) === revision) return known;
    for (const row of await changedCases(db, revision - BigInt(overlap))) {
      const one = caseOf(row);
      if (one) known.model.learn(one);
      else known.model.forget(row.unit_id);
    }
    revision = BigInt(latest);
    return known;
  };

  return {
    current: (): Promise<Knowledge> => {
      // Who asks meanwhile gets the same reading.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
};

export type RepairKnowledge = ReturnType<typeof createKnowledge>;
