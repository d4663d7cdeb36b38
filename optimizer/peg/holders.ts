const none = -1;

/** Which sources have promises for the date of each supply: lists that nothing has to search. */
export const createHolders = (supplies: number, sources: number) => {
  const first = new Int32Array(supplies).fill(none);
  const next = new Int32Array(sources).fill(none);
  const before = new Int32Array(sources).fill(none);
  return {
    /** The first holder of a supply, -1 when there is none. */
    first,
    /** The one after a holder, -1 after the last. */
    next,
    enter: (source: number, supply: number): void => {
      const old = first[supply]!;
      next[source] = old;
      before[source] = none;
      if (old !== none) before[old] = source;
      first[supply] = source;
    },
    leave: (source: number, supply: number): void => {
      const after = next[source]!;
      if (before[source] === none) first[supply] = after;
      else next[before[source]!] = after;
      if (after !== none) before[after] = before[source]!;
    },
  };
};
