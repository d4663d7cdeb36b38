import type { Catalogue, RepairCase, Symptoms } from "../../../agents/repair/expert/case.ts";
import { nonEmpty } from "../../../simulators/engine/non-empty.ts";
import { families } from "../../../simulators/faults/families.ts";
import { historyOf, type WrittenCase } from "../../../simulators/faults/history.ts";
import { createPlantFaults, type FaultyUnit, type TestRun } from "../../../simulators/faults/unit.ts";

export const catalogues: readonly Catalogue[] = families.map(({ family, causes, checks }) => ({
  family,
  causes: causes.map(({ id }) => id),
  actions: causes.map(({ id, action: { id: action, minutes, cost } }) => ({
    id: action,
    cause: id,
    minutes,
    cost,
  })),
  checks: checks.map(({ id, minutes }) => ({ id, minutes })),
}));

export const symptomsOf = (
  { product, family, line, station }: FaultyUnit,
  { readings }: TestRun,
): Symptoms => ({
  product,
  family: family.family,
  line,
  station,
  measurements: readings,
});

/** A repaired unit as the plant's records show it: labelled by what was repaired when it passed for good. */
export const labelled = ({ unit, repairs }: WrittenCase): RepairCase | undefined => {
  const last = repairs.at(-1)!;
  if (!last.after?.passed) return undefined;
  return {
    id: unit.serial,
    unit: unit.serial,
    symptoms: symptomsOf(unit, repairs[0]!.before),
    findings: Object.assign({}, ...repairs.map(({ findings }) => findings)),
    cause: last.cause,
    before: repairs.slice(0, -1).map(({ cause }) => cause),
  };
};

const ids = (prefix: string, numbers: readonly number[]) => numbers.map((number) => `${prefix}-${number}`);
/** Eighteen products of three families, one of each left for what was never seen. */
const products = nonEmpty([
  ...ids("RRU", [5201, 5202, 5203, 5204, 5205, 5301, 5302]),
  ...ids("AAU", [5611, 5612, 5613, 5614, 5711, 5712]),
  ...ids("SRV", [310, 320, 330, 340, 350]),
]);
export const unseen = ["RRU-5302", "AAU-5712", "SRV-350"];

export const plantOf = (seed: number, count: number) => {
  const plant = createPlantFaults(seed);
  const written = [
    ...historyOf(plant, seed, {
      count,
      until: Date.parse("2026-11-02T00:00:00Z"),
      days: 360,
      products,
      lines: ["SMT-1", "SMT-2", "SMT-3", "SMT-4", "SMT-5"],
      stations: ["FT-1", "FT-2", "FT-3", "FT-4"],
    }),
  ];
  return { plant, written };
};
