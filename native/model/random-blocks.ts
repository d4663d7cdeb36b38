import { type TensorType, tensorTypes } from "../convert/tensor.ts";

/** Blocks of random quants whose weights have about a given standard deviation, the same on every machine. */

export type RandomBlockType = Exclude<TensorType, "F32">;

interface Layout {
  /** Where the scale is, or the super-scale, and the standard deviation of what it multiplies. */
  readonly scaleAt: number;
  readonly spread: number;
  /** Where the minimum is, and how often the scale it is, so that weights lie around zero. */
  readonly minimumAt?: number;
  readonly minimum?: number;
}
/** Quants are uniform; small scales and minima of the K types are so too. */
const layouts: Readonly<Record<Exclude<RandomBlockType, "F16" | "BF16">, Layout>> = {
  Q8_0: { scaleAt: 0, spread: 73.9 },
  Q4_0: { scaleAt: 0, spread: 4.61 },
  Q5_0: { scaleAt: 0, spread: 9.23 },
  Q4_1: { scaleAt: 0, spread: 4.61, minimumAt: 2, minimum: -7.5 },
  Q4_K: { scaleAt: 0, spread: 258, minimumAt: 2, minimum: 7.5 },
  Q5_K: { scaleAt: 0, spread: 526, minimumAt: 2, minimum: 15.5 },
  Q6_K: { scaleAt: 208, spread: 1369 },
};

const halves = new Float16Array(1);
const halfBits = new Uint16Array(halves.buffer);
const half = (value: number): number => {
  halves[0] = value;
  return halfBits[0]!;
};
const singles = new Float32Array(1);
const singleBits = new Uint32Array(singles.buffer);
const brainHalf = (value: number): number => {
  singles[0] = value;
  return singleBits[0]! >>> 16;
};

/** @param uniform gives numbers from -1 to 1 */
export const randomBlocks = (
  type: RandomBlockType,
  weights: number,
  deviation: number,
  uniform: () => number,
): Buffer => {
  const { weights: each, bytes } = tensorTypes[type];
  const data = Buffer.alloc((weights / each) * bytes);
  if (type === "F16" || type === "BF16") {
    const bits = type === "F16" ? half : brainHalf;
    for (let at = 0; at < data.length; at += 2)
      data.writeUInt16LE(bits((uniform() + uniform() + uniform()) * deviation), at);
    return data;
  }
  const { scaleAt, spread, minimumAt, minimum } = layouts[type];
  for (let at = 0; at < data.length; at += 1) data[at] = Math.floor((uniform() + 1) * 127.999);
  for (let at = 0; at < data.length; at += bytes) {
    const scale = (deviation / spread) * (0.8 + 0.4 * Math.abs(uniform()));
    data.writeUInt16LE(half(scale), at + scaleAt);
    if (minimumAt !== undefined) data.writeUInt16LE(half(scale * minimum!), at + minimumAt);
  }
  return data;
};
