import { convert, leadingUnit, numberOf } from "../../core/units.ts";

export interface Quantity {
  readonly value: number;
  readonly unit: string;
}

const number = String.raw`[-+−]?\d+(?:,\d{3})*(?:\.\d+)?`;
const quantity = new RegExp(`^[±≤≥<>~]?\\s*(${number})\\s*(\\S.*)?$`);

/** A cell that is one figure, with its unit if it brings one; ranges and words are none. */
export const quantityOf = (text: string, unit = ""): Quantity | undefined => {
  const [, value, own] = quantity.exec(text.trim()) ?? [];
  if (value === undefined || (own !== undefined && /\d/.test(own.replace(/[²³]|\^\d/g, ""))))
    return undefined;
  return { value: numberOf(value), unit: own?.trim() || unit };
};

/** The figures of all in the unit of the first; undefined where they are not of one kind. */
export const inOneUnit = (quantities: readonly Quantity[]): readonly number[] | undefined => {
  const values = quantities.map(({ value, unit }) => convert(value, unit, quantities[0]!.unit));
  return values.every((value) => value !== undefined) ? values : undefined;
};

/** Six significant figures, all those before the point, and two behind it where there are so many; without the noise of binary fractions. */
export const shownNumber = (value: number): string => {
  const size = Math.abs(value);
  const digits = size < 1 ? 5 : Math.min(15, Math.max(6, Math.floor(Math.log10(size)) + 3));
  return String(Number(value.toPrecision(digits)));
};

/** "Duration (h)", "Duration [h]" and "Duration/h" are Duration in h. */
export const headOf = (header: string): { readonly name: string; readonly unit: string } => {
  const [, name, unit] =
    /^(.*?)\s*[（([]\s*±?([^()（）[\]]*(?:\([^()]*\))?[^()（）[\]]*)[)）\]]\s*$/.exec(header) ?? [];
  if (name) return { name, unit: unit!.trim() };
  // "Feed mm/min": the last word is a unit by itself.
  const [, words, last] = /^(.*\S)\s+(\S+)$/.exec(header) ?? [];
  if (words && leadingUnit(last!) === last!.normalize("NFKC")) return { name: words, unit: last! };
  const [, before, behind] = /^(.{2,}?)\s*[/,，]\s*([^/,，\s]+(?:\/[^/,，\s]+)?)$/.exec(header) ?? [];
  return before && leadingUnit(behind!) === behind!.normalize("NFKC")
    ? { name: before, unit: behind! }
    : { name: header, unit: "" };
};
