import { leadingUnit, numberOf } from "../../core/units.ts";
import type { Quantity } from "./quantity.ts";

/** A figure that a sentence says, with its unit; `text` is as it stands there. */
export interface SaidQuantity extends Quantity {
  readonly text: string;
}

/** Figures of a sentence that are part of no id, with their units. */
export const quantitiesIn = (text: string): readonly SaidQuantity[] =>
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
