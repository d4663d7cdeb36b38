import type { Tx } from "../database.ts";

/** A measurement of a test against its limits; one that is not given does not bind. */
export interface TestedStep {
  readonly step: string;
  readonly value: number;
  readonly lower_limit: number | null;
  readonly upper_limit: number | null;
}

/** A test that a unit has gone through. */
export interface TestDone {
  readonly unitId: string;
  readonly station: string;
  readonly result: string;
  readonly steps: readonly TestedStep[];
}

const isFailing = ({ value, lower_limit: lower, upper_limit: upper }: TestedStep): boolean =>
  (lower !== null && value < lower) || (upper !== null && value > upper);

/** Repairs of a unit, the latest first, each with where the unit had failed and in which steps. */
const answeredBy = async (tx: Tx, unitId: string) => {
  const repairs = await tx
    .selectFrom("repair as r")
    .innerJoin("unit_test as t", "t.id", "r.test_id")
    .select(["r.id", "r.test_id", "r.verified", "t.station"])
    .where("r.unit_id", "=", unitId)
    .orderBy("r.attempt", "desc")
    .execute();
  if (repairs.length === 0) return [];
  const measured = await tx
    .selectFrom("unit_measurement")
    .select(["test_id", "step", "value", "lower_limit", "upper_limit"])
    .where(
      "test_id",
      "in",
      repairs.map(({ test_id }) => test_id),
    )
    .execute();
  const failed = Map.groupBy(measured.filter(isFailing), ({ test_id }) => test_id);
  return repairs.map((repair) => ({
    ...repair,
    failed: (failed.get(repair.test_id) ?? []).map(({ step }) => step),
  }));
};

/**
 * A unit that was repaired is repaired for good, or was not, by what its next test says: one at the same station, or one that runs what
 * had failed. Another test knows nothing of that repair; and a test that fails in other steps, while all that had failed is in order
 * now, has found another fault. Of several repairs the latest that the test can judge is judged, once.
 */
export const verifyRepair = async (tx: Tx, { unitId, station, result, steps }: TestDone): Promise<void> => {
  if (result !== "Passed" && result !== "Failed") return;
  const ran = new Map(steps.map((one) => [one.step, isFailing(one)]));
  const judged = (await answeredBy(tx, unitId)).find(
    (repair) => repair.station === station || repair.failed.some((step) => ran.has(step)),
  );
  if (judged?.verified !== null) return;
  const isMended = judged.failed.length > 0 && judged.failed.every((step) => ran.get(step) === false);
  await tx
    .updateTable("repair")
    .set({ verified: result === "Passed" || isMended })
    .where("id", "=", judged.id)
    .execute();
};
