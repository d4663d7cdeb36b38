/** What ends a thing that was started. */
export type End = () => Promise<unknown>;

/** What was started, to be ended in the opposite order. */
export const createEndings = (first: End) => {
  const ends = [first];
  return {
    add: (end: End): void => {
      ends.push(end);
    },
    /**
     * Ends all of it once, the latest first; what cannot be ended keeps none of the others running.
     *
     * @throws what the first that could not be ended failed with, behind all others.
     */
    async run(): Promise<void> {
      const failures: unknown[] = [];
      for (const end of ends.splice(0).reverse()) await end().catch((failure) => failures.push(failure));
      if (failures.length > 0) throw failures[0];
    },
  };
};
