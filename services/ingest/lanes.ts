/** Work with the same key runs one after the other, work with different keys side by side. */
export const createLanes = () => {
  const tails = new Map<string, Promise<void>>();
  let waiting = 0;
  return {
    /** Pieces of work that are not done yet. */
    waiting: () => waiting,
    run: (key: string, work: () => Promise<unknown>): Promise<void> => {
      waiting += 1;
      const tail = (tails.get(key) ?? Promise.resolve())
        .then(work)
        .then(
          () => {},
          () => {},
        )
        .finally(() => {
          waiting -= 1;
          if (tails.get(key) === tail) tails.delete(key);
        });
      tails.set(key, tail);
      return tail;
    },
    settled: async (): Promise<void> => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
};
