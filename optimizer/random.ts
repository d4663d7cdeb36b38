import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export interface Random {
  /** A whole number from 0 to below the limit. */
  int(below: number): number;
  /** A number from 0 to below 1. */
  share(): number;
}

const range = 2 ** 32;

/** Numbers that depend on the seed alone; quick, with a bias of no more than the limit in four billion. */
export const createRandom = (seed: number): Random => {
  const generator = xoroshiro128plus(seed);
  const share = () => (generator.next() >>> 0) / range;
  return { share, int: (below) => Math.floor(share() * below) };
};
