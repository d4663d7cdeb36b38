/** Seconds of the fastest of some ways to do an operation; infinite where there is none. */
export const shortestOf = (ways: readonly { readonly duration: number }[]): number =>
  Math.min(...ways.map(({ duration }) => duration));
