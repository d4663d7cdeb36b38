import { sql } from "kysely";
import type { Db } from "../../services/mes/database.ts";
import { type RepairCatalogues, repairCatalogues } from "../../services/mes/queries/units.ts";
import type { Catalogue, Measurement, RepairCase } from "./expert/case.ts";
import { episodesOf } from "./expert/episodes.ts";
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

interface RepairRead {
  readonly test_id: string;
  readonly station: string;
  readonly cause: string;
  readonly findings: Readonly<Record<string, boolean>>;
  readonly result: string;
  readonly verified: boolean | null;
  readonly measurements: readonly StoredMeasurement[] | null;
}

interface UnitRead {
  readonly unit_id: string;
  readonly product_id: string;
  readonly line: string | null;
  readonly family: string;
  readonly repairs: readonly RepairRead[];
}

/** Units with a repair changed after a revision: all their repairs, each with the failed test that it answered. */
const changedUnits = async (db: Db, after: bigint): Promise<UnitRead[]> => {
  const { rows } = await sql<UnitRead>`
    with changed as (select distinct unit_id from repair where revision > ${String(after)}::bigint),
    told as (
      select r.unit_id, min(r.family) as family,
        json_agg(json_build_object('test_id', r.test_id, 'station', t.station, 'cause', r.cause_id,
          'findings', r.findings, 'result', r.result, 'verified', r.verified, 'measurements', (
            select json_agg(json_build_array(m.step, m.value, m.expected, m.lower_limit, m.upper_limit) order by m.step)
            from unit_measurement m where m.test_id = r.test_id)) order by r.attempt) as repairs
      from repair r join changed using (unit_id) join unit_test t on t.id = r.test_id group by r.unit_id)
    select told.unit_id, told.family, told.repairs, u.product_id, u.line
    from told join unit u on u.id = told.unit_id order by told.unit_id`.execute(db);
  return rows;
};

/** The labelled cases of a unit, one a fault; none of a fault while its last repair is known to be wrong, or the unit was scrapped. */
const casesOf = ({ unit_id, product_id, line, family, repairs }: UnitRead): RepairCase[] =>
  episodesOf(
    repairs.map((repair) => ({ ...repair, measurements: (repair.measurements ?? []).map(toMeasurement) })),
  ).flatMap((episode): RepairCase[] => {
    const [first, last] = [episode[0]!, episode.at(-1)!];
    if (last.result !== "RepairSuccessful" || last.verified === false) return [];
    const { test_id, station, measurements } = first;
    return [
      {
        id: test_id,
        unit: unit_id,
        symptoms: { product: product_id, family, line: line ?? undefined, station, measurements },
        findings: Object.assign({}, ...episode.map(({ findings }) => findings)),
        cause: last.cause,
        before: episode.slice(0, -1).map(({ cause }) => cause),
      },
    ];
  });

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
    for (const unit of await changedUnits(db, revision - BigInt(overlap))) {
      for (const { test_id } of unit.repairs) known.model.forget(test_id);
      for (const one of casesOf(unit)) known.model.learn(one);
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
