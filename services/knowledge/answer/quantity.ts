/** Units that are converted into each other, in the first one of their kind. */
const units: readonly (readonly [kind: string, names: readonly string[], factor: number])[] = [
  ["time", ["s", "sec", "second", "seconds", "秒"], 1],
  ["time", ["min", "minute", "minutes", "分钟"], 60],
  ["time", ["h", "hour", "hours", "小时"], 3_600],
  ["time", ["d", "day", "days", "天"], 86_400],
  ["time", ["个工作日", "工作日"], 86_400],
  ["time", ["week", "weeks", "周"], 604_800],
  ["time", ["month", "months", "个月"], 2_629_800],
  ["time", ["year", "years", "年"], 31_557_600],
  ["length", ["m"], 1],
  ["length", ["cm"], 1e-2],
  ["length", ["mm"], 1e-3],
  ["length", ["µm", "um", "μm"], 1e-6],
  ["mass", ["kg"], 1],
  ["mass", ["g"], 1e-3],
  ["area", ["m²", "m^2"], 1],
  ["area", ["cm²", "cm^2"], 1e-4],
  ["area", ["mm²", "mm^2"], 1e-6],
  ["resistance", ["Ω"], 1],
  ["resistance", ["kΩ"], 1e3],
  ["resistance", ["MΩ"], 1e6],
  ["power", ["W"], 1],
  ["power", ["kW"], 1e3],
  ["voltage", ["V"], 1],
  ["voltage", ["mV"], 1e-3],
  ["current", ["A"], 1],
  ["current", ["mA"], 1e-3],
];
const byName = new Map(
  units.flatMap(([kind, names, factor]) => names.map((name) => [name, { kind, factor }] as const)),
);

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
  return { value: Number(value.replaceAll(",", "").replace("−", "-")), unit: own?.trim() || unit };
};

/** In the first unit of its kind, so that hours and days can be held against each other. */
export const inBase = ({ value, unit }: Quantity): number => value * (byName.get(unit)?.factor ?? 1);

/** @returns undefined where the units measure different things. */
export const convert = ({ value, unit }: Quantity, to: string): number | undefined => {
  if (!unit || !to || unit === to) return value;
  const [from, target] = [byName.get(unit), byName.get(to)];
  return from && target && from.kind === target.kind ? (value * from.factor) / target.factor : undefined;
};

/** Six significant figures, without the noise of binary fractions. */
export const shownNumber = (value: number): string =>
  String(
    Number(value.toPrecision(6)) === 0
      ? Number(value.toPrecision(5))
      : Number(value.toPrecision(value !== 0 && Math.abs(value) < 1 ? 5 : 6)),
  );

/** "Duration (h)" is Duration in h. */
export const headOf = (header: string): { readonly name: string; readonly unit: string } => {
  const [, name, unit] =
    /^(.*?)\s*[（(]\s*±?([^()（）]*(?:\([^()]*\))?[^()（）]*)[)）]\s*$/.exec(header) ?? [];
  return name ? { name, unit: unit!.trim() } : { name: header, unit: "" };
};
