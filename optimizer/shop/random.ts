/** Numbers for the hot loops of the search. */
export interface FastRandom {
  /** Uniform in 0 to below. */
  below(below: number): number;
  /** Any 32 bits. */
  bits(): number;
}

/**
 * Marsaglia's xorshift (2003) on 32 bits. The tabu search draws several numbers in every step of a few microseconds;
 * there a 128-bit generator behind a distribution shows in the step rate.
 */
export const createFastRandom = (seed: number): FastRandom => {
  // Scrambled, so that seeds next to each other do not start alike; zero is the one state it never leaves.
  let state = Math.imul(seed | 0, 0x9e3779b1) ^ 0x5bd1e995 || 1;
  const bits = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
  for (let warm = 0; warm < 16; warm++) bits();
  return { bits, below: (below) => Math.floor(((bits() >>> 0) / 2 ** 32) * below) };
};
