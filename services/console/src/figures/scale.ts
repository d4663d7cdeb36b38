/** A scale from values to pixels, and the values that its axis names. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

const steps = [1, 2, 2.5, 5, 10];

/** Round values that part a stretch into about so many. */
export const ticksOf = (low: number, high: number, about = 5): number[] => {
  const rough = (high - low) / about;
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * steps.find((one) => one * power >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9) * step;
  const count = Math.floor((high - first) / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, index) => Number((first + index * step).toPrecision(12)));
};

/**
 * A scale that holds all values with some room, down to zero where they come near it. @param top Pixel of the highest value.
 */
export const scaleOf = (values: readonly number[], top: number, bottom: number): Scale => {
  const known = values.filter(Number.isFinite);
  let [low, high] = known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1];
  if (low >= 0 && low < high * 0.4) low = 0;
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  high += room;
  if (low !== 0) low -= room;
  const at = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  return { at, ticks: ticksOf(low, high) };
};

/** The path of a line through points; where one is not known the line is broken. */
export const pathOf = (points: readonly (readonly [x: number, y: number | undefined])[]): string => {
  let path = "";
  let isOpen = false;
  for (const [x, y] of points) {
    if (y === undefined) isOpen = false;
    else {
      path += `${isOpen ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
      isOpen = true;
    }
  }
  return path;
};
