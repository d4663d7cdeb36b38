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

/** Six significant figures, without the noise of binary fractions. */
export const shownNumber = (value: number): string =>
  String(
    Number(value.toPrecision(6)) === 0
      ? Number(value.toPrecision(5))
      : Number(value.toPrecision(value !== 0 && Math.abs(value) < 1 ? 5 : 6)),
  );

/** "Duration (h)", "Duration [h]" and "Duration/h" are Duration in h. */
export const headOf = (header: string): { readonly name: string; readonly unit: string } => {
  const [, name, unit] =
    /^(.*?)\s*[（([]\s*±?([^()（）[\]]*(?:\([^()]*\))?[^()（）[\]]*)[)）\]]\s*$/.exec(header) ?? [];
  if (name) return { name, unit: unit!.trim() };
  const [, before, behind] = /^(.{2,}?)\s*[/,，]\s*([^/,，\s]+(?:\/[^/,，\s]+)?)$/.exec(header) ?? [];
  return before && leadingUnit(behind!) === behind!.normalize("NFKC")
    ? { name: before, unit: behind! }
    : { name: header, unit: "" };
};
