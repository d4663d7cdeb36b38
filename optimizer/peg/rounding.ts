/** Least part of a unit by which rounding up is worth it; less drowns in the error of sums. */
const leastRest = 0.01;

/**
 * How a rule that lacks some pieces is rounded to whole multiples of a unit: what it asks for, and what so many pieces count for
 * (mixed-integer rounding of Nemhauser and Wolsey 1990). Who waits with a little more than whole units counts for a part of one,
 * the more the nearer that is to what the rule asks beyond whole units. Undefined where that changes nothing.
 */
export const roundTo = (lack: number, unit: number) => {
  const whole = Math.floor(lack / unit);
  const rest = lack / unit - whole;
  if (rest < leastRest || rest > 1 - leastRest) return undefined;
  return {
    asked: (whole + 1) * unit,
    count: (pieces: number): number => {
      const units = Math.floor(pieces / unit);
      return (units + Math.min(1, (pieces / unit - units) / rest)) * unit;
    },
  };
};
