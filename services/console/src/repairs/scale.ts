import type { Measurement } from "./types.ts";

/** Where things stand on a bar, as shares of its width from the left. */
export interface Placed {
  readonly value: number;
  /** Of what is accepted. */
  readonly from: number;
  readonly to: number;
  /** The value lies beyond the end of the bar. */
  readonly beyond: boolean;
}

type Limits = Pick<Measurement, "value" | "expected" | "lowerLimit" | "upperLimit">;

/** What is accepted takes the middle of the bar; a limit that is not there is the bar's end. */
const [left, right] = [0.3, 0.7];
const edge = 0.02;

/** Puts a measurement and its limits on a bar, each with the same picture whatever its unit is. */
export const placeOf = ({ value, expected, lowerLimit, upperLimit }: Limits): Placed => {
  const low = lowerLimit ?? undefined;
  const high = upperLimit ?? undefined;
  const from = low === undefined ? 0 : left;
  const to = high === undefined ? 1 : right;
  const centre =
    expected ?? (low !== undefined && high !== undefined ? (low + high) / 2 : (low ?? high ?? value));
  const limit = value < centre ? (low ?? high) : (high ?? low);
  const span = limit === undefined ? 0 : Math.abs(limit - centre);
  // A step that reads yes or no has no span: what fails stands at the end.
  const position = span > 0 ? (value - centre) / span : Math.sign(value - centre) * Number.MAX_VALUE;
  const at = 0.5 + Math.max(-10, Math.min(10, value === centre ? 0 : position)) * (right - 0.5);
  const shown = Math.max(edge, Math.min(1 - edge, at));
  return { value: shown, from, to, beyond: shown !== at };
};
