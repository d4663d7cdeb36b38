import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** One source of chance with a stream of its own, so that a change in one source leaves the others' draws alone. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  exponential(mean: number): number;
  /** Log-normal with the given mean and coefficient of variation. */
  logNormal(mean: number, variation: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** The place of one of some weights, each as probable as it is large. */
  weighted(weights: readonly number[]): number;
}

/** FNV-1a, 32 bits: spreads stream names over seeds. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (const unit of text) value = Math.imul(value ^ unit.codePointAt(0)!, 0x01000193);
  return value | 0;
};

/** The same draws for the same seed and name, whatever else is drawn. */
export const createRandomStream = (seed: number, name: string): RandomStream => {
  const generator = xoroshiro128plus(hash(`${seed}/${name}`));
  const uniform = () => uniformFloat64(generator);
  /** Box-Muller; one of its two values is enough here. */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    logNormal: (mean, variation) => {
      const variance = Math.log(1 + variation ** 2);
      return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal());
    },
    chance: (probability) => uniform() < probability,
    pick: (items) => items[Math.floor(uniform() * items.length)] ?? items[0],
    weighted: (weights) => {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      const place = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return place < 0 ? weights.length - 1 : place;
    },
  };
};
