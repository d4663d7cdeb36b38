import { downState, type SentenceKey, stateKey } from "../lib/language.ts";

interface StateCount {
  readonly key: SentenceKey;
  /** As the class of its colour ends. */
  readonly colour: number | "off";
  readonly lines: number;
}

const usual = [1100, 4500, 2202, downState];
/** Told of only where there are such lines: blocked, and none that the page knows of. */
const rare = [2201, null];

/** How many lines are in each state, every line in one. */
export const countStates = (codes: readonly (number | null)[]): readonly StateCount[] =>
  [...usual, ...rare].flatMap((code) => {
    const key = stateKey(code);
    const lines = codes.filter((one) => stateKey(one) === key).length;
    return lines > 0 || usual.includes(code ?? -1) ? [{ key, colour: code ?? ("off" as const), lines }] : [];
  });
