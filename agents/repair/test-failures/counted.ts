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

/** What failed tests come to: out of which limits, what mended the units, where they are from, and the latest of them. */
export interface Failures {
  readonly units: number;
  readonly steps: readonly Group[];
  readonly mends: readonly Group[];
  /** By line or tester; empty where that is not asked for. */
  readonly places: readonly Group[];
  /** One row of each test. */
  readonly latest: readonly FailedMeasurement[];
}

export const stepName = ({ rows: [{ name_zh: zh, name_en: en, step }] }: Group): Bilingual => ({
  zh: zh ?? step,
  en: en ?? step,
});

export const actionName = ({
  rows: [{ action_zh: zh, action_en: en, action_id: id }],
}: Group): Bilingual => ({
  zh: zh ?? id ?? "–",
  en: en ?? id ?? "–",
});
