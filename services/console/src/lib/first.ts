import { useState } from "react";

/** Rows of one of the house's lists that can be asked for at once. */
const mostRows = 200;

/** How many rows to ask for to see what comes behind those that are shown; undefined where that is nothing, or more than can be asked for. */
export const behind = (shown: number, first: number, step: number): number | undefined =>
  shown >= first && first < mostRows ? Math.min(mostRows, first + step) : undefined;

/** The first rows of a list, and as many more as often as somebody wants to see what comes behind them. */
export const useFirst = (step: number) => {
  const [first, setFirst] = useState(step);
  return {
    first,
    /** Asks for more; undefined where those that are shown are all. */
    more: (shown: number): (() => void) | undefined => {
      const next = behind(shown, first, step);
      return next === undefined ? undefined : () => setFirst(next);
    },
  };
};
