import { leadingUnit, numberOf } from "../../core/units.ts";

/** A figure that a sentence says, with its unit; as it stands there. */
export interface Quantity {
  readonly text: string;
  readonly value: number;
  readonly unit: string;
}

/** Figures of a sentence that are part of no id, with their units. */
export const quantitiesIn = (text: string): readonly Quantity[] =>
  [...text.matchAll(/(?<![\p{Script=Latin}\d.-])(\d+(?:\.\d+)?)(?![\d.]|-\d)(\s*[^\d\s，,。;；?？]*)/gu)].map(
    ([, value, behind]) => {
      const unit = leadingUnit(behind!.trim());
      return {
        text: unit ? `${value}${behind!.match(/^\s*/)![0]}${unit}` : value!,
        value: numberOf(value!),
        unit,
      };
    },
  );
