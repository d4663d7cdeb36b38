import { placeOf } from "./scale.ts";
import type { Measurement } from "./types.ts";

const percent = (share: number) => `${share * 100}%`;

/** What a step accepts, in words. */
export const limitsOf = ({ lowerLimit, upperLimit }: Measurement): string =>
  lowerLimit === null
    ? `≤ ${upperLimit}`
    : upperLimit === null
      ? `≥ ${lowerLimit}`
      : lowerLimit === upperLimit
        ? `= ${lowerLimit}`
        : `${lowerLimit} … ${upperLimit}`;

/** A measurement against its limits, as a picture. */
export const Gauge = ({ of }: { of: Measurement }) => {
  const { value: at, from, to } = placeOf(of);
  return (
    <span className="gauge" role="img" aria-label={`${of.value} ${of.unit}, ${limitsOf(of)}`}>
      <i className="accepted" style={{ left: percent(from), width: percent(to - from) }} />
      <i className="value" style={{ left: percent(at) }} />
    </span>
  );
};
