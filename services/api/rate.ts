interface RateOptions {
  /** What a key may do in a second on the whole. */
  readonly perSecond: number;
  /** What it may do at once after a rest. */
  readonly burst: number;
  readonly now?: () => number;
}

/** A bucket of tokens for each key (leaky bucket as a meter, ITU-T I.371): a full one is forgotten, so that few are kept. */
export const createRate = ({ perSecond, burst, now = Date.now }: RateOptions) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const sweep = () => {
    const full = now() - (burst / perSecond) * 1_000;
    for (const [key, { at }] of buckets) if (at <= full) buckets.delete(key);
  };
  let untilSweep = 1_000;
  return {
    /** Takes one; gives how many are left, below zero for what is too much. What is refused counts too, down to a burst below. */
    take: (key: string): number => {
      untilSweep -= 1;
      if (untilSweep === 0) {
        untilSweep = 1_000;
        sweep();
      }
      const known = buckets.get(key) ?? { tokens: burst, at: now() };
      const filled = Math.min(burst, known.tokens + ((now() - known.at) / 1_000) * perSecond);
      const tokens = Math.max(-burst, filled - 1);
      buckets.set(key, { tokens, at: now() });
      return tokens;
    },
  };
};
