const wishes = ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const;

/**
 * Aborted when the person or the system wants an end, or the parent is gone. npm and the terminal may both say so: the
 * second time is no haste.
 */
export const awaitStopWish = (): AbortSignal => {
  const wish = new AbortController();
  for (const event of wishes) process.on(event, () => wish.abort());
  return wish.signal;
};

/** Resolves when the signal is aborted, at once where it is already. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

/** Waits for all, also when one fails, so that nothing is still being started when that failure is dealt with. */
export const allSettled = async <T extends readonly unknown[]>(
  work: {
    readonly [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> => {
  await Promise.allSettled(work);
  return Promise.all(work) as unknown as Promise<T>;
};
