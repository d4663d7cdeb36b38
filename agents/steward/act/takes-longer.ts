/** Whether some work is not settled after so long; how it ends is for whoever awaits it. */
export const takesLonger = async (working: Promise<unknown>, ms: number): Promise<boolean> => {
  const settled = working.then(
    () => false,
    () => false,
  );
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ms, true);
  try {
    return await Promise.race([settled, promise]);
  } finally {
    clearTimeout(timer);
  }
};
