import type { Bilingual } from "../../../services/core/errors.ts";
import type { FailedMeasurement } from "../../../services/mes/queries/test-failures.ts";

/** Measurements that have one thing in common, and how many units they are of. */
export interface Group {
  readonly key: string;
  readonly rows: readonly [FailedMeasurement, ...FailedMeasurement[]];
  readonly units: number;
}

/** Groups by a key, those without one left out, the one with the most units first. */
export const counted = (
  rows: readonly FailedMeasurement[],
  keyOf: (row: FailedMeasurement) => string | null,
): Group[] =>
  [...Map.groupBy(rows, keyOf)]
    .flatMap(([key, those]) => {
      const [first, ...rest] = those;
      return key === null || !first
        ? []
        : [
            {
              key,
              rows: [first, ...rest] as const,
              units: new Set(those.map(({ unit_id }) => unit_id)).size,
            },
          ];
    })
    .sort((a, b) => b.units - a.units || a.key.localeCompare(b.key));

export const byStep = (rows: readonly FailedMeasurement[]): Group[] => counted(rows, ({ step }) => step);

/** Failures of a line or tester, and of how many units that were tested there. */
export interface Place extends Group {
  readonly tested: number;
}

/** How great a share is at least, 95 times in a hundred (Wilson 1927): one unit of one says less than thirty of a hundred. */
const atLeast = ({ units, tested }: Place): number => {
  const [share, z] = [units / tested, 1.96];
  const half = z * Math.sqrt((share * (1 - share)) / tested + (z / (2 * tested)) ** 2);
  return (share + z ** 2 / (2 * tested) - half) / (1 + z ** 2 / tested);
};

/** Whether units that passed are on record too: history that was brought in may hold the failed ones alone, which tell no share. */
export const tellsShare = ({ units, tested }: Place): boolean => tested > units;

/** Places by the share of their units that failed, the worst first: who tests most has most failures, and may be the best. */
export const placesOf = (groups: readonly Group[], testedAt: ReadonlyMap<string, number>): Place[] =>
  groups
    .map((group) => ({ ...group, tested: Math.max(group.units, testedAt.get(group.key) ?? 0) }))
    // Of whom no share is known comes last, the one with the most units first.
    .toSorted(
      (a, b) =>
        Number(tellsShare(b)) - Number(tellsShare(a)) ||
        (tellsShare(a) ? atLeast(b) - atLeast(a) : b.units - a.units),
    );

/** As it is told: "3/120 (2.5%)", or "3" where no share is known. */
export const shareText = (place: Place): string => {
  const { units, tested } = place;
  return tellsShare(place) ? `${units}/${tested} (${((100 * units) / tested).toFixed(1)}%)` : String(units);
};

/** What failed tests come to: out of which limits, what mended the units, where they are from, and the latest of them. */
export interface Failures {
  readonly units: number;
  readonly steps: readonly Group[];
  readonly mends: readonly Group[];
  /** By line or tester; empty where that is not asked for. */
  readonly places: readonly Place[];
  /** One row of each test. */
  readonly latest: readonly FailedMeasurement[];
}

export const stepName = ({ rows: [{ name_zh: zh, name_en: en, step }] }: Group): Bilingual => ({
  zh: zh ?? step ?? "–",
  en: en ?? step ?? "–",
});

export const actionName = ({
  rows: [{ action_zh: zh, action_en: en, action_id: id }],
}: Group): Bilingual => ({
  zh: zh ?? id ?? "–",
  en: en ?? id ?? "–",
});
