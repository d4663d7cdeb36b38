/** Counts what each key has at once. */
export const createAtOnce = () => {
  const counts = new Map<string, number>();
  return {
    /** One more of the key; gives how many there are with it. */
    take: (key: string): number => {
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
    free: (key: string): void => {
      const left = (counts.get(key) ?? 0) - 1;
      if (left > 0) counts.set(key, left);
      else counts.delete(key);
    },
  };
};
