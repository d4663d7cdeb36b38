/** Work with the same key runs one after the other, work with different keys side by side. */
export const createLanes = () => {
  const tails = new Map<string, Promise<void>>();
  return {
    run: (key: string, work: () => Promise<unknown>): void => {
      const tail = (tails.get(key) ?? Promise.resolve()).then(work).then(
        () => {},
        () => {},
      );
      tails.set(key, tail);
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    },
    settled: async (): Promise<void> => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
};
