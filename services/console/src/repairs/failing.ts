import type { Bilingual } from "../lib/language.ts";
import type { Measurement, WaitingUnit } from "./types.ts";

/** What several of the units that wait have failed first of all. */
export interface Failing {
  readonly step: string;
  readonly name: Bilingual;
  readonly units: number;
}

/** What a unit failed first, in the order of its test; undefined where its test measured nothing outside the limits. */
export const firstFailed = ({ failedMeasurements }: WaitingUnit): Measurement | undefined =>
  failedMeasurements[0];

/** The steps that more than one unit failed first, the most frequent in front: units that fail alike are often mended alike. */
export const failingOf = (units: readonly WaitingUnit[]): Failing[] => {
  const failed = units.flatMap((unit) => firstFailed(unit) ?? []);
  return [...Map.groupBy(failed, ({ step }) => step)]
    .filter(([, own]) => own.length > 1)
    .map(([step, own]) => ({ step, name: own[0]!.name, units: own.length }))
    .sort((a, b) => b.units - a.units || (a.step < b.step ? -1 : 1));
};
